"""Closed periods at the national office: the list, closing one, its editions, and a correction."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hub.rollup.closing import operations
from hub.rollup.closing.changes import changes_of, seal, waiting_counts
from hub.rollup.closing.forms import CloseForm, CorrectionForm
from hub.rollup.models import ClosedPeriod, Figure, FigureEdition
from hub.rollup.periods import Period
from kit.calendar import add_months
from kit.formats import NBSP
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import needs

_MOST_LINES = 100  # of changes, for each edition of a page


@needs("figures.view", of="period")
def periods(request: Any) -> HttpResponse:
    """The closed periods, the latest first, and whether the live figures say otherwise."""
    closed = ClosedPeriod.objects.with_edition().select_related("closed_by").order_by("-months")
    page = Paginator(closed, 50).get_page(request.GET.get("page"))
    counts = waiting_counts()
    for period in page:
        period.waiting = counts.get(period.pk, 0)
    return render(request, "periods/list.html", {"page_obj": page, "may_close": _may_close(request)})


@needs("figures.close", of="period")
def close(request: Any) -> HttpResponse:
    """Close a year, or from a month to a month."""
    today = request.place.today(request.now)
    years = _years_to_close(today)
    guess = _asked(request) or (Period.of_year(years[0]) if years else None)
    form = posted(CloseForm, request, initial={"du": guess.start, "au": guess.end} if guess else {})
    if form.is_valid():
        months = {"start_month": form.cleaned_data["du"], "end_month": form.cleaned_data["au"]}
        closed = operations.close_period(**months, today=today, by=request.user, now=request.now)
        messages.success(request, f"{str(closed).capitalize()}{NBSP}: la période est close.")
        return redirect("periods:period", closed.pk)
    late = operations.late_antennes(add_months(guess.end, 1), request.now) if guess else []
    links = [_year_link(Period.of_year(year), guess) for year in years]
    return render(request, "periods/close.html", {"form": form, "years": links, "late": late})


@needs("figures.view", of="period")
def period(request: Any, pk: Any) -> HttpResponse:
    """A closed period: what waits for a correction, then its editions, each with what it changed."""
    found = _period(pk)
    by_number = {number: list(lines) for number, lines in groupby(changes_of(found), lambda one: one.number)}
    editions = list(found.editions.all())
    for edition in editions:
        edition.changes = by_number.get(edition.number, [])
    context = {
        "period": found,
        "editions": editions,
        "waiting": by_number.get(found.edition + 1, []),
        "most": _MOST_LINES,
        "may_close": _may_close(request),
    }
    return render(request, "periods/period.html", context)


@needs("figures.close", of="period")
def correct(request: Any, pk: Any) -> HttpResponse:
    """Read what the live figures say otherwise, say why, and publish them as the next edition."""
    found = _period(pk)
    waiting = changes_of(found, waiting=True)
    form = posted(CorrectionForm, request)
    if form.is_valid():
        edition = operations.publish_correction(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"L’édition {edition.number} est en vigueur.")
        return redirect("periods:period", pk)
    # Drawn again after a refusal, the page shows what is now to be read: that is what is sealed.
    context = {"period": found, "form": form, "seen": seal(waiting), "changes": waiting, "most": _MOST_LINES}
    return render(request, "periods/correct.html", context)


def _period(pk: Any) -> ClosedPeriod:
    editions = FigureEdition.objects.select_related("published_by").order_by("-number")
    closed = ClosedPeriod.objects.with_edition().select_related("closed_by")
    return get_object_or_404(closed.prefetch_related(Prefetch("editions", queryset=editions)), pk=pk)


def _years_to_close(today: date) -> list[int]:
    """The years that are over, have figures, and have no closed month; the oldest first."""
    closed = [one.period for one in ClosedPeriod.objects.all()]
    taken = {year for one in closed for year in range(one.start.year, one.end.year + 1)}
    years = [day.year for day in Figure.objects.dates("month", "year")]
    return [year for year in years if year < today.year and year not in taken]


def _asked(request: Any) -> Period | None:
    """The period of the address, when it is one."""
    form = CloseForm(request.GET)
    return Period(form.cleaned_data["du"], form.cleaned_data["au"]) if form.is_valid() else None


def _year_link(year: Period, chosen: Period | None) -> dict[str, Any]:
    url = f"?du={year.start:%Y-%m}&au={year.end:%Y-%m}"
    return {"label": str(year), "url": url, "current": year == chosen}


def _may_close(request: Any) -> bool:
    return access.allows(request.roles, "figures.close")
