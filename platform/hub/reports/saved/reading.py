"""A saved report, read again: the same chapter, the same filters, the period of the day."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from hub.reports import book, cohorts, files
from hub.reports.chapters import Told
from hub.reports.of.cohorts import COHORTS
from hub.reports.papers import as_pdf
from hub.reports.questions import Question
from hub.reports.saved.spans import period_of
from hub.rollup.models import SavedReport
from kit.documents.spreadsheets import Sheet, write_csv, write_xlsx
from tenants.network import links
from tenants.network.models import Antenne


def address_of(report: SavedReport, today: date) -> str:
    """The page of it, as of a day."""
    urls = settings.MAILLON_URLCONFS["antenne" if report.antenne_id else "national"]
    first = report.chapter == book.FIRST.code
    page = reverse("figures", urls) if first else reverse("figures_chapter", urls, args=[report.chapter])
    return f"{page}?{urlencode(asked_of(report, today))}"


def whole_address_of(report: SavedReport, today: date) -> str:
    """The same with its host, as it goes into an e-mail."""
    return (links.home(report.antenne) if report.antenne else links.office()) + address_of(report, today)


def asked_of(report: SavedReport, today: date) -> dict[str, str]:
    """What its address asks for, as of a day."""
    asked = dict(parse_qsl(report.query))
    if report.span != SavedReport.Span.FIXED:
        period = period_of(report.span, today)
        asked |= {"du": f"{period.start:%Y-%m}", "au": f"{period.end:%Y-%m}"}
    return asked


def told_of(report: SavedReport, today: date) -> Told:
    """The chapter's answer as of a day; KeyError when the product no longer has that chapter."""
    among = Antenne.objects.order_by("name")
    if report.antenne_id:
        among = among.filter(pk=report.antenne_id)
    asked = asked_of(report, today)
    return book.CHAPTERS[report.chapter].tell(
        Question(asked, among=among, today=today, national=report.antenne_id is None),
        view=asked.get("vue", ""),
    )


def file_of(told: Told, kind: str, *, now: Any) -> bytes:
    """The file of a kind: xlsx, csv or pdf."""
    if kind == "pdf":
        return as_pdf(told, now=now)
    if told.chapter is COHORTS:
        columns, rows = cohorts.sheet(told.question)
        if kind == "csv":
            return write_csv(columns, rows)
        sheets = [Sheet(COHORTS.title, columns, rows), files.dictionary(COHORTS)]
        return write_xlsx(sheets, title=files.title_of(told), now=now)
    by = (told.view,)
    return files.csv_file(told, by=by) if kind == "csv" else files.workbook(told, by=by, now=now)
