"""Adopting a national programme."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import AdoptedProgramme


class NotPublished(Refused):
    """Cette version n’est pas publiée : seule une version publiée peut être suivie."""


class OutOfBounds(Refused):
    """Le nombre de places doit être entre {low} et {high} pour ce programme."""


@transaction.atomic
def adopt(
    version: TemplateVersion, *, capacity: int | None = None, by: Any, now: datetime
) -> AdoptedProgramme:
    """Follow a published version here, or move on to it. Cohorts already planned keep theirs."""
    if version.state != TemplateVersion.State.PUBLISHED:
        raise NotPublished
    capacity = version.capacity if capacity is None else capacity
    check_capacity(capacity, version)
    programme, _ = AdoptedProgramme.objects.update_or_create(
        template_id=version.template_id,
        defaults={"version": version, "capacity": capacity, "adopted_at": now, "adopted_by": by},
    )
    record("cohorts.programme_adopted", on=programme, by=by, at=now, version=str(version.pk))
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
    if not version.capacity_min <= capacity <= version.capacity_max:
        raise OutOfBounds(low=version.capacity_min, high=version.capacity_max)
