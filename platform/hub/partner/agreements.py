"""What a sponsor may read: its own agreements, where they went, and aggregates of enough people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef

from billing.sponsoring.models import Agreement, Allocation
from hub.rollup import suppression
from hub.rollup.reports import Report, label, name_on, report


@dataclass(frozen=True)
class Share:
    """What one antenne received; `participants` is None below eleven people."""

    antenne: str
    places: int
    devices: int
    amount_cents: int
    participants: int | None


@dataclass(frozen=True)
class Story:
    agreement: Agreement
    programmes: list[str]
    shares: list[Share]
    participants: int | None
    satisfied: tuple[int, int] | None


def of_sponsors(sponsor_ids: Iterable[Any]) -> list[Story]:
    """The agreements that these sponsors signed, the last first."""
    signed = Agreement.objects.filter(sponsor__in=list(sponsor_ids), signed_at__isnull=False)
    agreements = list(signed.select_related("sponsor"))
    allocations = list(
        Allocation.objects.filter(agreement__in=agreements)
        .exclude(state=Allocation.State.RELEASED)
        .select_related("antenne", "template")
        .annotate(partner_name=name_on(OuterRef("agreement__starts_on"), partner="template__partner"))
    )
    figures = _figures(agreements, allocations)
    return [_story(one, [a for a in allocations if a.agreement_id == one.pk], figures) for one in agreements]


def _figures(agreements: Sequence[Agreement], allocations: Sequence[Allocation]) -> Report | None:
    if not allocations:
        return None
    return report(
        start_month=min(agreement.starts_on for agreement in agreements).replace(day=1),
        end_month=max(agreement.ends_on for agreement in agreements),
        by=("antenne", "programme", "month"),
        measures=["participants", "satisfaction_rate"],
        antennes={allocation.antenne for allocation in allocations},
        templates={allocation.template for allocation in allocations},
    )


def _story(agreement: Agreement, allocations: list[Allocation], figures: Report | None) -> Story:
    rows = _rows(agreement, allocations, figures)
    people: dict[Any, int] = {allocation.antenne: 0 for allocation in allocations}
    satisfied, answers = 0, 0
    for row in rows:
        people[row.keys["antenne"]] += int(row["participants"].value or 0)
        satisfied += row["satisfaction_rate"].numerator or 0
        answers += row["satisfaction_rate"].denominator or 0
    return Story(
        agreement,
        sorted({_programme(allocation) for allocation in allocations}),
        _shares(allocations, suppression.shown(people)),
        suppression.total(people),
        suppression.share(satisfied, answers),
    )


def _programme(allocation: Any) -> str:
    # With the partner's name on the first day of the agreement.
    allocation.template.partner_name = allocation.partner_name
    return label(allocation.template)


def _rows(agreement: Agreement, allocations: list[Allocation], figures: Report | None) -> list[Any]:
    # The report covers all the agreements: here only what this one supports, while it runs.
    supported = {(allocation.antenne, allocation.template) for allocation in allocations}
    first, last = agreement.starts_on.replace(day=1), agreement.ends_on
    return [
        row
        for row in (figures.rows if figures else [])
        if (row.keys["antenne"], row.keys["programme"]) in supported and first <= row.keys["month"] <= last
    ]


def _shares(allocations: list[Allocation], people: dict[Any, int | None]) -> list[Share]:
    by_antenne: dict[Any, list[Allocation]] = defaultdict(list)
    for allocation in allocations:
        by_antenne[allocation.antenne].append(allocation)
    return [
        Share(
            antenne.name,
            sum(one.places for one in given),
            sum(one.devices for one in given),
            sum(one.amount_cents for one in given),
            people[antenne],
        )
        for antenne, given in sorted(by_antenne.items(), key=lambda item: item[0].name)
    ]
