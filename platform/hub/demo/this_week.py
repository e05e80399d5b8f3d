"""What makes a day in an antenne: a full group with people waiting, workshops, rendez-vous, follow-ups."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hub.demo.life import SCORE, Team, fill, plan, receive
from kit.calendar import add_months
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.operations import (
    book,
    decide_level,
    give_appointment,
    lock_workshop,
    note_visit,
    plan_workshops,
    put_on_waitlist,
    walk_in,
    withdraw,
)
from programs.cohorts.timetable import Slot
from tenants.welcome.models import Beneficiary, Consent
from tenants.welcome.operations import note_consent, note_contact

_SMALL = 6  # places: the least that the programme allows
_STEPS = (("Relire son CV avec elle", -2), ("Appeler pour son dossier", 0), ("Vérifier sa connexion", 5))


def this_week(
    team: Team, programme: AdoptedProgramme, version: TemplateVersion, today: date, now: datetime
) -> None:
    _full_group(team, programme, version, today, now)
    _workshops(team, today, now)
    _appointment(team, today, now)
    _follow_ups(team, today, now)


def _full_group(
    team: Team, programme: AdoptedProgramme, version: TemplateVersion, today: date, now: datetime
) -> None:
    """Six places, all taken; two people wait, and the first is offered the place that was left today."""
    first = today + timedelta(days=24)
    cohort = plan(
        team, programme, name=f"Emploi {first.year} – groupe D", room="Salle 3", first_day=first,
        weekdays={0, 3}, at=time(14, 0), sessions=16, drafted=today - timedelta(days=30), capacity=_SMALL,
    )  # fmt: skip
    held = fill(team, cohort, _SMALL, version, day=today - timedelta(days=6))
    morning = team.morning(today - timedelta(days=1))
    for level in ("beginner", "intermediate"):
        person = receive(team, today - timedelta(days=3))
        decide_level(person, version=version, score=SCORE[level], by=team.host, now=morning)
        put_on_waitlist(person, cohort=cohort, by=team.desk, now=morning, today=today, seen=True)
    withdraw(held[0], reason="A trouvé un emploi", by=team.desk, now=now)


def _workshops(team: Team, today: date, now: datetime) -> None:
    """The same one last week, closed, and the next ones; another one today."""
    week, before = timedelta(days=7), team.morning(today - timedelta(days=30))
    regulars = iter(Beneficiary.objects.order_by("registered_at", "id")[:6])
    planned = _series(team, "Ma boîte mail", "basics", today - week, at=time(14, 0), weeks=3, now=before)
    trains = "Acheter un billet de train"
    planned += _series(team, trains, "transport", today, at=time(16, 0), weeks=1, now=before)
    for workshop in planned:  # fewer in a week of holidays
        if workshop.day < today:
            _last_week(team, workshop, [next(regulars) for _ in range(3)])
        elif workshop.day == today:
            book(workshop, beneficiary=next(regulars), by=team.desk, now=now, today=today)


def _last_week(team: Team, workshop: Any, people: list[Beneficiary]) -> None:
    late = {"by": team.desk, "now": workshop.ends_at, "today": workshop.day}
    for person in people:
        note_visit(book(workshop, beneficiary=person, **late), state="came", **late)
    walk_in(workshop, count=4, **late)
    lock_workshop(workshop, **late)


def _series(
    team: Team, title: str, theme: str, day: date, *, at: time, weeks: int, now: datetime
) -> list[Any]:
    slot = Slot(day, at, minutes=90, room="Espace numérique", zone=team.antenne.tz, trainer=team.desk)
    return plan_workshops(
        title=title, theme=theme, capacity=8, slot=slot, weeks=weeks, departement=team.antenne.departement,
        by=team.host, now=now,
    )  # fmt: skip


def _appointment(team: Team, today: date, now: datetime) -> None:
    day = today + timedelta(days=1)
    slot = Slot(day, time(11, 30), minutes=30, room="Accueil", zone=team.antenne.tz, trainer=team.desk)
    amina = Beneficiary.objects.order_by("-registered_at", "id")[0]
    give_appointment(amina, slot=slot, theme="basics", by=team.desk, now=now)


def _follow_ups(team: Team, today: date, now: datetime) -> None:
    """A late next step, one of today, one to come; a consent; and somebody not seen for two years."""
    noted = today - timedelta(days=12)
    known = Beneficiary.objects.filter(registered_at__lt=team.morning(noted))
    people = list(known.order_by("-registered_at", "id")[: len(_STEPS)])
    for person, (words, days) in zip(people, _STEPS, strict=True):
        note_contact(
            person, kind="call", day=noted, topics=["employment"], next_step=words,
            next_on=today + timedelta(days=days), by=team.host, now=team.morning(noted), today=noted,
        )  # fmt: skip
        note_consent(person, purpose=Consent.Purpose.FOLLOW_UP, given=True, by=team.host, now=now)
    receive(team, add_months(today, -21))
