"""The national office's own pages: what to do, the antennes, the background work."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hub.national import jobs, todo
from hub.reports.questions import with_age
from hub.rollup import shop
from hub.rollup.ages import ago, oldest
from hub.rollup.closing.notes import closed_note
from kit import formats
from kit.documents.spreadsheets import Sheet, spreadsheet_response, write_xlsx
from tenants.network.access import allows, needs
from tenants.network.models import Antenne

ANTENNES_A_PAGE = 50
MONTHS_SHOWN = 12


@needs("home.view", of="network")
def home(request: Any) -> HttpResponse:
    """What to do today, according to the role."""
    today = request.place.today(request.now)
    lines = todo.lines(request.user, request.roles, now=request.now)
    return render(request, "hub/national_home.html", {"lines": lines, "today": today})


@needs("network.view", of="antenne")
def antennes(request: Any) -> HttpResponse:
    """The network's antennes, with their state and the age of their figures."""
    found = with_age(Antenne.objects.order_by("name"))
    page = Paginator(found, ANTENNES_A_PAGE).get_page(request.GET.get("page"))
    for antenne in page:
        antenne.age = ago(antenne.refreshed_at, request.now) if antenne.refreshed_at else ""
    context = {
        "page_obj": page,
        "may_manage": allows(request.roles, "network.manage"),
        "may_visit": allows(request.roles, "visits.ask"),
        "may_see_access": allows(request.roles, "access.view"),
    }
    return render(request, "hub/antennes.html", context)


@needs("figures.view", of="figure")
def shop_figures(request: Any) -> HttpResponse:
    """What the antennes' shops sold in a month, beside the month before."""
    first, months = _asked(request)
    told = shop.month_of_shops(first)
    fresh = oldest(with_age(Antenne.objects.filter(has_shop=True)).values_list("refreshed_at", flat=True))
    context = {
        "month": told,
        "months": months,
        "charts": [
            (shop.MEASURES[code].label, shop.by_antenne(told, code))
            for code in ("connection_paid", "connection_sold")
        ],
        "age": ago(fresh, request.now) if fresh else "",
        "closed_note": closed_note(first, first),
    }
    return render(request, "hub/shop_figures.html", context)


@needs("figures.view", of="figure")
def shop_figures_file(request: Any) -> HttpResponse:
    """The same as a workbook."""
    first, _ = _asked(request)
    columns, rows = shop.sheet_of(shop.month_of_shops(first))
    title = f"Ventes du réseau {first:%Y-%m}"
    content = write_xlsx([Sheet("Antennes", columns, rows)], title=title, now=request.now)
    return spreadsheet_response(content, f"{title}.xlsx")


def _asked(request: Any) -> tuple[date, list[dict[str, Any]]]:
    """The month of the address (this one when it is none that we know), and a year of months around it."""
    this = request.place.today(request.now).replace(day=1)
    known = sorted({this, *shop.months_of_shops()}, reverse=True)
    said = request.GET.get("mois", "")
    place = next((n for n, one in enumerate(known) if f"{one:%Y-%m}" == said), known.index(this))
    start = max(0, min(place - MONTHS_SHOWN // 2, len(known) - MONTHS_SHOWN))
    return known[place], [
        {
            "label": formats.month(one).capitalize(),
            "url": f"?mois={one:%Y-%m}",
            "current": one == known[place],
        }
        for one in known[start : start + MONTHS_SHOWN]
    ]


@needs("operations.view", of="job")
def operations(request: Any) -> HttpResponse:
    """The background work: what waits, what failed, who works."""
    return render(request, "hub/operations.html", jobs.state_of_the_work(now=request.now))


@needs("operations.view", of="job")
@require_POST
def retry(request: Any, job: int) -> HttpResponse:
    """Let a failed job run again."""
    jobs.retry(job, by=request.user, now=request.now)
    messages.success(request, "La tâche va être reprise.")
    return redirect("operations")
