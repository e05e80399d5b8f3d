"""The places of a cohort as things of their own: one more, one given back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from programs.cohorts.models import Cohort, Place
from programs.cohorts.operations.programmes import check_capacity
from programs.cohorts.operations.refill import lock_cohort, offer_free_places

_LIVE = (Cohort.State.DRAFT, Cohort.State.OPEN, Cohort.State.RUNNING)


class PlacesSettled(Refused):
    """Ce parcours est fini : ses places ne changent plus."""


class PlaceInUse(Refused):
    """Cette place n’est plus libre : elle ne peut pas être rendue. Rechargez la page."""


@transaction.atomic
def add_place(cohort: Cohort, *, by: Any, now: datetime) -> Place:
    """One more place, within the bounds of the version; nobody funds it. Who waits is offered it."""
    cohort = live_cohort(cohort.pk)
    _resize(cohort, by_places=1)
    last = cohort.places.aggregate(last=Max("number"))["last"] or 0
    place = Place.objects.create(cohort=cohort, number=last + 1)
    record("cohorts.place_added", on=place, by=by, at=now)
    offer_free_places(cohort, by=by, now=now)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return place


@transaction.atomic
def release_place(place: Place, *, by: Any, now: datetime) -> Place:
    """Give a free place back, within the bounds of the version: it no longer counts as opened."""
    cohort = live_cohort(place.cohort_id)
    place = cohort.places.get(pk=place.pk)
    if place.state != Place.State.FREE:
        raise PlaceInUse
    _resize(cohort, by_places=-1)
    place.state = Place.State.RELEASED
    place.save(update_fields=["state"])
    record("cohorts.place_released", on=place, by=by, at=now)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return place


def live_cohort(pk: Any) -> Cohort:
    """Its row, locked; refused once the course is over."""
    cohort = lock_cohort(pk)
    if cohort.state not in _LIVE:
        raise PlacesSettled
    return cohort


def _resize(cohort: Cohort, *, by_places: int) -> None:
    """`capacity` is the number of places that are not given back."""
    check_capacity(cohort.capacity + by_places, cohort.version)
    cohort.capacity += by_places
    cohort.save(update_fields=["capacity"])
