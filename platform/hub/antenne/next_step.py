"""Where a person stands on their way, and the one thing to do next."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from billing.equipment.queries import lendable
from kit import formats
from programs.cohorts.models import Cohort, Enrolment
from programs.cohorts.queries import cohorts

_ENDED = {Enrolment.State.COMPLETED, Enrolment.State.PARTIAL}
_WAITS = {Enrolment.State.WAITLISTED, Enrolment.State.OFFERED}


@dataclass(frozen=True)
class Choice:
    """A button: a page to open, or something to do at once."""

    label: str
    url: str
    icon: str
    note: str = ""
    post: bool = False
    tone: str = "plain"


@dataclass(frozen=True)
class NextStep:
    sentence: str
    choices: list[Choice] = field(default_factory=list)


def steps_of(file: Any) -> list[dict[str, str]]:
    """The way of everybody: sent, assessed, enrolled, in class."""
    ended = any(one.state in _ENDED for one in file.enrolments)
    came = ended or any(one.state == Enrolment.State.ACTIVE for one in file.enrolments)
    live = any(one.state in Enrolment.LIVE for one in file.enrolments)
    done = [
        ("Orientation", bool(file.rights)),
        ("Positionnement", bool(file.assessments)),
        ("Inscription", live or ended),
        ("Parcours suivi", ended),
    ]
    current = next((label for label, reached in done if not reached), None)
    notes = {"Parcours suivi": "en cours"} if came and not ended else {}
    return [
        {
            "label": label,
            "state": "done" if reached else "current" if label == current else "todo",
            "note": notes.get(label, ""),
        }
        for label, reached in done
    ]


def next_step(file: Any, *, may: dict[str, bool], equipped: bool) -> NextStep:
    """The first thing that is missing, with the buttons that this role has for it."""
    if file.right is None:
        return _referral(file, may)
    live = [one for one in file.enrolments if one.state in Enrolment.LIVE]
    if live:
        return _in_class(live)
    lend = _lend(file) if equipped and may["lend"] else None
    if lend:
        return lend
    waiting = [one for one in file.enrolments if one.state in _WAITS]
    if waiting:
        return _waiting(waiting)
    if not file.assessments:
        return _assess(file, may)
    return _enrol(file, may)


def _referral(file: Any, may: dict[str, bool]) -> NextStep:
    waiting = next((one for one in file.referrals if one.state in one.WAITING), None)
    if waiting is None:
        url = reverse("welcome:new_referral", args=[file.person.pk])
        sentence = "Pas de droit d’accès aujourd’hui : il s’ouvre avec une orientation."
        return NextStep(sentence, [Choice("Recevoir une orientation", url, "inbox", tone="go")])
    sentence = f"{waiting.prescriber} a envoyé cette personne : l’orientation est à décider."
    if not may["decide"]:
        return NextStep(f"{sentence} L’accueil s’en charge.")
    accept = Choice("Accepter", reverse("welcome:accept", args=[waiting.pk]), "check", post=True, tone="go")
    refuse = Choice("Refuser", reverse("welcome:refuse", args=[waiting.pk]), "x", tone="quiet")
    return NextStep(sentence, [accept, refuse])


def _in_class(live: list[Any]) -> NextStep:
    buttons = [
        Choice(f"Voir « {one.cohort} »", reverse("cohorts:cohort", args=[one.cohort_id]), "graduation-cap")
        for one in live
    ]
    return NextStep("Cette personne a sa place dans un parcours.", buttons)


def _waiting(waiting: list[Any]) -> NextStep:
    buttons = [
        Choice(f"Voir « {one.cohort} »", reverse("cohorts:cohort", args=[one.cohort_id]), "hourglass")
        for one in waiting
    ]
    if any(one.state == Enrolment.State.OFFERED for one in waiting):
        return NextStep("Une place lui est proposée : sa réponse est attendue.", buttons)
    return NextStep("Cette personne attend une place. La prochaine libre lui sera proposée.", buttons)


def _lend(file: Any) -> NextStep | None:
    for enrolment in file.enrolments:
        completion = getattr(enrolment, "completion", None)
        completed = enrolment.state == Enrolment.State.COMPLETED
        if completion and completed and not hasattr(completion, "loan") and lendable().exists():
            url = reverse("equipment:lend", args=[completion.pk])
            sentence = f"A terminé « {enrolment.cohort} » : un ordinateur peut lui être prêté."
            return NextStep(sentence, [Choice("Prêter un ordinateur", url, "laptop", tone="go")])
    return None


def _assess(file: Any, may: dict[str, bool]) -> NextStep:
    sentence = "Le droit est ouvert. Le niveau n’est pas encore décidé."
    if not may["assess"]:
        return NextStep(f"{sentence} L’équipe d’animation fait le positionnement.")
    url = reverse("cohorts:assess", args=[file.person.pk])
    return NextStep(sentence, [Choice("Faire le positionnement", url, "gauge", tone="go")])


def _enrol(file: Any, may: dict[str, bool]) -> NextStep:
    templates = {assessment.version.template_id for assessment in file.assessments}
    entered = {one.cohort_id for one in file.enrolments}
    found = cohorts([Cohort.State.OPEN, Cohort.State.RUNNING]).filter(version__template_id__in=templates)
    others = [cohort for cohort in found if cohort.pk not in entered]
    buttons = [_enter(cohort, file) for cohort in others if cohort.places_free][:5]
    if buttons:
        sentence = "Le niveau est décidé : il reste à choisir un parcours."
        return NextStep(sentence, buttons if may["enrol"] else [])
    buttons = [_wait(cohort, file) for cohort in others[:5]] if may["enrol"] else []
    return NextStep("Le niveau est décidé. Aucun parcours ouvert n’a de place libre pour l’instant.", buttons)


def _wait(cohort: Any, file: Any) -> Choice:
    url = reverse("cohorts:wait", args=[cohort.pk, file.person.pk])
    note = f"{formats.day(cohort.starts_on)}, complet"
    return Choice(f"Attendre une place dans « {cohort} »", url, "hourglass", note, post=True)


def _enter(cohort: Any, file: Any) -> Choice:
    url = reverse("cohorts:enter", args=[cohort.pk, file.person.pk])
    free = "1 place libre" if cohort.places_free == 1 else f"{cohort.places_free} places libres"
    note = f"{formats.day(cohort.starts_on)}, {free}"
    return Choice(f"Inscrire dans « {cohort} »", url, "user-plus", note, post=True)
