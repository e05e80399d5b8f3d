"""The same lists by the API of the national site, page by page, for anybody."""

import json
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from hub.api.throttles import OpenDataThrottle
from hub.opendata.files import cacheable, digest, rows_of
from hub.opendata.gathering import gather, open_antennes, published
from hub.opendata.schema import SERVICE, STRUCTURE, Field
from kit.api.views import Lists

_KINDS: dict[str, type[serializers.Field]] = {
    "number": serializers.FloatField,
    "whole": serializers.IntegerField,
    "date": serializers.DateField,
    "link": serializers.URLField,
    "email": serializers.EmailField,
}


class _Declared(serializers.Serializer):
    """The fields of the schema, as it declares them."""

    declared: tuple[Field, ...] = ()

    def get_fields(self) -> dict[str, serializers.Field]:
        return {field.name: _field(field) for field in self.declared}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        # The rows are made of the values that the schema asks for: nothing to translate.
        return dict(instance)


class StructureSerializer(_Declared):
    declared = STRUCTURE


class ServiceSerializer(_Declared):
    declared = SERVICE


class _OpenData(Lists):
    public = "Des données ouvertes : des lieux et ce qu’ils proposent, aucun nom."
    throttle_classes = [OpenDataThrottle]
    what = ""

    def get_queryset(self) -> Any:
        sites = gather(published(open_antennes()), today=self.today)
        return rows_of(self.what, sites)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        response: Response = super().get(request, *args, **kwargs)
        tag = digest(json.dumps(response.data).encode())
        return cacheable(request, response, tag=tag, changed=None)


class Structures(_OpenData):
    """Les lieux du réseau qui publient leur fiche, selon le schéma data·inclusion."""

    what = "structures"
    shows = StructureSerializer


class Services(_OpenData):
    """Ce que ces lieux proposent, selon le schéma data·inclusion."""

    what = "services"
    shows = ServiceSerializer


def _field(field: Field) -> serializers.Field:
    words = " ".join(
        filter(None, (field.words, f"Parmi : {', '.join(field.values)}." if field.values else ""))
    )
    options: dict[str, Any] = {"read_only": True, "allow_null": not field.required, "help_text": words}
    if field.kind == "list":
        return serializers.ListField(child=serializers.CharField(), **options)
    return _KINDS.get(field.kind, serializers.CharField)(**options)
