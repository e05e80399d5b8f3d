"""The sessions of today, and the sheets of the days before that are not closed."""

from typing import Any

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


def _session(desk: Desk, session: Session) -> Todo:
    hours = formats.hours_range(timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))
    context = f"{session.cohort} · {hours}, {session.room}"
    cohort = reverse("cohorts:cohort", args=[session.cohort_id])
    if session.state == Session.State.LOCKED:
        return Todo(f"{session} est close.", context, cohort, "Voir le parcours", "lock", "ok")
    if session.group.state == Cohort.State.OPEN:
        sentence = f"{session} : le parcours n’a pas démarré."
        return Todo(sentence, context, cohort, "Voir le parcours", "play", "sun")
    if not desk.may("cohorts.attend"):
        return Todo(f"{session} a lieu aujourd’hui.", context, cohort, "Voir le groupe", "list-checks")
    sheet = reverse("cohorts:attend", args=[session.pk])
    return Todo(session_words(session), context, sheet, "Faire l’appel", "list-checks", "sun")


def session_words(session: Any) -> str:
    return f"{session} : l’appel est commencé." if session.noted else f"{session} : l’appel est à faire."


def _late(desk: Desk, session: Session) -> Todo:
    context = f"{session.cohort} · {formats.day(session.day)}"
    if desk.may("cohorts.attend"):
        href, action = reverse("cohorts:attend", args=[session.pk]), "Clore"
    else:
        href, action = reverse("cohorts:cohort", args=[session.cohort_id]), "Voir le groupe"
    return Todo(f"{session} n’est pas close.", context, href, action, "lock-open", "no")
