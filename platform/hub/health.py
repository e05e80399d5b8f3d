"""/healthz: the process answers. /readyz: so does the database, and the migrations are applied."""

from typing import Any

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse

from kit.antennes import FRONT, at


class HealthMiddleware:
    """Stands before everything: a probe has no host name of ours."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return _ready()
        return self.get_response(request)


def _ready() -> HttpResponse:
    try:
        with at(FRONT), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM network_antenne")
    except Error:
        return JsonResponse({"status": "database unavailable"}, status=503)
    finally:
        connection.close()
    return JsonResponse({"status": "ok"})
