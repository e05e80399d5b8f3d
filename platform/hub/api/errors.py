"""One shape for every error: {"code", "detail", "fields"?}."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from psycopg.errors import UniqueViolation
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from kit.refusals import Refused

_CODES = {
    400: "malformed",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    415: "unsupported_media_type",
    429: "throttled",
}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refusal is 409; what DRF knows keeps its status; the rest rises (and is a bug)."""
    if isinstance(error, Refused):
        set_rollback()
        body = {"code": error.code(), "detail": error.sentence}
        return Response(body | ({"fields": error.fields} if error.fields else {}), status=error.status)
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(getattr(error, "message_dict", error.messages))
    if isinstance(error, IntegrityError) and isinstance(error.__cause__, UniqueViolation):
        # Two callers at once passed the same check; the database let one win.
        return Response({"code": "already_exists", "detail": "Cela existe déjà. Relisez."}, status=409)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = _body(error, response.status_code)
    return response


def _body(error: Exception, status: int) -> dict[str, Any]:
    body: dict[str, Any] = {"code": getattr(error, "code", _CODES.get(status, "error"))}
    if isinstance(error, exceptions.ValidationError):
        body["detail"] = "La demande n’est pas valable : voyez les champs."
        body["fields"] = _fields(error.detail)
    elif status == 404:
        body["detail"] = "Introuvable."
    elif body["code"] == "permission_denied":
        body["detail"] = "Vous n’avez pas ce droit ici."
    else:
        body["detail"] = str(getattr(error, "detail", error))
    return body


def _fields(detail: Any) -> dict[str, Any]:
    """{field: sentences}; {line number: …} for a list; what concerns no field is `non_field_errors`."""
    if isinstance(detail, dict):
        return detail
    if any(isinstance(line, dict) for line in detail):
        return {str(number): line for number, line in enumerate(detail) if line}
    return {"non_field_errors": detail}
