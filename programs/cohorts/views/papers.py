"""Attendance on paper (PDF), and the hours of a group in a spreadsheet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from kit.documents import pdf
from kit.documents.spreadsheets import Column, Sheet, spreadsheet_response, write_xlsx
from programs.cohorts.models import Cohort, Session
from programs.cohorts.papers import sheets
from programs.cohorts.queries import Hours, hours_of
from programs.cohorts.sheet import group_on_the_sheet
from tenants.network.access import needs

_COLUMNS = [
    Column("Nom"),
    Column("Prénom"),
    Column("Niveau"),
    Column("État"),
    Column("Heures suivies", "decimal"),
    Column("Heures à suivre", "whole"),
    Column("Part (%)", "whole"),
    Column("Heures qui manquent", "decimal"),
    Column("Séances suivies", "whole"),
    Column("Absences excusées", "whole"),
    Column("Absences", "whole"),
]


@needs("papers.print", of="session")
def session_pdf(request: Any, pk: Any) -> HttpResponse:
    session = get_object_or_404(
        Session.objects.filter(kind=Session.Kind.COURSE).select_related("cohort__version", "trainer"), pk=pk
    )
    made = sheets.session_sheet(
        session, group_on_the_sheet(session), antenne=request.place.antenne, now=request.now
    )
    return pdf.pdf_response(made, f"Émargement {session.cohort} {session.day}.pdf")


@needs("papers.print", of="cohort")
def cohort_pdf(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=pk)
    made = sheets.cohort_sheet(cohort, antenne=request.place.antenne, now=request.now)
    return pdf.pdf_response(made, f"Émargement {cohort}.pdf")


@needs("papers.print", of="cohort")
def hours_file(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    sheet = Sheet("Heures suivies", _COLUMNS, [_row(line) for line in hours_of(cohort)])
    made = write_xlsx([sheet], title=f"Heures suivies – {cohort}", now=request.now)
    return spreadsheet_response(made, f"Heures {cohort}.xlsx")


def _row(line: Hours) -> list[Any]:
    enrolment, person = line.enrolment, line.enrolment.beneficiary
    return [
        person.last_name, person.first_name, enrolment.get_level_display(), enrolment.get_state_display(),
        _hours(line.minutes), enrolment.hours_target, _percent(line.ratio), _hours(line.missing),
        line.came, line.excused, line.absent,
    ]  # fmt: skip


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


def _percent(ratio: float | None) -> int | None:
    return None if ratio is None else round(ratio * 100)
