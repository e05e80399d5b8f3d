"""What each cohort asks for: to open, to fill, to start, to end, to survey."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from hub.alerts import underfilled
from hub.antenne.todo.desk import Desk, Todo, at_most
from kit import formats
from programs.cohorts.models import Cohort
from programs.cohorts.queries import cohorts_to_move, versions_to_adopt

_SOON = timedelta(days=21)


def cohorts(desk: Desk) -> list[Todo]:
    """What each cohort asks for, if the role can give it."""
    asked = (_asks(desk, cohort) for cohort in cohorts_to_move(desk.today, soon=_SOON))
    return at_most([todo for todo in asked if todo], more=reverse("cohorts:list"))


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
    if _too_empty(desk, cohort):
        return _pressing(desk, cohort)
    free = "1 place" if cohort.places_free == 1 else f"{cohort.places_free} places"
    choose = reverse("cohorts:choose", args=[cohort.pk])
    return Todo(f"Il reste {free} dans « {cohort} ».", _starts(cohort), choose, "Inscrire", "user-plus")


def _too_empty(desk: Desk, cohort: Any) -> bool:
    """The same rule as the national office's alert, on this antenne's own places."""
    soon = desk.today + timedelta(days=settings.MAILLON_UNDERFILLED_DAYS)
    return bool(cohort.starts_on <= soon and underfilled(cohort.places_taken, cohort.places_opened))


def _pressing(desk: Desk, cohort: Any) -> Todo:
    left, taken = (cohort.starts_on - desk.today).days, cohort.places_taken
    when = "aujourd’hui" if left <= 0 else "demain" if left == 1 else f"dans {left} jours"
    few = f"{taken} place{'s prises' if taken > 1 else ' prise'} sur {cohort.places_opened}"
    choose = reverse("cohorts:choose", args=[cohort.pk])
    sentence = f"« {cohort} » commence {when} : {few}."
    return Todo(sentence, _starts(cohort), choose, "Inscrire", "user-plus", "no")


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


def programmes(desk: Desk) -> list[Todo]:
    """The versions that were published and that this antenne does not follow yet."""
    if not desk.may("programmes.adopt"):
        return []
    return at_most([_version(version) for version in versions_to_adopt()], more=reverse("cohorts:programmes"))


def _version(version: Any) -> Todo:
    page = reverse("cohorts:adopt", args=[version.pk])
    if version.followed:
        sentence = f"« {version.title} » a une nouvelle version."
        return Todo(sentence, f"Version {version.number}", page, "Voir ce qui change", "book-up")
    return Todo(f"Un nouveau programme : « {version.title} ».", "", page, "Le lire", "book-open")
