"""The figures by the API: the same reader as the pages, the spreadsheet and the sponsors."""

import re
from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from hub.rollup.closing.notes import editions_in_force
from hub.rollup.measures import OF_ANTENNES
from hub.rollup.reports import DIMENSIONS, Row, oldest, report
from kit.api.views import Endpoint
from tenants.network.models import Antenne

_MONTH = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
_MOST_MONTHS = 120


class NumberField(serializers.FloatField):
    """A number as it is counted: cents and persons stay whole, only a rate is a fraction."""

    def to_representation(self, value: Any) -> Any:
        return value


class MonthShown(serializers.CharField):
    """A month as the query string writes it."""

    def to_representation(self, value: date) -> str:
        return f"{value:%Y-%m}"


def in_words_of_the_query(fields: dict[str, Any]) -> dict[str, Any]:
    """ "from" and "to", which Python keeps for itself."""
    return {{"start": "from", "end": "to"}.get(name, name): field for name, field in fields.items()}


class AmountSerializer(serializers.Serializer):
    value = NumberField(
        allow_null=True, help_text="Un entier, ou une part de 0 à 1 ; les montants en centimes."
    )
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)


class EditionSerializer(serializers.Serializer):
    """Une période close que ces mois touchent, et l’édition qui s’y lit."""

    id = serializers.UUIDField(help_text="La période : `closed-periods/` en dit toutes les éditions.")
    name = serializers.CharField(source="__str__")
    start = MonthShown(source="period.start", help_text="Premier mois clos, compris.")
    end = MonthShown(source="period.end", help_text="Dernier mois clos, compris.")
    closed_at = serializers.DateTimeField()
    edition = serializers.IntegerField(help_text="Celle en vigueur.")
    edition_at = serializers.DateTimeField()

    def get_fields(self) -> Any:
        return in_words_of_the_query(super().get_fields())


class ReportSerializer(serializers.Serializer):
    start = serializers.CharField(help_text="Premier mois, compris.")
    end = serializers.CharField(help_text="Dernier mois, compris.")
    by = serializers.ListField(child=serializers.CharField())
    refreshed_at = serializers.DateTimeField(allow_null=True, help_text="L’antenne la moins à jour.")
    editions = EditionSerializer(
        many=True, help_text="Les périodes closes que ces mois touchent ; aucune : tout peut encore bouger."
    )
    rows = serializers.ListField(child=serializers.DictField())
    total = serializers.DictField(child=AmountSerializer())

    def get_fields(self) -> Any:
        return in_words_of_the_query(super().get_fields())


class AskSerializer(serializers.Serializer):
    """The query string, checked like a body."""

    by = serializers.ListField(child=serializers.ChoiceField(choices=sorted(DIMENSIONS)))
    measure = serializers.ListField(child=serializers.ChoiceField(choices=list(OF_ANTENNES)))

    def get_fields(self) -> Any:
        return super().get_fields() | {"from": _MonthField(), "to": _MonthField()}

    def validate(self, attrs: Any) -> Any:
        start, end = attrs["from"], attrs["to"]
        if not 0 <= (end.year - start.year) * 12 + end.month - start.month < _MOST_MONTHS:
            raise serializers.ValidationError({"to": f"De 1 à {_MOST_MONTHS} mois, le début avant la fin."})
        return attrs


class _MonthField(serializers.Field):
    default_error_messages = {"invalid": "Écrivez l’année puis le mois, comme 2022-03."}

    def to_internal_value(self, data: Any) -> date:
        if not _MONTH.fullmatch(data):
            self.fail("invalid")
        return date.fromisoformat(f"{data}-01")


class Figures(Endpoint):
    """Les chiffres du réseau : des nombres, jamais de noms."""

    needs = {"GET": "figures.view"}
    shows = ReportSerializer
    filters = {
        "from": "Premier mois, comme 2022-01 ; sinon janvier de cette année.",
        "to": "Dernier mois, compris ; sinon décembre de cette année.",
        "by": "Les dimensions, séparées par des virgules : antenne, programme, month, level.",
        "measure": "Les mesures, séparées par des virgules ; toutes sinon.",
    }
    by_default = "antenne"

    def antennes(self) -> list[Antenne]:
        return list(Antenne.objects.order_by("name", "id"))

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        asked = self._asked()
        antennes = self.antennes()
        found = report(
            start_month=asked["from"],
            end_month=asked["to"],
            by=list(dict.fromkeys(asked["by"])),
            measures=list(dict.fromkeys(asked["measure"])),
            antennes=antennes,
        )
        return self.shown(
            {
                "from": f"{asked['from']:%Y-%m}",
                "to": f"{asked['to']:%Y-%m}",
                "by": found.by,
                "refreshed_at": oldest(antennes),
                "editions": editions_in_force(asked["from"], asked["to"]),
                "rows": [_keys(row) | _amounts(row, found.measures) for row in found.rows],
                "total": _amounts(found.total, found.measures),
            }
        )

    def _asked(self) -> Any:
        query, year = self.request.GET, self.request.now.year
        ask = AskSerializer(
            data={
                "from": query.get("from", f"{year}-01"),
                "to": query.get("to", f"{year}-12"),
                "by": query.get("by", self.by_default).split(","),
                "measure": query["measure"].split(",") if "measure" in query else list(OF_ANTENNES),
            }
        )
        ask.is_valid(raise_exception=True)
        return ask.validated_data


class OwnFigures(Figures):
    """Les chiffres de cette antenne."""

    by_default = "month"

    def antennes(self) -> list[Antenne]:
        return [self.request.place.antenne]


def _keys(row: Row) -> dict[str, Any]:
    return {dimension: _key(value) for dimension, value in row.keys.items()}


def _key(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if value is None or isinstance(value, str):
        return value or None
    return {"id": str(value.pk), "code": value.code, "name": value.name}


def _amounts(row: Row, codes: tuple[str, ...]) -> dict[str, Any]:
    return {code: vars(row[code]) for code in codes}
