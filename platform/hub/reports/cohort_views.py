"""The chapter of the cohorts, and one of them: numbers alone. An antenne goes on to its own page of it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hub.reports import cohorts, files
from hub.reports.headlines import headlines
from hub.reports.of.cohorts import COHORTS
from hub.reports.views import page_of, paper, question_of
from hub.rollup.models import CohortFigure
from hub.rollup.periods import Period
from hub.rollup.reports import Row
from kit.documents.spreadsheets import Sheet, spreadsheet_response, write_csv, write_xlsx
from tenants.network.access import needs

A_PAGE = 50
_FIGURES = (
    "places_opened",
    "fill_rate",
    "participants",
    "no_shows",
    "completions",
    "minutes_delivered",
    "satisfaction_rate",
    "response_rate",
    "level_gained_rate",
)


@needs("figures.view", of="figure")
def cohort_list(request: Any) -> HttpResponse:
    """The cohorts of the period, one by one."""
    told = COHORTS.tell(question_of(request))
    page, rows = _page(cohorts.cohorts_of(told.question), request.GET.get("page"))
    groups = [(one, _address(request, one)) for one in cohorts.told(told.question, rows)]
    return render(
        request, "reports/cohorts.html", page_of(request, told) | {"page_obj": page, "groups": groups}
    )


@needs("figures.view", of="figure")
def cohort_file(request: Any, kind: str) -> HttpResponse:
    """The same on paper, as a workbook or as CSV, all of them."""
    told = COHORTS.tell(question_of(request))
    if kind == "pdf":
        return paper(told, request.now)
    columns, rows = cohorts.sheet(told.question)
    name = files.title_of(told)
    if kind == "csv":
        return spreadsheet_response(write_csv(columns, rows), f"{name}.csv")
    sheets = [Sheet(COHORTS.title, columns, rows), files.dictionary(COHORTS)]
    return spreadsheet_response(write_xlsx(sheets, title=name, now=request.now), f"{name}.xlsx")


@needs("figures.view", of="figure")
def cohort(request: Any, pk: Any) -> HttpResponse:
    """One cohort in numbers: the last step before names, which the office does not take."""
    question = question_of(request)
    row = cohorts.with_template(CohortFigure.objects).filter(cohort_id=pk, antenne__in=question.every).first()
    if row is None:
        raise Http404
    [one] = cohorts.told(question, [row])
    figures = headlines(_FIGURES, one.sums, Row({}, {}), previous=Period.of_year(row.starts_on.year))
    return render(request, "reports/cohort.html", {"group": one, "headlines": figures})


def _page(found: Any, asked: Any) -> tuple[Page, list[CohortFigure]]:
    """The page and its rows, in one statement: each row knows how many there are."""
    number = int(asked) if str(asked).isascii() and str(asked).isdigit() else 1
    start = (max(1, min(number, 10_000)) - 1) * A_PAGE
    rows = list(found.annotate(in_all=Window(Count("pk")))[start : start + A_PAGE])
    if not rows and start:
        return _page(found, 1)
    count = rows[0].in_all if rows else 0  # type: ignore[attr-defined]
    return Paginator(range(count), A_PAGE).get_page(start // A_PAGE + 1), rows


def _address(request: Any, one: cohorts.Group) -> str:
    if request.place.antenne:
        return reverse("cohorts:cohort", args=[one.row.cohort_id])
    return reverse("figures_cohort", args=[one.row.cohort_id])
