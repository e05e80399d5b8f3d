"""What the API of a site offers: the OpenAPI description, and the same on a page to read."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from kit.api.views import Endpoint
from tenants.network.access import PERMISSIONS

_PUBLIC = "Ce que l’API sait faire n’est pas un secret."


class Described(Endpoint):
    """GET: OpenAPI, in JSON."""

    public = _PUBLIC
    schema = None  # does not describe itself

    def get(self, request: Any) -> HttpResponse:
        response = JsonResponse(_schema(request.urlconf), json_dumps_params={"ensure_ascii": False})
        response["Content-Type"] = "application/vnd.oai.openapi+json"
        return response


class Docs(Endpoint):
    """GET: the same, as a page."""

    public = _PUBLIC
    schema = None

    def get(self, request: Any) -> HttpResponse:
        groups = _groups(_schema(request.urlconf))
        return render(request._request, "hub/api_docs.html", {"groups": groups})


@cache
def _schema(urlconf: str) -> Any:
    return SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)


def _groups(description: Any) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, verbs in description["paths"].items():
        for verb, operation in verbs.items():
            groups[operation["tags"][0]].append(_entry(path, verb, operation, description))
    return dict(groups)


def _entry(path: str, verb: str, operation: Any, description: Any) -> dict[str, Any]:
    permission = operation.get("x-permission")
    done = next(code for code in operation["responses"] if code < "300")
    return {
        "path": path,
        "verb": verb.upper(),
        "summary": operation["summary"],
        "id": operation["operationId"],
        "permission": permission,
        "roles": sorted(role.label for role in PERMISSIONS[permission]) if permission else [],
        "public": operation.get("x-public"),
        "parameters": operation.get("parameters", []),
        "body": _fields(operation.get("requestBody"), description),
        "answer": _fields(operation["responses"][done], description),
        "status": done,
    }


def _fields(holder: Any, description: Any) -> list[dict[str, Any]]:
    """The fields of a body or an answer, those of the rows for a page of a list."""
    content = (holder or {}).get("content")
    if not content:
        return []
    fields = _resolved(content["application/json"]["schema"], description)
    results = fields.get("properties", {}).get("results")
    if results:
        fields = _resolved(results["items"], description)
    if "items" in fields:
        fields = _resolved(fields["items"], description)
    return [
        {
            "name": name,
            "kind": _kind(field),
            "words": field.get("description", ""),
            "required": name in fields.get("required", []),
        }
        for name, field in fields.get("properties", {}).items()
    ]


def _resolved(schema: Any, description: Any) -> Any:
    if "$ref" not in schema:
        return schema
    return description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def _kind(field: Any) -> str:
    if "enum" in field:
        return " | ".join(str(value) for value in field["enum"])
    if "items" in field:
        return f"[{_kind(field['items'])}]"
    for part in [field, *field.get("allOf", [])]:
        if "$ref" in part:
            return str(part["$ref"]).rpartition("/")[2]
    return str(field.get("format") or field.get("type", ""))
