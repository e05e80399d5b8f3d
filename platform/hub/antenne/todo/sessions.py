"""The sessions of today, and the sheets of the days before that are not closed."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from hub.antenne.todo.desk import Desk, Todo, at_most
from kit import formats
from programs.cohorts.models import Cohort, Session
from programs.cohorts.queries import sessions_to_take


def today_and_late(desk: Desk) -> tuple[list[Todo], list[Todo]]:
    """The sessions of today, then the sheets of the days before that are not closed."""
    sessions = list(sessions_to_take(desk.today))
    now = [_session(desk, session) for session in sessions if session.day == desk.today]
    late = [session for session in sessions if session.day < desk.today]
    return now, at_most([_late(desk, session) for session in late], more=reverse("cohorts:list"))


def _session(desk: Desk, session: Any) -> Todo:
    hours = formats.hours_range(timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))
    where = f"{hours}, {session.room}"
    return _SAID[session.kind](desk, session, where)


def _course(desk: Desk, session: Any, where: str) -> Todo:
    context = f"{session.cohort} · {where}"
    cohort = reverse("cohorts:cohort", args=[session.cohort_id])
    if session.state == Session.State.LOCKED:
        return Todo(f"{session} est close.", context, cohort, "Voir le parcours", "lock", "ok")
    if session.group.state == Cohort.State.OPEN:
        sentence = f"{session} : le parcours n’a pas démarré."
        return Todo(sentence, context, cohort, "Voir le parcours", "play", "sun")
    if not desk.may("cohorts.attend"):
        return Todo(f"{session} a lieu aujourd’hui.", context, cohort, "Voir le groupe", "list-checks")
    sheet = reverse("cohorts:attend", args=[session.pk])
    begun = "est commencé" if session.noted else "est à faire"
    return Todo(f"{session} : l’appel {begun}.", context, sheet, "Faire l’appel", "list-checks", "sun")


def _workshop(desk: Desk, session: Any, where: str) -> Todo:
    page = reverse("cohorts:workshop", args=[session.pk])
    if session.state == Session.State.LOCKED:
        return Todo(f"Atelier « {session} » : clos.", where, page, "Voir l’atelier", "lock", "ok")
    who = "1 personne attendue" if session.booked == 1 else f"{session.booked} personnes attendues"
    who = who if session.booked else "entrée libre"
    sentence = f"Atelier « {session} » : {who}."
    return Todo(sentence, where, page, "Noter les venues", "presentation", "sun")


def _appointment(desk: Desk, session: Any, where: str) -> Todo:
    page = f"{reverse('cohorts:appointments')}?jour={session.day}"
    whose = f"{where} · avec {session.trainer}" if session.trainer else where
    return Todo(f"Rendez-vous : {session}.", whose, page, "Voir les rendez-vous", "calendar-clock", "sun")


_SAID = {
    Session.Kind.COURSE: _course,
    Session.Kind.WORKSHOP: _workshop,
    Session.Kind.APPOINTMENT: _appointment,
}


def _late(desk: Desk, session: Session) -> Todo:
    if session.kind == Session.Kind.WORKSHOP:
        page = reverse("cohorts:workshop", args=[session.pk])
        sentence = f"L’atelier « {session} » n’est pas clos."
        return Todo(sentence, _since(desk, session), page, "Clore", "lock-open", _tone(desk, session))
    context = f"{session.cohort} · {_since(desk, session)}"
    if desk.may("cohorts.attend"):
        href, action = reverse("cohorts:attend", args=[session.pk]), "Clore"
    else:
        href, action = reverse("cohorts:cohort", args=[session.cohort_id]), "Voir le groupe"
    return Todo(f"{session} n’est pas close.", context, href, action, "lock-open", _tone(desk, session))


def _since(desk: Desk, session: Session) -> str:
    late = _days_late(desk, session)
    return f"{formats.day(session.day)}, il y a {late} jour{'s' if late > 1 else ''}"


def _tone(desk: Desk, session: Session) -> str:
    # From that day on the national office reads it among its alerts.
    return "no" if _days_late(desk, session) >= settings.MAILLON_UNLOCKED_DAYS else "sun"


def _days_late(desk: Desk, session: Session) -> int:
    return (desk.today - session.day).days
