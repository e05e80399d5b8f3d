"""What there is to do now in an antenne, for the roles of who asks. One statement a kind of thing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from billing.equipment.queries import lendable, waiting_for_a_loan
from kit import formats
from programs.cohorts.models import Cohort, Session
from programs.cohorts.queries import cohorts_to_move, sessions_to_take
from tenants.network.access import allows
from tenants.welcome.queries import age_in_days, age_in_words, waiting_referrals

_SOON = timedelta(days=21)
_RECENT = timedelta(days=180)
_AT_MOST = 5  # of a kind: the rest is one sentence away
_LATE = 7  # days that a referral may wait


@dataclass(frozen=True)
class Todo:
    """A sentence with its action."""

    sentence: str
    context: str
    href: str
    action: str
    icon: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Desk:
    """Who asks, where and when."""

    antenne: Any
    roles: set[str]
    today: date

    def may(self, permission: str) -> bool:
        return allows(self.roles, permission)


def today_and_late(desk: Desk) -> tuple[list[Todo], list[Todo]]:
    """The sessions of today, then the sheets of the days before that are not closed."""
    sessions = list(sessions_to_take(desk.today))
    now = [_session(desk, session) for session in sessions if session.day == desk.today]
    late = [session for session in sessions if session.day < desk.today]
    return now, _at_most([_late(desk, session) for session in late], more=reverse("cohorts:list"))


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


def referrals(desk: Desk) -> list[Todo]:
    action = "Décider" if desk.may("welcome.decide") else "Voir"
    page = reverse("welcome:referrals")
    found = []
    for referral in waiting_referrals():
        days = age_in_days(referral, today=desk.today)
        sentence = f"{referral.who} attend une réponse {age_in_words(days)}."
        tone = "no" if days >= _LATE else "sun"
        one = reverse("welcome:referral", args=[referral.pk])
        found.append(Todo(sentence, f"Envoyée par {referral.prescriber}", one, action, "inbox", tone))
    return _at_most(found, more=page)


def cohorts(desk: Desk) -> list[Todo]:
    """What each cohort asks for, if the role can give it."""
    asked = (_asks(desk, cohort) for cohort in cohorts_to_move(desk.today, soon=_SOON))
    return _at_most([todo for todo in asked if todo], more=reverse("cohorts:list"))


def _asks(desk: Desk, cohort: Any) -> Todo | None:
    return _ASKS[cohort.state](desk, cohort, reverse("cohorts:cohort", args=[cohort.pk]))


def _draft(desk: Desk, cohort: Any, page: str) -> Todo | None:
    if not desk.may("cohorts.plan"):
        return None
    return Todo(f"« {cohort} » est en brouillon.", _starts(cohort), page, "Vérifier et ouvrir", "door-open")


def _open(desk: Desk, cohort: Any, page: str) -> Todo | None:
    if cohort.starts_on <= desk.today and desk.may("cohorts.complete"):
        return Todo(f"« {cohort} » peut démarrer.", _starts(cohort), page, "Voir le parcours", "play", "sun")
    if not cohort.places_free:
        return None
    free = "1 place" if cohort.places_free == 1 else f"{cohort.places_free} places"
    choose = reverse("cohorts:choose", args=[cohort.pk])
    return Todo(f"Il reste {free} dans « {cohort} ».", _starts(cohort), choose, "Inscrire", "user-plus")


def _running(desk: Desk, cohort: Any, page: str) -> Todo | None:
    if cohort.sessions_locked < cohort.sessions_all or not desk.may("cohorts.complete"):
        return None
    sentence = f"Toutes les séances de « {cohort} » sont closes."
    return Todo(sentence, _ends(cohort), page, "Terminer", "flag", "sun")


def _completed(desk: Desk, cohort: Any, page: str) -> Todo | None:
    survey = reverse("cohorts:survey", args=[cohort.pk])
    sentence = f"L’enquête de « {cohort} » n’est pas encore proposée."
    return Todo(sentence, _ends(cohort), survey, "Proposer", "message-square-heart", "sun")


_ASKS = {
    Cohort.State.DRAFT: _draft,
    Cohort.State.OPEN: _open,
    Cohort.State.RUNNING: _running,
    Cohort.State.COMPLETED: _completed,
}


def _starts(cohort: Any) -> str:
    return f"Premier jour : {formats.day(cohort.starts_on)}"


def _ends(cohort: Any) -> str:
    return f"Dernier jour : {formats.day(cohort.ends_on)}"


def loans(desk: Desk) -> list[Todo]:
    """Those who ended their course and could leave with a device, when there is one."""
    if not (desk.antenne.has_equipment and desk.may("equipment.lend")):
        return []
    waiting = list(waiting_for_a_loan(since=desk.today - _RECENT))
    if not waiting or not lendable().exists():
        return []
    found = [
        Todo(
            f"{completion.enrolment.beneficiary} peut recevoir un ordinateur.",
            f"A terminé « {completion.enrolment.cohort} »",
            reverse("equipment:lend", args=[completion.pk]),
            "Prêter",
            "laptop",
        )
        for completion in waiting
    ]
    return _at_most(found, more=reverse("equipment:loans"))


def _at_most(found: list[Todo], *, more: str) -> list[Todo]:
    if len(found) <= _AT_MOST:
        return found
    left = len(found) - _AT_MOST + 1
    rest = Todo(f"Et {left} autres lignes comme celles-ci.", "", more, "Tout voir", "ellipsis")
    return [*found[: _AT_MOST - 1], rest]


def panels(desk: Desk) -> Iterator[tuple[str, list[Todo]]]:
    """(title, lines), the empty ones left out."""
    now, late = today_and_late(desk)
    rest: list[tuple[str, Callable[[Desk], list[Todo]]]] = [
        ("Orientations en attente", referrals),
        ("Parcours", cohorts),
        ("Équipement", loans),
    ]
    found = [("Séances du jour", now), ("À clore", late), *((title, ask(desk)) for title, ask in rest)]
    yield from ((title, todos) for title, todos in found if todos)
