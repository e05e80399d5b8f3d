"""Which target stands beside a figure: one statement, whatever the number of measures."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from hub.rollup.measures import MEASURES, RATES
from hub.rollup.models import Target
from hub.rollup.targets.dictionary import CARRIES
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne

_CODE = re.compile(r"[a-z0-9-]{1,40}")
NETWORK = "reseau"  # what stands for the whole network where an antenne has its code


def targets_for(
    year: int,
    antenne: Antenne | None = None,
    template: ProgrammeTemplate | None = None,
    antennes: Iterable[Antenne] | None = None,
) -> dict[str, Target]:
    """{code: Target} to put beside the figures of a year.

    Without an antenne, the network's. Of one antenne, its own; for a rate that it has none of, the network's,
    which is each antenne's too (a count of the network is nobody's alone). Of several `antennes` together,
    counts are added when each of them has one, in a Target that is not stored; rates are the network's.
    With a template, those of this programme alone.
    """
    among = [antenne] if antenne is not None else list(antennes) if antennes is not None else None
    found = Target.objects.in_force().filter(year=year, template=template).order_by()
    if among is None:
        return _sorted(found.filter(antenne=None))[1]
    own, shared = _sorted(found.filter(Q(antenne=None) | Q(antenne__in=among)))
    rates = {code: target for code, target in shared.items() if MEASURES[code].is_rate}
    if len(among) == 1:
        return rates | {code: targets[0] for code, targets in own.items()}
    sums = {code: _added(targets) for code, targets in own.items() if len(targets) == len(among)}
    return rates | {code: target for code, target in sums.items() if not MEASURES[code].is_rate}


def year_of(start_month: date, end_month: date) -> int | None:
    """The year that these whole months lie in; None across two, where no target can stand."""
    return start_month.year if start_month.year == end_month.year else None


def of_antenne(targets: QuerySet[Any], code: str) -> Any:
    """Those of the antenne with this code, of the whole network for NETWORK, none for what is no code."""
    if code == NETWORK:
        return targets.filter(antenne=None)
    return targets.filter(antenne__code=code) if _CODE.fullmatch(code) else targets.none()


def kept_by(antenne: Antenne, year: int) -> list[Target]:
    """What an antenne aims at, all programmes first: its own, and the network's rates where it has none."""
    mine = Q(antenne=antenne) | Q(antenne=None, measure__in=RATES)
    found = Target.objects.in_force().filter(mine, year=year, measure__in=CARRIES)
    # Its own come last, and so replace the network's.
    ordered = found.select_related("template").order_by(F("antenne").asc(nulls_first=True), "id")
    kept = {(target.measure, target.template_id): target for target in ordered}
    return sorted(kept.values(), key=_as_told)


def _as_told(target: Target) -> tuple[bool, str, int]:
    return target.template_id is not None, str(target.template), CARRIES.index(target.measure)


def _sorted(targets: Iterable[Target]) -> tuple[dict[str, list[Target]], dict[str, Target]]:
    """(of antennes, of the network); a measure that left the dictionary is left out."""
    own: dict[str, list[Target]] = {}
    shared = {}
    for target in targets:
        if target.measure not in MEASURES:
            continue
        if target.antenne_id is None:
            shared[target.measure] = target
        else:
            own.setdefault(target.measure, []).append(target)
    return own, shared


def _added(targets: list[Target]) -> Target:
    first = targets[0]
    total = sum(target.value or 0 for target in targets)
    return Target(year=first.year, measure=first.measure, template_id=first.template_id, value=total)
