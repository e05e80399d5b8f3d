"""Two files of one person become one: the facts of both stay where they were written."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.marks import mark_people
from kit.refusals import Refused
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations.people import ChangedMeanwhile


class SameFile(Refused):
    """C’est la même fiche : il n’y a rien à réunir."""


class AlreadyMerged(Refused):
    """L’une de ces fiches est déjà réunie avec une autre. Rechargez la page."""


class NotAField(Refused):
    """Ce champ ne se choisit pas : {name}."""


Obstacle = Callable[[Beneficiary, Beneficiary], None]
_obstacles: list[Obstacle] = []


def obstacle(check: Obstacle) -> Obstacle:
    """For the rooms above: declare a check (keep, away) that may refuse a merge by raising Refused."""
    _obstacles.append(check)
    return check


@transaction.atomic
def merge(
    keep: Beneficiary,
    away: Beneficiary,
    *,
    fields: Collection[str] = (),
    seen: tuple[str, str] | None = None,
    by: Any,
    now: datetime,
) -> Beneficiary:
    """`away` becomes a second file of `keep`, which takes from it the named `fields`.

    No sale, sheet or loan is rewritten: they stay on the file they were written on, and whoever reads
    a person reads the family (`same_person`). `seen` are the stamps of both when they were compared.
    The family stays flat: the files that had been merged into `away` now lead to `keep`.
    """
    if keep.pk == away.pk:
        raise SameFile
    unknown = sorted(set(fields) - set(Beneficiary.CHOSEN))
    if unknown:
        raise NotAField(name=unknown[0][:40])
    keep, away = _locked(keep, away)
    if keep.merged_into_id or away.merged_into_id:
        raise AlreadyMerged
    if seen is not None and seen != (keep.stamp, away.stamp):
        raise ChangedMeanwhile
    for check in _obstacles:
        check(keep, away)
    _take(keep, away, fields)
    Beneficiary.objects.filter(merged_into=away).update(merged_into=keep)
    Beneficiary.objects.filter(pk=away.pk).update(merged_into=keep, merged_at=now)
    mark_people([keep.pk])
    record("welcome.merged", on=keep, by=by, at=now, away=str(away.pk), fields=sorted(fields))
    return keep


def _locked(keep: Beneficiary, away: Beneficiary) -> tuple[Beneficiary, Beneficiary]:
    """Both, in the order of their ids: two merges at once never wait for each other in a ring.

    The full lock: no row that points at either file is written meanwhile.
    """
    pair = Beneficiary.objects.select_for_update().filter(pk__in=[keep.pk, away.pk]).order_by("pk")
    files = {file.pk: file for file in pair}
    return files[keep.pk], files[away.pk]


def _take(keep: Beneficiary, away: Beneficiary, fields: Collection[str]) -> None:
    for name in fields:
        setattr(keep, name, getattr(away, name))
    keep.last_contact_on = max(keep.last_contact_on, away.last_contact_on)
    keep.save()
