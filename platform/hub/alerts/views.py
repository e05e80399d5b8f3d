"""Alertes: what asks for somebody in the network today."""

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from hub.alerts import reading
from hub.alerts.words import tell
from hub.rollup.ages import ago, oldest
from hub.rollup.models import Freshness
from tenants.network.access import needs

LINES_A_PAGE = 100


@needs("figures.view", of="alert")
def alerts(request: Any) -> HttpResponse:
    """By kind, the most urgent first; narrowed to a kind, or to an antenne."""
    today, antenne = request.place.today(request.now), request.GET.get("antenne", "")
    found = reading.alerts(today, roles=request.roles, antenne=antenne)
    counted = reading.counts(found)
    kind = request.GET.get("quoi", "")
    shown = [alert for alert in found if alert.kind == kind] if kind in counted else found
    page = Paginator(shown, LINES_A_PAGE).get_page(request.GET.get("page"))
    fresh = oldest(Freshness.objects.values_list("refreshed_at", flat=True))
    context = {
        "panels": [
            (reading.KINDS[name].label, [tell(alert, today) for alert in group])
            for name, group in groupby(page, key=lambda alert: alert.kind)
        ],
        "page_obj": page,
        "today": today,
        "age": ago(fresh, request.now) if fresh else "",
        "antenne": next((alert.antenne for alert in found if antenne), ""),
        "kinds": _kinds(counted, len(found), kind, antenne),
    }
    return render(request, "alerts/list.html", context)


def _kinds(counted: dict[str, int], total: int, current: str, antenne: str) -> list[dict[str, Any]]:
    def link(label: str, kind: str, count: int) -> dict[str, Any]:
        asked = {name: word for name, word in (("quoi", kind), ("antenne", antenne)) if word}
        chosen = kind == (current if current in counted else "")
        return {"label": label, "url": "?" + urlencode(asked), "count": count, "current": chosen}

    return [
        link("Tout", "", total),
        *(link(reading.KINDS[name].label, name, n) for name, n in counted.items()),
    ]
