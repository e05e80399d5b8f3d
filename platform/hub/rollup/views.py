"""Chiffres: the network's page and an antenne's own, from the same report."""

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from hub.rollup import panels, periods, tasks
from hub.rollup.ages import ago, oldest
from hub.rollup.closing.notes import note_of, years_and_closed
from hub.rollup.forms import FiguresForm
from hub.rollup.models import Freshness
from hub.rollup.periods import Period
from hub.rollup.refresh import refresh
from hub.rollup.reports import label, programmes_on, report
from tenants.network.access import needs
from tenants.network.models import Antenne

_HOW_THEY_COME = "Ils viennent tout seuls\u00a0: {} dans la minute."


@needs("figures.view", of="figure")
def network_figures(request: Any) -> HttpResponse:
    """The figures of all antennes, or of the one that is chosen."""
    form, years, closed = _form(request)
    antennes = list(with_age(Antenne.objects.all()))
    programmes = list(programmes_on(form.period.last_day))
    one_antenne = form.choose("antenne", "Toutes les antennes", antennes)
    one_programme = form.choose("programme", "Tous les programmes", programmes)
    context = _page(
        request, form, years, closed, antennes=one_antenne or antennes, templates=one_programme, by="antenne"
    )
    context["antenne"] = one_antenne[0] if one_antenne else None
    context["empty_text"] = _HOW_THEY_COME.format(
        "dès qu’une antenne ouvre un parcours, fait l’appel ou reçoit des fonds, ses chiffres arrivent ici"
    )
    return render(request, "hub/network_figures.html", context)


@needs("figures.view", of="figure")
def antenne_figures(request: Any) -> HttpResponse:
    """An antenne's own figures, month by month."""
    form, years, closed = _form(request)
    programmes = list(programmes_on(form.period.last_day))
    one_programme = form.choose("programme", "Tous les programmes", programmes)
    own = list(with_age(Antenne.objects.filter(pk=request.place.antenne.pk)))
    context = _page(request, form, years, closed, antennes=own, templates=one_programme, by="month")
    context["empty_text"] = _HOW_THEY_COME.format("ouvrez un parcours et faites l’appel, ils se comptent ici")
    return render(request, "hub/antenne_figures.html", context)


@needs("figures.view", of="figure")
@require_POST
def refresh_network_figures(request: HttpRequest) -> HttpResponse:
    """Ask the worker to visit each antenne now."""
    tasks.ask_for_all()
    messages.success(request, "La mise à jour est demandée. Les chiffres changeront dans une minute.")
    return redirect("figures")


@needs("figures.view", of="figure")
@require_POST
def refresh_antenne_figures(request: Any) -> HttpResponse:
    """Bring this antenne's figures up to date at once: it is a few statements."""
    refresh(request.place.antenne, now=request.now)
    messages.success(request, "Les chiffres sont à jour.")
    return redirect("figures")


def with_age(antennes: QuerySet[Antenne]) -> QuerySet[Antenne]:
    """Adds refreshed_at, when the figures of each were last brought up to date."""
    fresh = Freshness.objects.filter(antenne=OuterRef("pk"))
    return antennes.annotate(refreshed_at=Subquery(fresh.values("refreshed_at")[:1]))


def _form(request: Any) -> tuple[FiguresForm, list[int], list[Any]]:
    """(the form, the years that have figures, the closed periods)."""
    years, closed = years_and_closed()
    today = request.place.today(request.now)
    return FiguresForm(request.GET, default=periods.default(today, years)), years, closed


def _page(
    request: Any,
    form: FiguresForm,
    years: list[int],
    closed: list[Any],
    *,
    antennes: Any,
    templates: Any,
    by: str,
) -> dict[str, Any]:
    period = form.period
    by_all, past = tuple(key for key, _ in _VIEWS), period.before
    both = report(
        start_month=past.start, end_month=period.end, by=by_all, antennes=antennes, templates=templates
    )
    now, before = both.between(period.start, period.end), both.between(past.start, past.end)
    view = request.GET.get("vue", by if len(antennes) > 1 else "month")
    view = view if view in by_all else by
    fresh = oldest(antenne.refreshed_at for antenne in antennes)
    return {
        "form": form,
        "period": period,
        "programme": label(templates[0]) if templates else panels.programmes(now),
        "years": [_year_link(request, year, period) for year in years],
        "empty": not now.rows,
        "headlines": panels.headlines(now.total, before.total, previous=past),
        "with_funds": bool(now.total["funds_allocated"].value),
        "by_month": panels.places_by_month(now, period),
        "by_antenne": panels.participants_by_antenne(now) if len(antennes) > 1 else None,
        "view": view,
        "views": [
            _view_link(request, *entry, view)
            for entry in _VIEWS
            if len(antennes) > 1 or entry[0] != "antenne"
        ],
        "lines": [_with_link(request, line) for line in panels.lines(now.each(view), view)],
        "age": ago(fresh, request.now) if fresh else "",
        "closed_note": note_of(closed, period.start, period.end),
    }


_VIEWS = (("antenne", "Par antenne"), ("month", "Par mois"), ("programme", "Par programme"))


def _with_link(request: Any, line: dict[str, Any]) -> dict[str, Any]:
    # From all antennes to one: the same page, narrowed.
    key = line["key"]
    return line | {"url": _address(request, antenne=key.code) if isinstance(key, Antenne) else ""}


def _view_link(request: Any, key: str, label: str, current: str) -> dict[str, Any]:
    return {"label": label, "url": _address(request, vue=key) + "#tableau", "current": key == current}


def _year_link(request: Any, year: int, period: Period) -> dict[str, Any]:
    whole = Period.of_year(year)
    url = _address(request, du=f"{whole.start:%Y-%m}", au=f"{whole.end:%Y-%m}")
    return {"label": str(year), "url": url, "current": period == whole}


def _address(request: Any, **changes: str) -> str:
    return "?" + urlencode(request.GET.dict() | changes)
