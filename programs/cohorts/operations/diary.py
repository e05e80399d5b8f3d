"""One writer at a time in the antenne's diary, and no room or colleague in two places at once."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime

from kit import formats
from kit.refusals import Refused
from programs.cohorts.models import Diary, Session
from programs.cohorts.queries.planning import Clash, clashes


class RoomTaken(Refused):
    """La salle « {room} » est déjà prise le {day} à {hour}. Choisissez une autre salle ou une autre heure."""


class TrainerBusy(Refused):
    """{trainer} anime déjà autre chose le {day} à {hour}. Choisissez quelqu’un d’autre ou une autre heure."""


class GroupBusy(Refused):
    """Ce groupe a déjà une séance le {day} à {hour}. Choisissez une autre heure."""


class AlreadyPast(Refused):
    """Ce moment est passé : choisissez une heure à venir."""


def hold_diary() -> None:
    """Wait for the antenne's diary, and keep it until the transaction ends.

    Whatever writes a session's hour, room or trainer holds it first, before any other row.
    """
    Diary.objects.select_for_update().get_or_create(pk=1)


def check_free(sessions: Sequence[Session]) -> None:
    """Raise for the first clash; the caller holds the diary."""
    found = clashes(sessions)
    if found:
        raise _refusal(min(found, key=lambda clash: clash.session.starts_at))


def check_future(starts_at: datetime, *, now: datetime) -> None:
    if starts_at < now:
        raise AlreadyPast


def _refusal(clash: Clash) -> Refused:
    start = localtime(clash.session.starts_at)
    when = {"day": formats.day(start), "hour": formats.hour(start)}
    if clash.over == "room":
        return RoomTaken(room=clash.session.room, **when)
    if clash.over == "trainer":
        return TrainerBusy(trainer=clash.session.trainer, **when)
    return GroupBusy(**when)
