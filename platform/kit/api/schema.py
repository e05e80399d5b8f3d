"""The OpenAPI description, read from what the endpoints declare."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiParameter

from kit.api.views import Lists, Makes

_ERRORS = {
    "400": "La demande est mal formée : `fields` dit quels champs.",
    "401": "Personne n’est reconnu : le jeton manque, est faux, périmé ou d’un autre site.",
    "403": "Cette personne n’a pas ce droit ici.",
    "404": "Introuvable sur ce site.",
    "405": "Cette adresse ne connaît pas cette méthode.",
    "409": "Une règle refuse : `code` la nomme, `detail` la dit.",
    "415": "Le corps n’est pas du JSON.",
    "429": "Trop d’essais : attendez un peu.",
}
_ERROR = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "code": {"type": "string", "description": "Pour les programmes : ne change pas."},
        "detail": {"type": "string", "description": "Pour les personnes : une phrase en français."},
        "fields": {"type": "object", "additionalProperties": True},
    },
}
_KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="Renvoyée, la même demande reçoit la première réponse et n’agit pas deux fois.",
)


class Schema(AutoSchema):
    """Describes an Endpoint by its `needs`, `reads`, `shows`, `filters` and `once`."""

    view: Any

    def get_request_serializer(self) -> Any:
        if self.method not in {"POST", "PUT"} or self.view.reads is None:
            return None
        return self.view.reads(many=True) if self.view.reads_many else self.view.reads

    def get_response_serializers(self) -> Any:
        if self.view.shows is None:
            return {204: None}
        made = self.method == "POST" and isinstance(self.view, Makes)
        return {201 if made else 200: self.view.shows}

    def get_operation_id(self) -> str:
        name: str = super().get_operation_id()
        # The PUT of a whole list is not the PUT of one of its lines.
        return f"{name}_all" if self.method == "PUT" and self.view.reads_many else name

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, Lists) and self.method in {"GET", "PUT"}

    def get_override_parameters(self) -> list[Any]:
        if self.method == "GET":
            return [OpenApiParameter(name, description=what) for name, what in self.view.filters.items()]
        return [_KEY] if self.view.once and self.method == "POST" else []

    def _resolve_path_parameters(self, variables: list[str]) -> list[Any]:
        return [
            build_parameter_type(
                name=name, schema={"type": "string", "format": "uuid"}, location=OpenApiParameter.PATH
            )
            for name in variables
        ]

    def get_summary(self) -> str | None:
        return (type(self.view).__doc__ or "").strip().splitlines()[0]

    def get_description(self) -> str:
        return ""

    def get_extensions(self) -> dict[str, Any]:
        permission = self.view.needs.get(self.method)
        return {"x-permission": permission} if permission else {"x-public": self.view.public}


def declare_errors(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """Every operation may answer with the one shape of error."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Error"] = _ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    components["responses"] = {
        f"Error{status}": {"description": words, "content": content} for status, words in _ERRORS.items()
    }
    for path in result["paths"].values():
        for operation in path.values():
            for status in _ERRORS:
                operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Error{status}"})
    return result
