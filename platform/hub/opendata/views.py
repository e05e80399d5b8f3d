"""The public page of the open data, and its files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.opendata import schema
from hub.opendata.files import file_of
from hub.opendata.gathering import gather, open_antennes, published
from hub.opendata.shown import looked_for, shown, to_write
from tenants.network import access
from tenants.network.access import public

A_PAGE = 10
_LONGEST_SEARCH = 60


@require_safe
@public("Open data: places and what they offer, nobody’s name.")
def page(request: Any) -> HttpResponse:
    """Where to go and how to be sent, for anybody; for the office, which sheets to ask for."""
    today = request.place.today(request.now)
    words, code = (request.GET.get(name, "")[:_LONGEST_SEARCH].strip() for name in ("q", "lieu"))
    antennes = open_antennes()
    sheets = published(antennes)
    freshest = max((sheet.updated_at for sheet in sheets), default=None)
    found = [one for one in looked_for(sheets, words) if not code or one.antenne.code == code]
    page_obj = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    office = access.allows(request.roles, "network.view")
    context = {
        "page_obj": page_obj,
        "sites": [shown(site) for site in gather(page_obj.object_list, today=today)],
        "count": len(sheets),
        "freshest": freshest,
        "words": words,
        "alone": bool(words or code),
        "schema": schema,
        "office": office,
        "to_write": to_write(antennes, today=today) if office else [],
    }
    return render(request, "opendata/page.html", context)


@require_safe
@public("Open data, as files: the same places.")
def file(request: Any, what: str, kind: str) -> HttpResponse:
    """structures.json, services.csv…: everything in one file."""
    today = request.place.today(request.now)
    sites = gather(published(open_antennes()), today=today)
    return file_of(request, what, kind, sites=sites)
