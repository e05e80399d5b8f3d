"""The lines of a person's story, one kind of thing each, and how they stand by year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone

from billing.equipment.models import Loan
from hub.antenne.lines import Line
from kit import formats
from programs.cohorts.models import Booking
from tenants.welcome.models import Consent, FollowUp

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
    """A line of the story; a minor one is told only to who asks for everything."""

    day: date
    title: str
    note: str = ""
    badge: str = ""
    tone: str = "neutral"
    minor: bool = False


def by_year(moments: Iterable[Moment]) -> list[tuple[int, list[Moment]]]:
    """The latest year first, and in it the latest moment first."""
    told = sorted(moments, key=lambda moment: moment.day)[::-1]
    return [(year, list(those)) for year, those in groupby(told, key=lambda moment: moment.day.year)]


def referral(one: Any) -> Moment:
    note = " · ".join(part for part in (f"Bon {one.number}", one.wish, one.reason) if part)
    day = timezone.localdate(one.received_at)
    tone = _REFERRAL.get(one.state, "neutral")
    return Moment(day, f"Orientation par {one.prescriber}", note, one.get_state_display(), tone)


def right(one: Any) -> Moment:
    title = "Droit d’accès renouvelé" if one.renews_id else "Droit d’accès ouvert"
    until = f"Jusqu’au {formats.day(one.end)}"
    return Moment(one.start, title, f"{until} · {one.reason}" if one.reason else until)


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


def told(lines: Iterable[Line]) -> list[Moment]:
    """The small facts, one by one; past workshops are told once a year, and each of them as a minor one."""
    lines = list(lines)
    return [_SAID[line.kind](line) for line in lines] + _workshops(lines)


def _contact(line: Line) -> Moment:
    note = line.more
    if line.state and line.until:
        note = f"{note} · " * bool(note) + f"Prochain pas, {formats.day(line.until)} : {line.state}"
    return Moment(line.day, FollowUp.Kind(line.what).label, note)


def _booking(line: Line) -> Moment:
    state = Booking.State(line.state)
    tone = {"booked": "info", "came": "ok", "absent": "warn"}.get(line.state, "neutral")
    return Moment(line.day, line.what, badge=state.label, tone=tone, minor=line.state != "booked")


def _workshops(lines: list[Line]) -> list[Moment]:
    came: dict[int, list[date]] = defaultdict(list)
    for line in lines:
        if line.kind == "booking" and line.state == "came":
            came[line.day.year].append(line.day)
    return [
        Moment(
            max(days),
            "Un atelier suivi" if len(days) == 1 else f"{len(days)} ateliers suivis dans l’année",
            badge="Venue",
            tone="ok",
        )
        for days in came.values()
    ]


def _consent(line: Line) -> Moment:
    given = line.state == "given"
    title = f"Accord : {Consent.Purpose(line.what).label.lower()}"
    return Moment(line.day, title, badge="Oui" if given else "Non", tone="ok" if given else "no", minor=True)


_NOTICE = {
    "dropped": ("Sans objet", "neutral"),
    "said": ("Dit", "ok"),
    "sent": ("E-mail envoyé", "ok"),
    "to say": ("À dire", "sun"),
    "to send": ("E-mail en route", "info"),
}


def _notice(line: Line) -> Moment:
    badge, tone = _NOTICE[line.state]
    return Moment(line.day, line.what, badge=badge, tone=tone, minor=line.state != "to say")


def _merged(line: Line) -> Moment:
    return Moment(line.day, f"Réunie avec la fiche {line.what}", f"Au nom de {line.more}", minor=True)


def _loan(line: Line) -> Moment:
    until = f"Jusqu’au {formats.day(line.until)}" if line.until else ""
    price = f" · achat possible à {formats.euros(int(line.more))}" if line.more != "0" else ""
    state = Loan.State(line.state)
    tone = {"running": "info", "written_off": "no"}.get(line.state, "ok")
    return Moment(line.day, "Équipement prêté", f"{line.what} · {until}{price}", state.label, tone)


_SAID = {
    "contact": _contact,
    "booking": _booking,
    "consent": _consent,
    "notice": _notice,
    "merged": _merged,
    "loan": _loan,
}
