"""Chiffres: the network's chapters and an antenne's own, from the same reader."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hub.reports import book, drill, files, papers, tables
from hub.reports.chapters import Chapter, Told
from hub.reports.questions import Question
from hub.rollup import tasks
from hub.rollup.ages import ago
from hub.rollup.closing.notes import closed_note
from hub.rollup.periods import Period
from hub.rollup.refresh import refresh
from kit.documents.pdf import pdf_response
from kit.documents.spreadsheets import spreadsheet_response
from tenants.network.access import needs
from tenants.network.models import Antenne

LINES_A_PAGE = 50


@needs("figures.view", of="figure")
def figures(request: Any, chapter: str = book.FIRST.code) -> HttpResponse:
    """A chapter: number, picture, table; the whole network or an antenne's own, by the site."""
    told = tell(request, chapter)
    return render(request, "reports/page.html", page_of(request, told))


@needs("figures.view", of="figure")
def figures_file(request: Any, chapter: str, kind: str) -> HttpResponse:
    """The same on paper, as a workbook or as CSV: by the view that was shown, or every group apart."""
    told = tell(request, chapter)
    if kind == "pdf":
        return paper(told, request.now)
    by = files.by_of(request.GET.get("vue", ""), told)
    if kind == "csv":
        content = files.csv_file(told, by=by)
    else:
        content = files.workbook(told, by=by, now=request.now)
    return spreadsheet_response(content, f"{files.title_of(told)}.{kind}")


def paper(told: Told, now: datetime) -> HttpResponse:
    """A chapter on paper, under the name of its workbook."""
    return pdf_response(papers.as_pdf(told, now=now), f"{files.title_of(told)}.pdf")


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


def tell(request: Any, code: str) -> Told:
    """What the chapter of the address answers here; 404 for one that this site does not have."""
    chapter = book.CHAPTERS.get(code)
    if chapter is None or request.place.kind not in chapter.sites:
        raise Http404
    question, antenne = question_of(request), request.place.antenne
    links = {}
    if antenne:
        links = drill.links(chapter.headlines, question=question, roles=request.roles, antenne=antenne)
    return chapter.tell(question, view=request.GET.get("vue", ""), links=links)


def question_of(request: Any) -> Question:
    """The question of the address: of an antenne on its own site, of all of them at the office."""
    antenne = request.place.antenne
    among = Antenne.objects.filter(pk=antenne.pk) if antenne else Antenne.objects.order_by("name")
    today = request.place.today(request.now)
    return Question(request.GET, among=among, today=today, national=antenne is None)


def page_of(request: Any, told: Told) -> dict[str, Any]:
    """What the page of a chapter shows."""
    question = told.question
    table = told.table(_narrowing(question))
    return {
        "told": told,
        "chapter": told.chapter,
        "question": question,
        "form": question.form,
        "title": _title(request, told),
        "chapters": _chapters(request, told),
        "years": [_year_link(question, year) for year in question.years],
        "chips": [
            {"label": words, "url": question.address(**{name: ""})} for name, words in question.narrowed
        ],
        "headlines": told.headlines,
        "blocks": told.blocks,
        "table": table,
        "lines": Paginator(table.lines, LINES_A_PAGE).get_page(request.GET.get("page")),
        "views": [_view_link(told, view) for view in told.chapter.views_for(question)],
        "files": question.address(vue=told.view),
        "whole_file": question.address(vue=files.WHOLE),
        "closed_note": closed_note(question.period.start, question.period.end),
        "age": ago(question.refreshed_at, request.now) if question.refreshed_at else "",
    }


def _title(request: Any, told: Told) -> str:
    if told.chapter is book.FIRST:
        return "Nos chiffres" if request.place.antenne else "Chiffres du réseau"
    return told.chapter.title


def address_of(chapter: Chapter) -> str:
    return reverse("figures") if chapter is book.FIRST else reverse("figures_chapter", args=[chapter.code])


def _chapters(request: Any, told: Told) -> list[dict[str, Any]]:
    # From one chapter to the next the question stays, but for the view: each has its own.
    kept = told.question.address(vue="")
    return [
        {"label": one.title, "url": address_of(one) + kept, "current": one is told.chapter}
        for one in book.chapters_of(request.place.kind)
    ]


def _narrowing(question: Question) -> Callable[[Any], str]:
    def link(key: Any) -> str:
        return question.address(antenne=key.code, vue="") if isinstance(key, Antenne) else ""

    return link


def _view_link(told: Told, view: str) -> dict[str, Any]:
    url = told.question.address(vue=view) + "#tableau"
    return {"label": tables.VIEWS[view], "url": url, "current": view == told.view}


def _year_link(question: Question, year: int) -> dict[str, Any]:
    whole = Period.of_year(year)
    url = question.address(du=f"{whole.start:%Y-%m}", au=f"{whole.end:%Y-%m}")
    return {"label": str(year), "url": url, "current": question.period == whole}
