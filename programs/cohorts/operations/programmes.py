"""Adopting a national programme."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from programs.catalogue.models import TemplateVersion
from programs.catalogue.operations.checks import label_of, values_of
from programs.cohorts.models import AdoptedProgramme


class NotPublished(Refused):
    """Cette version n’est pas publiée : seule une version publiée peut être suivie."""


class OutOfBounds(Refused):
    """« {what} » doit être entre {low} et {high} pour ce programme."""


class NotAdaptable(Refused):
    """« {what} » ne s’adapte pas dans cette version du programme."""


@transaction.atomic
def adopt(
    version: TemplateVersion,
    *,
    capacity: int | None = None,
    overrides: Mapping[str, int] | None = None,
    by: Any,
    now: datetime,
) -> AdoptedProgramme:
    """Follow a published version here, or move on to it. Cohorts already planned keep theirs.

    `overrides` is {name of an AdaptableField of the version: value}; the version's own values are
    not kept among them.
    """
    version = TemplateVersion.objects.select_related("template").get(pk=version.pk)
    if version.state != TemplateVersion.State.PUBLISHED or version.template.retired_at is not None:
        raise NotPublished
    capacity = version.capacity if capacity is None else capacity
    check_capacity(capacity, version)
    adapted = _adapted(version, overrides or {})
    programme, _ = AdoptedProgramme.objects.update_or_create(
        template_id=version.template_id,
        defaults={
            "version": version,
            "capacity": capacity,
            "overrides": adapted,
            "adopted_at": now,
            "adopted_by": by,
        },
    )
    record(
        "cohorts.programme_adopted", on=programme, by=by, at=now,
        version=str(version.pk), capacity=capacity, **adapted,
    )  # fmt: skip
    return programme


def terms_of(programme: AdoptedProgramme) -> dict[str, Any]:
    """What a cohort copies when it is planned: the version's rules with what was adapted here."""
    version, adapted = programme.version, programme.overrides
    return {
        "hours": {
            rule.level: adapted.get(f"{rule.level}_hours", rule.hours) for rule in version.levels.all()
        },
        "completion_percent": version.completion_percent,
        "loan_months": adapted.get("loan_months", version.loan_months),
        "option_price_cents": version.option_price_cents,
    }


def check_capacity(capacity: int, version: TemplateVersion) -> None:
    """Raise OutOfBounds when an antenne asks for a size that the programme does not allow."""
    _within(capacity, version.capacity_min, version.capacity_max, what="Le nombre de places")


def _adapted(version: TemplateVersion, overrides: Mapping[str, int]) -> dict[str, int]:
    bounds = {field.name: field for field in version.adaptable_fields.all()}
    own = values_of(version, version.levels.all())
    for name, value in overrides.items():
        if name not in bounds:
            raise NotAdaptable(what=label_of(name))
        _within(value, bounds[name].low, bounds[name].high, what=label_of(name))
    return {name: value for name, value in sorted(overrides.items()) if value != own.get(name)}


def _within(value: int, low: int, high: int, *, what: str) -> None:
    if not low <= value <= high:
        raise OutOfBounds(what=what, low=low, high=high)
