"""The whole list as a file, and the answer that a reader who has it already gets."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from hub.opendata.gathering import Site
from hub.opendata.schema import FIELDS
from hub.opendata.services import services
from hub.opendata.structures import structure
from kit.documents.spreadsheets import write_open_csv

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def rows_of(what: str, sites: Iterable[Site]) -> list[dict[str, Any]]:
    """The structures, or the services, of these sites."""
    if what == "structures":
        return [structure(site) for site in sites]
    return [one for site in sites for one in services(site)]


def written(what: str, kind: str, rows: list[dict[str, Any]]) -> bytes:
    """A JSON array of objects; or a CSV whose lists are written as in JSON."""
    return _WRITERS[kind](what, rows)


def digest(content: bytes) -> str:
    """An ETag: the same content, the same tag."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def cacheable(request: Any, response: Any, *, tag: str, changed: datetime | None) -> Any:
    """The response with its tag, or 304 when the reader holds the same.

    The tag alone decides: an antenne that closes vanishes although nothing is younger than before.
    """
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    return get_conditional_response(request, etag=tag, response=response)


def file_of(request: Any, what: str, kind: str, *, sites: list[Site]) -> HttpResponse:
    """The answer of the address of a file."""
    content = written(what, kind, rows_of(what, sites))
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{what}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    changed = max((site.sheet.updated_at for site in sites), default=None)
    answer: HttpResponse = cacheable(request, response, tag=digest(content), changed=changed)
    return answer


def _as_json(_what: str, rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def _as_csv(what: str, rows: list[dict[str, Any]]) -> bytes:
    titles = [field.name for field in FIELDS[what]]
    return write_open_csv(titles, ([_cell(row[title]) for title in titles] for row in rows))


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


_WRITERS: dict[str, Callable[[str, list[dict[str, Any]]], bytes]] = {"json": _as_json, "csv": _as_csv}
