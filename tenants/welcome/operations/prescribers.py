"""The structures that send people: known by their name, reached by the desk, retired, never deleted."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.journal import record
from kit.refusals import Refused
from tenants.welcome.models import Prescriber


class AlreadyRetired(Refused):
    """Cette structure est déjà retirée. Rechargez la page."""


class NotRetired(Refused):
    """Cette structure est déjà dans la liste. Rechargez la page."""


@transaction.atomic
def add_prescriber(*, name: str, by: Any, now: datetime) -> Prescriber:
    """A structure that was not known yet; the known one when its name is already there."""
    name = " ".join(name.split())
    known = Prescriber.objects.filter(name__iexact=name).order_by("name").first()
    if known is not None:
        return known
    prescriber, created = Prescriber.objects.get_or_create(name=name)
    if created:
        record("welcome.prescriber_added", on=prescriber, by=by, at=now)
    return prescriber


@transaction.atomic
def change_prescriber(
    prescriber: Prescriber, *, email: str, phone: str, by: Any, now: datetime
) -> Prescriber:
    """Note how to reach them: the e-mail receives the answers to what the desk noted for them."""
    prescriber = _locked(prescriber)
    prescriber.email, prescriber.phone = email, phone
    prescriber.clean_fields()
    prescriber.save(update_fields=["email", "phone"])
    record("welcome.prescriber_changed", on=prescriber, by=by, at=now)
    return prescriber


@transaction.atomic
def retire_prescriber(prescriber: Prescriber, *, by: Any, now: datetime) -> Prescriber:
    """Leave it out of the lists; what it has sent keeps its name."""
    prescriber = _locked(prescriber)
    if prescriber.retired_at is not None:
        raise AlreadyRetired
    prescriber.retired_at = now
    prescriber.save(update_fields=["retired_at"])
    record("welcome.prescriber_retired", on=prescriber, by=by, at=now)
    return prescriber


@transaction.atomic
def restore_prescriber(prescriber: Prescriber, *, by: Any, now: datetime) -> Prescriber:
    """Put it back in the lists."""
    prescriber = _locked(prescriber)
    if prescriber.retired_at is None:
        raise NotRetired
    prescriber.retired_at = None
    prescriber.save(update_fields=["retired_at"])
    record("welcome.prescriber_restored", on=prescriber, by=by, at=now)
    return prescriber


def _locked(prescriber: Prescriber) -> Prescriber:
    return Prescriber.objects.select_for_update(no_key=True).get(pk=prescriber.pk)
