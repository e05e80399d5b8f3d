"""What asks for somebody in the network today: one statement for every kind, whatever their number.

Groups and what falls due are read from the roll-up, what sponsors gave from their allocations; what is
late depends on the day of who reads.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import BigIntegerField, F, Min, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast

from billing.sponsoring.queries import LAPSE, left_to_allocate, left_to_use
from hub.rollup.models import CohortFigure, Due
from tenants.network.access import allows
from tenants.network.models import Antenne


class Alert(NamedTuple):
    """One thing to see to. `antenne` and `code` are empty for what no antenne holds yet.

    cohort: `what` is its name, `number` the places taken `of` those opened, `day` its first one.
    sheet, loan: `number` of them in the antenne, `day` the oldest one's.
    fund, left: `what` is the agreement, `number` places and `of` devices, `day` the last to use or give them.
    """

    kind: str
    code: str
    antenne: str
    what: str
    number: int
    of: int
    day: date


@dataclass(frozen=True)
class Kind:
    label: str
    permission: str
    rows: Callable[[date], QuerySet]


def alerts(today: date, *, roles: set[str], antenne: str = "") -> list[Alert]:
    """What these roles may see of each kind in turn, the most urgent first; of one antenne by its code."""
    kinds = [kind for kind in KINDS.values() if allows(roles, kind.permission)]
    first, *others = (kind.rows(today).order_by() for kind in kinds)
    found = (Alert(*row) for row in first.union(*others, all=True))
    return sorted((one for one in found if antenne in {"", one.code}), key=_urgency)


def counts(found: Iterable[Alert]) -> dict[str, int]:
    """{kind: how many lines it has}, the kinds without any left out."""
    counted: dict[str, int] = {}
    for alert in found:
        counted[alert.kind] = counted.get(alert.kind, 0) + 1
    return counted


def underfilled(taken: int, opened: int) -> bool:
    """Whether so many places taken are too few a few days before the start."""
    return taken * 100 < opened * settings.MAILLON_UNDERFILLED_PERCENT


def _urgency(alert: Alert) -> tuple:
    # Soonest to begin or to end, or late for the longest: always the first day.
    return list(KINDS).index(alert.kind), alert.day, alert.antenne, alert.what


def _cohorts(today: date) -> QuerySet:
    soon = today + timedelta(days=settings.MAILLON_UNDERFILLED_DAYS)
    open_ = CohortFigure.objects.filter(state="open", starts_on__range=(today, soon)).filter(_IN_SERVICE)
    enough = F("places_opened") * settings.MAILLON_UNDERFILLED_PERCENT
    short = open_.annotate(missing=enough - F("places_taken") * 100).filter(missing__gt=0)
    return _told(
        short, "cohort", what=F("name"), number=F("places_taken"), of=F("places_opened"), day=F("starts_on")
    )


def _sheets(today: date) -> QuerySet:
    return _due("sheet", Due.Kind.SHEET, day__lte=today - timedelta(days=settings.MAILLON_UNLOCKED_DAYS))


def _loans(today: date) -> QuerySet:
    return _due("loan", Due.Kind.LOAN, day__lt=today)


def _due(kind: str, of: Due.Kind, **late: date) -> QuerySet:
    grouped = Due.objects.filter(_IN_SERVICE, kind=of, count__gt=0, **late).order_by().values("antenne")
    return _told(grouped, kind, what=Value(""), number=Sum("count"), of=Value(0), day=Min("day"))


def _funds(today: date) -> QuerySet:
    ending = left_to_use(first=today, last=today + LAPSE)
    return _told(
        ending, "fund", what=F("reference"), number=F("unused_places"), of=F("unused_devices"),
        day=F("ends_on"),
    )  # fmt: skip


def _left(today: date) -> QuerySet:
    ending = left_to_allocate(first=today, last=today + LAPSE)
    some = ending.filter(Q(left_places__gt=0) | Q(left_devices__gt=0))
    return _told(
        some, "left", what=F("reference"), number=F("left_places"), of=F("left_devices"), day=F("ends_on"),
        in_antenne=False,
    )  # fmt: skip


def _told(
    rows: QuerySet, kind: str, *, what: Any, number: Any, of: Any, day: Any, in_antenne: bool = True
) -> QuerySet:
    """In the one shape of a UNION: the fields of Alert."""
    where = {"code": F("antenne__code"), "antenne": F("antenne__name")}
    if not in_antenne:
        where = {name: Value("") for name in where}
    told = {
        "told_kind": Value(kind, TextField()),
        **{f"told_{name}": Cast(value, TextField()) for name, value in where.items()},
        "told_what": Cast(what, TextField()),
        "told_number": Cast(number, BigIntegerField()),
        "told_of": Cast(of, BigIntegerField()),
        "told_day": day,
    }
    return rows.annotate(**told).values_list(*(f"told_{name}" for name in Alert._fields))


# Nobody can see to what an archived antenne left.
_IN_SERVICE = ~Q(antenne__state=Antenne.State.ARCHIVED)
KINDS = {
    "cohort": Kind("Parcours à remplir", "figures.view", _cohorts),
    "sheet": Kind("Feuilles à clore", "figures.view", _sheets),
    "loan": Kind("Prêts en retard", "figures.view", _loans),
    "fund": Kind("Financements à utiliser", "sponsoring.view", _funds),
    "left": Kind("Conventions à affecter", "sponsoring.view", _left),
}
