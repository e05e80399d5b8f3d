"""Setting targets: a change is a new row, and the one before says when it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hub.rollup.measures import MEASURES
from hub.rollup.models import Target
from hub.rollup.targets.dictionary import CARRIES, OF_NO_PROGRAMME
from kit.journal import record_many
from kit.refusals import Refused
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne

UNSEEN = object()  # the caller did not read what was there


class NotWithATarget(Refused):
    """La mesure « {measure} » ne porte pas d’objectif."""


class NotByProgramme(Refused):
    """« {measure} » ne se compte pas par programme : fixez un objectif tous programmes."""


class RateTooHigh(Refused):
    """Un taux ne dépasse pas 100 % (1000 millièmes)."""


class TargetChanged(Refused):
    """Quelqu’un vient de changer un de ces objectifs. Relisez-les, puis enregistrez de nouveau."""


class NothingToCopy(Refused):
    """Il n’y a rien à reprendre de {year} : aucun objectif, ou tous ont déjà leur suite."""


@dataclass(frozen=True)
class Aim:
    """What one target should become: `value` None takes it away; `seen` is the value that was read."""

    measure: str
    antenne: Antenne | None
    value: int | None
    seen: Any = UNSEEN


@transaction.atomic
def set_targets(
    aims: Iterable[Aim], *, year: int, template: ProgrammeTemplate | None, note: str = "", by: Any,
    now: datetime,
) -> list[Target]:  # fmt: skip
    """Set the targets of a year and a programme (None: all); those that do not change are left alone."""
    aims = list(aims)
    for aim in aims:
        _check(aim, template)
    current = _locked(aims, year, template)
    for aim in aims:
        if aim.seen is not UNSEEN and aim.seen != _value(current.get(_key(aim))):
            raise TargetChanged
    changed = [aim for aim in aims if aim.value != _value(current.get(_key(aim)))]
    new = [
        Target(
            year=year, measure=aim.measure, antenne=aim.antenne, template=template, value=aim.value,
            note=note.strip(), set_by=by, set_at=now,
        )
        for aim in changed
    ]  # fmt: skip
    return _replace([current[_key(aim)].pk for aim in changed if _key(aim) in current], new, by=by, now=now)


@transaction.atomic
def copy_targets(*, year: int, by: Any, now: datetime) -> list[Target]:
    """Begin a year with the targets of the one before, all programmes; what was said already stays."""
    # One that was taken away was said too.
    said = {target.key for target in Target.objects.filter(year=year, replaced_at__isnull=True)}
    before = Target.objects.in_force().filter(year=year - 1, measure__in=CARRIES).order_by("id")
    new = [
        Target(
            year=year, measure=one.measure, antenne_id=one.antenne_id, template_id=one.template_id,
            value=one.value, note=f"Repris de {year - 1}", set_by=by, set_at=now,
        )
        for one in before
        if one.key not in said
    ]  # fmt: skip
    if not new:
        raise NothingToCopy(year=year - 1)
    return _replace([], new, by=by, now=now)


def _check(aim: Aim, template: ProgrammeTemplate | None) -> None:
    if aim.measure not in CARRIES:
        raise NotWithATarget(measure=aim.measure)
    measure = MEASURES[aim.measure]
    if template is not None and aim.measure in OF_NO_PROGRAMME:
        raise NotByProgramme(measure=measure.label)
    if measure.is_rate and aim.value is not None and aim.value > 1000:
        raise RateTooHigh


def _locked(aims: list[Aim], year: int, template: ProgrammeTemplate | None) -> dict[tuple, Target]:
    """{(measure, antenne id): its row that is not replaced}, held until the end of the transaction."""
    rows = Target.objects.filter(year=year, template=template, replaced_at__isnull=True)
    rows = rows.filter(measure__in={aim.measure for aim in aims})
    held = rows.select_for_update(of=("self",)).order_by("id")
    return {(target.measure, target.antenne_id): target for target in held}


def _replace(old: list[Any], new: list[Target], *, by: Any, now: datetime) -> list[Target]:
    Target.objects.filter(pk__in=old, replaced_at__isnull=True).update(replaced_at=now)
    try:
        with transaction.atomic():
            Target.objects.bulk_create(new)
    except IntegrityError as error:  # the first target of a measure, set twice at once
        raise TargetChanged from error
    record_many("figures.target_set", on=list(new), by=by, at=now)
    return new


def _key(aim: Aim) -> tuple:
    return aim.measure, aim.antenne.pk if aim.antenne else None


def _value(target: Target | None) -> int | None:
    return target.value if target else None
