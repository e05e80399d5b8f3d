"""The lines of a person's story, one kind of thing each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kit import formats

_REFERRAL = {
    "received": "sun",
    "under_study": "info",
    "accepted": "ok",
    "used": "ok",
    "refused": "no",
    "expired": "warn",
}
_ENROLMENT = {"enrolled": "info", "active": "ok", "completed": "ok", "partial": "warn"}


@dataclass(frozen=True)
class Moment:
    """A line of the story."""

    day: date
    title: str
    note: str = ""
    badge: str = ""
    tone: str = "neutral"


def referral(one: Any) -> Moment:
    note = " · ".join(part for part in (f"Bon {one.number}", one.wish, one.reason) if part)
    day = timezone.localdate(one.received_at)
    tone = _REFERRAL.get(one.state, "neutral")
    return Moment(day, f"Orientation par {one.prescriber}", note, one.get_state_display(), tone)


def right(one: Any) -> Moment:
    return Moment(one.start, "Droit d’accès ouvert", f"Jusqu’au {formats.day(one.end)}")


def assessment(one: Any) -> Moment:
    note = f"{one.version.title} · score {one.score} sur 100"
    if one.reason:
        note = f"{note} · {one.reason}"
    day = timezone.localdate(one.assessed_at)
    title = "Positionnement de fin" if one.enrolment_id else "Positionnement"
    return Moment(day, title, note, one.get_decided_level_display(), "info")


def enrolment(one: Any) -> Moment:
    if one.enrolled_at is None:
        return _before(one)
    hours = f"{formats.minutes_as_hours(one.followed)} suivies sur {formats.minutes_as_hours(one.target)}"
    note = " · ".join(part for part in (one.get_level_display(), hours, one.reason) if part)
    day = timezone.localdate(one.enrolled_at)
    tone = _ENROLMENT.get(one.state, "neutral")
    return Moment(day, f"Inscription dans « {one.cohort} »", note, one.get_state_display(), tone)


def _before(one: Any) -> Moment:
    """Somebody who waits, or who left before a place was theirs."""
    day = timezone.localdate(one.applied_at or one.waitlisted_at or one.offered_at)
    tone = "sun" if one.state == "offered" else "neutral"
    return Moment(day, f"Demande pour « {one.cohort} »", one.reason, one.get_state_display(), tone)


def loan(one: Any) -> Moment:
    until = f"Jusqu’au {formats.day(one.due_on)}"
    note = f"{one.device} · {until} · achat possible à {formats.euros(one.option_price_cents)}"
    tone = "ok" if one.state == "returned" else "info"
    return Moment(one.starts_on, "Ordinateur prêté", note, one.get_state_display(), tone)
