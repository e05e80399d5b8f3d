"""Visits of an antenne by the national office: asked for with a reason, for a few hours, seen by its manager.

The office writes the visit on the shared floor and cannot reach the antenne's journal: whoever stands in the
antenne next (the worker within seconds, else the visitor's own first page) tells it there, before anything
is shown.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kit.journal import record
from kit.journal.models import Entry
from kit.refusals import Refused
from tenants.network import access
from tenants.network.models import Antenne, Membership, User, Visit
from tenants.network.models.visits import LONGEST


class NotForYourRole(Refused):
    """Une visite se demande pour l’administration, la protection des données ou les programmes."""


class TooLong(Refused):
    """Une visite dure huit heures au plus. Choisissez moins, et demandez-en une autre s’il le faut."""


class NotOpen(Refused):
    """L’antenne {antenne} n’est pas ouverte : personne ne peut y entrer."""


class AlreadyVisiting(Refused):
    """Vous visitez déjà cette antenne. Terminez cette visite avant d’en commencer une autre."""


class WorksThere(Refused):
    """Vous faites partie de l’équipe de cette antenne : entrez-y sans visite."""


class VisitOver(Refused):
    """Cette visite est déjà terminée."""


class NotYourVisit(Refused):
    """Seules la personne en visite et l’administration du réseau terminent une visite d’ici."""


@transaction.atomic
def ask_visit(
    *, antenne: Antenne, reason: str, words: str, hours: int, by_roles: set[str], by: User, now: datetime
) -> Visit:
    """Begin a visit at once; standing at the national office. The caller has the manager told (tasks)."""
    if not access.allows(by_roles, "visits.ask"):
        raise NotForYourRole
    if timedelta(hours=hours) > LONGEST:
        raise TooLong
    # One after the other: the row of the person is the lock, so that two requests make one visit.
    User.objects.select_for_update().get(pk=by.pk)
    antenne = Antenne.objects.get(pk=antenne.pk)
    if antenne.state != Antenne.State.OPEN:
        raise NotOpen(antenne=antenne)
    today = timezone.localdate(now, antenne.tz)
    if Membership.objects.in_force(today).at_antenne(antenne).filter(user=by).exists():
        raise WorksThere
    Visit.objects.filter(user=by, antenne=antenne).run_out(now).update(ended_at=F("ends_at"))
    if Visit.objects.filter(user=by, antenne=antenne, ended_at__isnull=True).exists():
        raise AlreadyVisiting
    visit = Visit.objects.create(
        user=by,
        antenne=antenne,
        reason=reason,
        words=words,
        began_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    record("network.visit_asked", on=visit, by=by, at=now, reason=reason, antenne=antenne.code)
    return visit


@transaction.atomic
def end_visit(visit: Visit, *, by: User, now: datetime) -> None:
    """End a visit now, standing in its antenne: the next request of the visitor is not let in."""
    _end(visit, by=by, now=now)
    note_visits(visit.antenne, now=now)


@transaction.atomic
def end_visit_from_office(visit: Visit, *, by_roles: set[str], by: User, now: datetime) -> None:
    """The same from the national office; the caller has the antenne's journal told (tasks)."""
    if visit.user_id != by.pk and access.Role.ADMIN not in by_roles:
        raise NotYourVisit
    _end(visit, by=by, now=now)
    record("network.visit_ended", on=visit, by=by, at=now, reason=visit.reason)


@transaction.atomic
def end_visits_of(user: User, *, by: User, now: datetime) -> list[Visit]:
    """End all that a person has in force, when their account or their national role goes."""
    ended = list(Visit.objects.select_for_update(of=("self",)).in_force(now).filter(user=user).order_by("id"))
    for visit in ended:
        visit.ended_at, visit.ended_by = now, by
        visit.save(update_fields=["ended_at", "ended_by"])
        record("network.visit_ended", on=visit, by=by, at=now, reason=visit.reason)
    return ended


@transaction.atomic
def note_visits(antenne: Antenne, *, now: datetime) -> int:
    """Tell the journal of this antenne what its visits have not told it yet; how many lines.

    A visit whose time has passed ends here, at the hour that was said. May run twice: the rows are locked.
    """
    mine = Visit.objects.select_for_update(of=("self",)).without_trace(now).filter(antenne=antenne)
    lines = 0
    for visit in mine.select_related("user", "ended_by").order_by("began_at", "id"):
        changed = []
        if visit.begin_noted_at is None:
            visit.begin_noted_at = now
            record("network.visit_began", on=visit, by=visit.user, at=visit.began_at, reason=visit.reason)
            changed.append("begin_noted_at")
        if visit.ended_at is None and visit.ends_at <= now:
            visit.ended_at = visit.ends_at
            changed.append("ended_at")
        if visit.ended_at is not None and visit.end_noted_at is None:
            visit.end_noted_at = now
            record("network.visit_ended", on=visit, by=visit.ended_by, at=visit.ended_at, reason=visit.reason)
            changed.append("end_noted_at")
        visit.save(update_fields=changed)
        lines += len(set(changed) - {"ended_at"})
    return lines


@transaction.atomic
def note_opened(visit: Visit, thing: Any, *, now: datetime) -> None:
    """Tell the antenne's journal, once for each file and visit, that the visitor opened it."""
    # The visit's row is the lock: the same file in two tabs is one line.
    Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    verb, kind = "network.file_opened", thing._meta.label_lower
    told = Entry.objects.filter(on_kind=kind, on_id=str(thing.pk), verb=verb, details__visit=str(visit.pk))
    if not told.exists():
        record(verb, on=thing, by=visit.user, at=now, visit=str(visit.pk))


def _end(visit: Visit, *, by: User, now: datetime) -> None:
    held = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not held.is_in_force(now):
        raise VisitOver
    held.ended_at, held.ended_by = now, by
    held.save(update_fields=["ended_at", "ended_by"])
