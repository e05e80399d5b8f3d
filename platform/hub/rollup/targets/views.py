"""Objectifs: the national office types what is aimed at in a year, an antenne reads its own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from hub.rollup.measures import MEASURES
from hub.rollup.models import Target
from hub.rollup.periods import Period
from hub.rollup.reports import Row, report
from hub.rollup.targets.dictionary import GROUPS, Group
from hub.rollup.targets.forms import TargetsForm
from hub.rollup.targets.operations import copy_targets, set_targets
from hub.rollup.targets.reading import kept_by, of_antenne
from hub.rollup.targets.sheet import sheet_of
from hub.rollup.targets.words import amount, beside, percent, so_far
from kit.documents.spreadsheets import Sheet, spreadsheet_response, write_xlsx
from kit.formats import NOTHING
from kit.ui.forms import posted
from programs.catalogue.models import ProgrammeTemplate
from tenants.network import access
from tenants.network.access import needs
from tenants.network.models import Antenne

LINES_A_PAGE = 50  # fields of a form are limited in number
CHANGES_A_PAGE = 50


@needs("figures.view", of="target")
def network_targets(request: Any) -> HttpResponse:
    """The grid of a year: who may not write it reads it."""
    year = _year(request)
    antennes = list(Antenne.objects.order_by("name", "id"))
    templates = list(ProgrammeTemplate.objects.filter(retired_at__isnull=True).order_by("name"))
    template = next((one for one in templates if one.code == request.GET.get("programme")), None)
    group = _group(request, template)
    lines: list[Any] = [None, *(one for one in antennes if one.state != Antenne.State.ARCHIVED)]
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    current, before = _in_force(year, template)
    may_write = access.allows(request.roles, "targets.write")
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = posted(
        TargetsForm, request, antennes=list(page), group=group, current=current,
        reached=_reached(year, group, template, antennes),
    )  # fmt: skip
    if form.is_valid():
        set_ = set_targets(
            form.aims, year=year, template=template, note=form.cleaned_data["note"], by=request.user,
            now=request.now,
        )  # fmt: skip
        _say(request, len(set_))
        return redirect(f"{reverse('targets')}{_query(request)}")
    context = {
        "form": form,
        "group": group,
        "year": year,
        "template": template,
        "page_obj": page,
        "may_write": may_write,
        "may_copy": may_write and not current and before,
        "years": _years(request, year),
        "programmes": _programmes(request, templates, template),
        "groups": _groups(request, template, group),
    }
    return render(request, "targets/grid.html", context)


@needs("targets.write", of="target")
@require_POST
def copy(request: Any) -> HttpResponse:
    """Begin the year with the targets of the one before, where nothing is said yet."""
    year = _year(request)
    copied = copy_targets(year=year, by=request.user, now=request.now)
    many = (
        f"{len(copied)} objectifs de {year - 1} sont repris."
        if len(copied) > 1
        else "Un objectif est repris."
    )
    messages.success(request, f"{many} Corrigez ceux qui changent.")
    return redirect(f"{reverse('targets')}{_query(request)}")


@needs("figures.view", of="target")
def targets_file(request: Any) -> HttpResponse:
    """All the targets of the year, every programme, beside what is reached."""
    year = _year(request)
    columns, rows = sheet_of(year)
    title = f"Objectifs du réseau {year}"
    content = write_xlsx([Sheet("Objectifs", columns, rows)], title=title, now=request.now)
    return spreadsheet_response(content, f"{title}.xlsx")


@needs("figures.view", of="target")
def targets_history(request: Any) -> HttpResponse:
    """Who set which target, and when; the last change first."""
    year = _year(request)
    changes = Target.objects.filter(year=year).select_related("antenne", "template", "set_by")
    code = request.GET.get("antenne", "")
    if code:
        changes = of_antenne(changes, code)
    page = Paginator(changes.order_by("-set_at", "-id"), CHANGES_A_PAGE).get_page(request.GET.get("page"))
    for change in page:
        change.label = MEASURES[change.measure].label if change.measure in MEASURES else change.measure
        change.words = NOTHING if change.value is None else amount(change.measure, change.value)
    context = {"page_obj": page, "year": year, "years": _years(request, year), "narrowed": code}
    return render(request, "targets/history.html", context)


@needs("figures.view", of="target")
def own_targets(request: Any) -> HttpResponse:
    """An antenne's own targets, beside what it has reached."""
    antenne, year = request.place.antenne, _year(request)
    period = Period.of_year(year)
    found = report(
        start_month=period.start, end_month=period.end, by=("programme",), antennes=[antenne]
    )  # fmt: skip
    by_template = {row.keys["programme"].pk: row for row in found.rows if row.keys["programme"]}
    panels: dict[Any, list[dict[str, Any]]] = {}
    for target in kept_by(antenne, year):
        row = by_template.get(target.template_id) if target.template_id else found.total
        panels.setdefault(target.template, []).append(_line(target, row or Row({}, {})))
    context = {"panels": list(panels.items()), "year": year, "years": _years(request, year)}
    return render(request, "targets/own.html", context)


def _line(target: Target, row: Row) -> dict[str, Any]:
    value = row[target.measure].value
    share = min(percent(target.measure, value, target), 100) if value is not None else 0
    return {
        "label": MEASURES[target.measure].label,
        "value": NOTHING if value is None else so_far(target.measure, value),
        "words": beside(target.measure, value, target),
        "share": share,
        "reached": share == 100,
        "of_network": target.antenne_id is None,
    }


def _in_force(year: int, template: ProgrammeTemplate | None) -> tuple[dict[tuple, Target], bool]:
    """(those of the year by measure and antenne, whether the year before had some): one statement."""
    found = Target.objects.in_force().filter(year__in=(year - 1, year), template=template).order_by()
    now, before = {}, False
    for target in found:
        if target.year == year:
            now[target.measure, target.antenne_id] = target
        before = before or target.year < year
    return now, before


def _reached(year: int, group: Group, template: Any, antennes: list[Antenne]) -> dict[Any, Row]:
    """{antenne, or None for the network: its figures of the year}: one statement."""
    period = Period.of_year(year)
    found = report(
        start_month=period.start, end_month=period.end, by=("antenne",), measures=group.measures,
        antennes=antennes, templates=[template] if template else None,
    )  # fmt: skip
    return {row.keys["antenne"]: row for row in found.rows} | {None: found.total}


def _say(request: Any, count: int) -> None:
    if not count:
        messages.info(request, "Rien n’a changé.")
    else:
        words = f"{count} objectifs sont enregistrés." if count > 1 else "L’objectif est enregistré."
        messages.success(request, words)


def _year(request: Any) -> int:
    """The year of the address; this one when it says none that we know."""
    this = request.place.today(request.now).year
    said = request.GET.get("annee", "")
    return int(said) if said.isascii() and said.isdigit() and 2000 <= int(said[:5]) <= this + 5 else this


def _years(request: Any, year: int) -> list[dict[str, Any]]:
    this = request.place.today(request.now).year
    shown = sorted({this - 2, this - 1, this, this + 1, year})
    return [_link(request, str(one), one == year, annee=str(one)) for one in shown]


def _group(request: Any, template: ProgrammeTemplate | None) -> Group:
    among = [group for group in GROUPS if template is None or group.of_programmes]
    return next((group for group in among if group.code == request.GET.get("vue")), among[0])


def _groups(request: Any, template: Any, current: Group) -> list[dict[str, Any]]:
    among = [group for group in GROUPS if template is None or group.of_programmes]
    return [_link(request, group.label, group is current, vue=group.code) for group in among]


def _programmes(request: Any, templates: list[ProgrammeTemplate], current: Any) -> list[dict[str, Any]]:
    everything = _link(request, "Tous les programmes", current is None, programme="")
    return [everything, *(_link(request, one.name, one == current, programme=one.code) for one in templates)]


def _link(request: Any, label: str, current: bool, **changes: str) -> dict[str, Any]:
    return {"label": label, "url": _query(request, **changes), "current": current}


def _query(request: Any, **changes: str) -> str:
    """The address of now with changes; a change begins at the first page."""
    kept = request.GET.dict() | changes
    if changes:
        kept.pop("page", None)
    return "?" + urlencode({name: value for name, value in kept.items() if value})
