"""One shape for every error: {"code", "detail", "fields"?}."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from kit.refusals import Refused

_CODES = {400: "malformed", 401: "not_authenticated", 403: "permission_denied", 404: "not_found",
          405: "method_not_allowed", 415: "unsupported_media_type", 429: "throttled"}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refusal is 409; what DRF knows keeps its status; the rest rises (and is a bug)."""
    if isinstance(error, Refused):
        set_rollback()
        return Response({"code": error.code(), "detail": error.sentence}, status=409)
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(getattr(error, "message_dict", error.messages))
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = _body(error, response)
    return response


def _body(error: Exception, response: Response) -> dict[str, Any]:
    body: dict[str, Any] = {"code": _CODES.get(response.status_code, "error")}
    if isinstance(error, exceptions.ValidationError):
        body["detail"] = "La demande n’est pas valable : voyez les champs."
        body["fields"] = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
    elif isinstance(error, Http404):
        body["detail"] = "Introuvable."
    elif isinstance(error, PermissionDenied):
        body["detail"] = "Vous n’avez pas ce droit ici."
    else:
        body["detail"] = str(getattr(error, "detail", error))
    return body
