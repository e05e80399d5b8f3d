"""Which allocations fund which places of this antenne, and what is left of each."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from billing.sponsoring.models import Allocation
from programs.cohorts.models import Cohort, Place, PlaceFunding

WHOLE = 100


@dataclass(frozen=True)
class Funded:
    """Places that an allocation funds, wholly or in part: in a cohort that stands, taken, used once.

    `missed`: those of a cohort that is over and where nobody ever came.
    """

    opened: int = 0
    taken: int = 0
    consumed: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Funder:
    """An allocation and what it pays of a cohort: so many places, a share of each."""

    allocation: Allocation
    share_percent: int
    places: int


def funded_by_allocation(*allocations: Any) -> dict[Any, Funded]:
    """{allocation id: Funded}, of all of them by default. A place counts whole, whatever the share.

    A place that was given back, or whose cohort is cancelled, is free for another cohort.
    """
    found: dict[Any, Funded] = defaultdict(Funded)
    for rows, place in ((Place.objects.all(), ""), (PlaceFunding.objects.all(), "place__")):
        for row in _counted(rows, place, allocations):
            before = found[row["allocation"]]
            found[row["allocation"]] = Funded(
                before.opened + row["opened"],
                before.taken + row["taken"],
                before.consumed + row["consumed"],
                before.missed + row["missed"],
            )
    return found


def funded_places(allocation: Any) -> int:
    """How many places of this antenne an allocation pays for already."""
    return funded_by_allocation(allocation.pk)[allocation.pk].opened


def fundable_allocations(antenne: Any) -> QuerySet[Allocation]:
    """What this antenne was given that may still fund places, the first to end first."""
    given = Allocation.objects.filter(antenne=antenne, places__gte=1)
    kept = given.exclude(state=Allocation.State.RELEASED).select_related("template")
    return kept.order_by("ends_on", "reference", "id")


def fundable_places(cohort: Cohort, *, allocation: Allocation, share_percent: int) -> QuerySet[Place]:
    """Places of which that share is free and that this allocation does not fund yet, the unfunded first."""
    already = PlaceFunding.objects.filter(place=OuterRef("pk"), allocation=allocation)
    room = Q(allocation__isnull=True, shared_percent__lte=WHOLE - share_percent) | Q(
        allocation__isnull=False, shared_percent__lt=WHOLE - share_percent
    )
    kept = cohort.places.exclude(state=Place.State.RELEASED).filter(room)
    kept = kept.filter(Q(allocation__isnull=True) | ~Q(allocation=allocation)).exclude(Exists(already))
    return kept.order_by(F("allocation").asc(nulls_first=True), "number")


def with_funders(places: QuerySet[Place]) -> QuerySet[Place]:
    """Each with its main allocation, and with `others`, the fundings that share it."""
    others = PlaceFunding.objects.select_related("allocation").order_by("-share_percent", "id")
    return places.select_related("allocation").prefetch_related(
        Prefetch("fundings", queryset=others, to_attr="others")
    )


def shares_of(place: Any) -> list[tuple[Allocation, int]]:
    """(allocation, percent) of a place from `with_funders`, its main one first."""
    main = [(place.allocation, WHOLE - place.shared_percent)] if place.allocation else []
    return main + [(one.allocation, one.share_percent) for one in place.others]


def funders_of(places: list[Any]) -> list[Funder]:
    """Who pays what of these places, from `with_funders`; those given back are left out."""
    counted: dict[tuple[Any, int], int] = defaultdict(int)
    known: dict[Any, Allocation] = {}
    for place in places:
        if place.state == Place.State.RELEASED:
            continue
        for allocation, share in shares_of(place):
            known[allocation.pk] = allocation
            counted[allocation.pk, share] += 1
    found = [Funder(known[pk], share, number) for (pk, share), number in counted.items()]
    return sorted(found, key=lambda one: (-one.places, -one.share_percent, one.allocation.reference))


def _counted(rows: QuerySet[Any], place: str, allocations: tuple[Any, ...]) -> QuerySet[Any]:
    among = {"allocation__in": allocations} if allocations else {"allocation__isnull": False}
    state = f"{place}state"
    standing = rows.filter(**among).exclude(**{state: Place.State.RELEASED})
    standing = standing.exclude(**{f"{place}cohort__state": Cohort.State.CANCELLED})
    over = Q(**{f"{place}cohort__state__in": [Cohort.State.COMPLETED, Cohort.State.CLOSED]})
    in_use = [Place.State.TAKEN, Place.State.CONSUMED]
    return (
        standing.order_by()
        .values("allocation")
        .annotate(
            opened=Count("pk"),
            taken=Count("pk", filter=Q(**{f"{state}__in": in_use})),
            consumed=Count("pk", filter=Q(**{state: Place.State.CONSUMED})),
            missed=Count("pk", filter=over & ~Q(**{state: Place.State.CONSUMED})),
        )
    )
