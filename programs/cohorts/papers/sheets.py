"""The attendance sheets on paper: one session, or the whole course by half-days."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from kit import formats
from kit.documents import pdf
from programs.catalogue.models import Partner
from programs.cohorts.models import Attendance, Cohort, Enrolment, Place, Session

_NOON = 13  # what begins before 13 h is a morning
_HALVES_A_PAGE = 6
_NOTE = "Chaque personne signe pour elle-même. Cette feuille se garde avec le dossier du parcours."


def session_sheet(session: Session, group: Iterable[Enrolment], *, antenne: Any, now: datetime) -> bytes:
    """To sign by hand; once the sheet is closed, what was noted and signed."""
    closed = session.state == Session.State.LOCKED
    noted = {one.enrolment_id: one for one in session.attendances.all()}
    rows = [_row(number, e, noted.get(e.pk)) for number, e in enumerate(group, start=1)]
    cohort = session.group
    return pdf.render(
        "cohorts/session_sheet.typ",
        title=f"Feuille d’émargement – {cohort.name}",
        data={
            "title": str(session),
            "day": formats.day(session.day).capitalize(),
            "half": _half(session),
            "hours": _hours(session),
            "facts": [
                *_mentions(cohort, session.day),
                ["Parcours", cohort.name],
                ["Salle", session.room],
                ["Animée par", str(session.trainer or formats.NOTHING)],
            ],
            "closed": closed,
            "rows": rows,
            "total": _total(noted.values()) if closed else _planned(session),
            "trainer": str(session.trainer or ""),
            "note": _NOTE,
        },
        now=now,
        letterhead=letterhead(antenne),
    )


def cohort_sheet(cohort: Cohort, *, antenne: Any, now: datetime) -> bytes:
    """Mornings and afternoons side by side, some to a page; the names on each."""
    sessions = list(
        cohort.sessions.exclude(state=Session.State.CANCELLED)
        .select_related("trainer")
        .prefetch_related("attendances")
        .order_by("starts_at", "id")
    )
    group = list(_everybody(cohort))
    delivered = _delivered(sessions)
    return pdf.render(
        "cohorts/cohort_sheet.typ",
        title=f"Émargement – {cohort.name}",
        data={
            "facts": [
                *_mentions(cohort, cohort.starts_on),
                ["Dates", f"{formats.day_short(cohort.starts_on)} – {formats.day_short(cohort.ends_on)}"
                          f" {cohort.ends_on.year}"],
                ["Salle", cohort.room],
                ["Heures suivies", formats.minutes_as_hours(sum(delivered.values()))],
            ],
            "pages": [_page(half_days, group, delivered) for half_days in _pages(sessions)],
            "total": formats.minutes_as_hours(sum(delivered.values())),
            "note": f"{_NOTE} Le total compte les séances closes.",
        },
        now=now,
        letterhead=letterhead(antenne),
    )  # fmt: skip


def letterhead(antenne: Any) -> list[str]:
    return [f"Emmaüs Connect · {antenne.name}", *filter(None, [antenne.address])]


def _mentions(cohort: Cohort, day: Any) -> Iterator[list[str]]:
    """The programme, the partner under the name of that day, and the places that somebody funds.

    Who funds them is in the agreement, which an antenne does not read.
    """
    yield ["Programme", cohort.version.title]
    partner = Partner.objects.filter(templates__versions=cohort.version_id).prefetch_related("names").first()
    if partner:
        yield ["Avec", partner.name_on(day)]
    places = cohort.places.exclude(state=Place.State.RELEASED)
    funded = places.funded().count()
    if funded:
        yield ["Places financées", f"{funded} sur {places.count()}"]


def _row(number: int, enrolment: Enrolment, noted: Attendance | None) -> dict[str, Any]:
    there = noted is not None and noted.status in Attendance.THERE
    return {
        "number": number,
        "name": _name(enrolment),
        "level": enrolment.get_level_display(),
        "status": noted.get_status_display() if noted else "",
        "length": formats.minutes_as_hours(noted.minutes) if noted and there else "",
        "path": noted.signature if noted and there else "",
    }


def _name(enrolment: Enrolment) -> str:
    return f"{enrolment.beneficiary.last_name} {enrolment.beneficiary.first_name}"


def _total(noted: Iterable[Attendance]) -> str:
    all_of_them = list(noted)
    there = sum(one.status in Attendance.THERE for one in all_of_them)
    hours = formats.minutes_as_hours(sum(one.minutes for one in all_of_them))
    return f"{there} sur {len(all_of_them)} là, {hours} suivies en tout"


def _planned(session: Session) -> str:
    return f"Durée prévue : {formats.minutes_as_hours(session.minutes)}"


def _half(session: Session) -> str:
    return "Matin" if timezone.localtime(session.starts_at).hour < _NOON else "Après-midi"


def _hours(session: Session) -> str:
    return formats.hours_range(timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))


def _everybody(cohort: Cohort) -> Any:
    entered = cohort.enrolments.entered().select_related("beneficiary")
    return entered.order_by("beneficiary__sort_key", "id")


def _delivered(sessions: Iterable[Session]) -> dict[Any, int]:
    """{enrolment id: minutes in closed sheets}."""
    found: dict[Any, int] = {}
    for session in sessions:
        if session.state == Session.State.LOCKED:
            for one in session.attendances.all():
                found[one.enrolment_id] = found.get(one.enrolment_id, 0) + one.minutes
    return found


def _pages(sessions: list[Session]) -> Iterator[list[list[Session]]]:
    """The half-days of each page, a day never cut in two."""
    page: list[list[Session]] = []
    for _, of_the_day in groupby(sessions, key=lambda session: session.day):
        halves = [list(found) for _, found in groupby(of_the_day, key=_half)]
        if page and len(page) + len(halves) > _HALVES_A_PAGE:
            yield page
            page = []
        page += halves
    if page:
        yield page


def _page(
    half_days: list[list[Session]], group: list[Enrolment], delivered: dict[Any, int]
) -> dict[str, Any]:
    days = groupby(half_days, key=lambda half: half[0].day)
    return {
        "days": [
            {"label": formats.day(day), "halves": [_head(half) for half in halves]} for day, halves in days
        ],
        "rows": [
            {
                "name": _name(enrolment),
                "note": "" if enrolment.state in _STAYED else enrolment.get_state_display().lower(),
                "cells": [_cell(half, enrolment) for half in half_days],
                "total": formats.minutes_as_hours(delivered.get(enrolment.pk, 0)),
            }
            for enrolment in group
        ],
    }


_STAYED = (*Enrolment.LIVE, Enrolment.State.COMPLETED, Enrolment.State.PARTIAL)


def _head(half: list[Session]) -> dict[str, str]:
    trainers = dict.fromkeys(str(session.trainer) for session in half if session.trainer)
    return {
        "label": _half(half[0]),
        "hours": ", ".join(_hours(session) for session in half),
        "trainer": ", ".join(trainers),
    }


def _cell(half: list[Session], enrolment: Enrolment) -> dict[str, str]:
    """What a person signed or how long they stayed; an empty box to sign while nothing was noted."""
    noted = [one for s in half for one in s.attendances.all() if one.enrolment_id == enrolment.pk]
    there = [one for one in noted if one.status in Attendance.THERE]
    if there:
        words = formats.minutes_as_hours(sum(one.minutes for one in there))
    else:
        words = noted[0].get_status_display() if noted else ""
    path = next((one.signature for one in there if one.signature), "")
    return {"path": path, "words": words, "name": _name(enrolment)}
