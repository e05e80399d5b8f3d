"""Who pays for the places of a cohort: an allocation, or several that share them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from billing.sponsoring.models import Allocation
from billing.sponsoring.operations import lock_allocation, note_use
from kit.journal import record
from kit.marks import mark
from kit.refusals import Refused
from programs.cohorts.models import Cohort, Place, PlaceFunding
from programs.cohorts.operations.places import live_cohort
from programs.cohorts.queries.funding import WHOLE, fundable_places, funded_places


class NotFunded(Refused):
    """Cette affectation finance un autre programme."""


class GivenBack(Refused):
    """Cette affectation a été rendue : choisissez-en une autre."""


class OutsideItsPeriod(Refused):
    """Cette affectation va du {first:%d/%m/%Y} au {last:%d/%m/%Y} : le parcours doit y commencer."""


class TooManyFundedPlaces(Refused):
    """Cette affectation peut encore financer {left} place(s) dans votre antenne."""


class SharesFull(Refused):
    """{share} % ne sont libres que sur {count} place(s) de ce parcours, hors celles qu’elle finance déjà."""


class WrongShare(Refused):
    """Une part va de 1 à 100 %."""


class NotItsFunder(Refused):
    """Cette affectation ne finance aucune place de ce parcours qui puisse encore changer."""


@transaction.atomic
def add_funder(
    cohort: Cohort, *, allocation: Allocation, share_percent: int, places: int, by: Any, now: datetime
) -> list[Place]:
    """An allocation pays so many percent of so many places, those nobody funds first.

    A place's shares never pass 100 %: the main funder pays what the others leave, at least 1 %.
    """
    if not 1 <= share_percent <= WHOLE:
        raise WrongShare
    cohort = live_cohort(cohort.pk)
    allocation = hold_allocation(allocation, template_id=cohort.programme.template_id, day=cohort.starts_on)
    check_left(allocation, places)
    free = fundable_places(cohort, allocation=allocation, share_percent=share_percent)
    chosen = list(free.select_for_update(of=("self",))[:places])
    if not chosen or len(chosen) < places:
        raise SharesFull(share=share_percent, count=len(chosen))
    _share(chosen, allocation, share_percent)
    note_places(allocation, now=now)
    record("cohorts.funder_added", on=cohort, by=by, at=now, places=places, share_percent=share_percent)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return chosen


@transaction.atomic
def remove_funder(cohort: Cohort, *, allocation: Allocation, by: Any, now: datetime) -> int:
    """It pays no more for the places that were not used yet; those that were stay paid. How many changed."""
    cohort = live_cohort(cohort.pk)
    lock_allocation(allocation)
    open_places = cohort.places.exclude(state__in=[Place.State.CONSUMED, Place.State.RELEASED])
    held = {place.pk: place for place in open_places.select_for_update().order_by("number")}
    main = [pk for pk, place in held.items() if place.allocation_id == allocation.pk]
    Place.objects.filter(pk__in=main).update(allocation=None)
    shared = PlaceFunding.objects.filter(place__in=held, allocation=allocation)
    for funding in shared:
        Place.objects.filter(pk=funding.place_id).update(
            shared_percent=F("shared_percent") - funding.share_percent
        )
    count = len(main) + shared.delete()[0]
    if not count:
        raise NotItsFunder
    note_places(allocation, now=now)
    record("cohorts.funder_removed", on=cohort, by=by, at=now, places=count)
    mark(cohort.starts_on, version_id=cohort.version_id)
    return count


def hold_allocation(allocation: Allocation, *, template_id: Any, day: date) -> Allocation:
    """Its row, locked, if it may fund a cohort of this programme that begins that day."""
    allocation = lock_allocation(allocation)
    if allocation.state == Allocation.State.RELEASED:
        raise GivenBack
    if allocation.template_id != template_id:
        raise NotFunded
    if not allocation.starts_on <= day <= allocation.ends_on:
        raise OutsideItsPeriod(first=allocation.starts_on, last=allocation.ends_on)
    return allocation


def check_left(allocation: Allocation, places: int) -> None:
    """Whether it still pays for so many; the caller holds its row, which keeps two plans apart."""
    left = max(allocation.places - funded_places(allocation), 0)
    if places > left:
        raise TooManyFundedPlaces(left=left)


def note_places(allocation: Allocation, *, now: datetime) -> None:
    """Tell the national office what is bound to it now; the caller holds its row."""
    note_use(allocation, now=now, places_opened=funded_places(allocation))


def _share(places: list[Place], allocation: Allocation, share_percent: int) -> None:
    if share_percent == WHOLE:
        for place in places:
            place.allocation = allocation
        Place.objects.bulk_update(places, ["allocation"])
        return
    for place in places:
        place.shared_percent += share_percent
    Place.objects.bulk_update(places, ["shared_percent"])
    PlaceFunding.objects.bulk_create(
        PlaceFunding(place=place, allocation=allocation, share_percent=share_percent) for place in places
    )
