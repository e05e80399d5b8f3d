"""Receiving a person, and keeping their file right."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kit.journal import record, record_many
from kit.refusals import Refused
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations.consents import note_consent

_OLDEST_BIRTH = 1900


class ChangedMeanwhile(Refused):
    """Une collègue a changé cette fiche entre-temps. Rechargez la page, puis refaites votre changement."""


class MergedAway(Refused):
    """Cette fiche a été réunie avec une autre de la même personne. Ouvrez l’autre."""


@transaction.atomic
def register(
    *,
    first_name: str,
    last_name: str,
    consents: Collection[str] = (),
    by: Any,
    now: datetime,
    today: date,
    **details: Any,
) -> Beneficiary:
    """Open a person's file; `details` are the other fields of Beneficiary, `consents` what they agree to."""
    person = new_file(first_name=first_name, last_name=last_name, now=now, today=today, **details)
    person.save()
    record("welcome.registered", on=person, by=by, at=now)
    for purpose in consents:
        note_consent(person, purpose=purpose, given=True, by=by, now=now)
    return person


@transaction.atomic
def register_many(files: list[Beneficiary], *, by: Any, now: datetime) -> None:
    """Open the files that `new_file` has made and checked: all of them or none."""
    Beneficiary.objects.bulk_create(files, batch_size=500)
    record_many("welcome.registered", on=files, by=by, at=now)


def new_file(*, first_name: str, last_name: str, now: datetime, today: date, **details: Any) -> Beneficiary:
    """A file that may be opened, not yet written. Raises ValidationError with the fields that are wrong."""
    person = Beneficiary(
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        registered_at=now,
        last_contact_on=today,
        **details,
    )
    check(person, this_year=today.year)
    return person


@transaction.atomic
def change(
    person: Beneficiary, *, seen: str | None = None, by: Any, now: datetime, today: date, **fields: Any
) -> Beneficiary:
    """Correct a file. `seen` is its `stamp` when it was read: two people never overwrite each other.

    Without it the last word wins. Raises ValidationError with the fields that are wrong.
    """
    person = Beneficiary.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.merged_into_id:
        raise MergedAway
    if seen is not None and person.stamp != seen:
        raise ChangedMeanwhile
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, fields[name])
    check(person, this_year=today.year)
    if changed:
        person.save()
        record("welcome.changed", on=person, by=by, at=now, fields=sorted(changed))
    return person


def check(person: Beneficiary, *, this_year: int) -> None:
    """What every file obeys, whichever door it comes by; the database keeps the rest of the promise."""
    person.set_keys()
    wrong: dict[str, Any] = {}
    try:
        person.clean_fields(exclude=["merged_into", "id", "reference"])
    except ValidationError as error:
        wrong = error.update_error_dict(wrong)
    year = person.birth_year
    if year is not None and "birth_year" not in wrong and not _OLDEST_BIRTH <= year <= this_year:
        wrong["birth_year"] = [f"Une année entre {_OLDEST_BIRTH} et {this_year}."]
    if wrong:
        raise ValidationError(wrong)
