"""The one reader of the figures: page, API, spreadsheet and sponsor ask here.

Reads cells only, in a number of statements that depends on neither the antennes nor the months.
Rates are divided from summed numerators and denominators, never averaged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat

from hub.rollup.measures import MEASURES, OF_ANTENNES, needed_for
from hub.rollup.models import Freshness, Published
from programs.catalogue.models import PartnerName, ProgrammeTemplate
from tenants.network.models import Antenne

# The words of `by`, and the column that tells them apart.
BOTH = "antenne and month"
DIMENSIONS = {"antenne": "antenne_id", "month": "month", "programme": "template_id", "level": "level"}


# The measures that carry an n: a rate divides by it.
_WITH_N = {
    part[:-2] for one in MEASURES.values() for part in (one.numerator, one.denominator) if part[-2:] == ":n"
}


@dataclass(frozen=True)
class Amount:
    """A measure of a row. A rate carries what it divides; "satisfied" carries its n."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None


class Row:
    """One line: its keys (an Antenne, a first day, a ProgrammeTemplate or None, a level) and its sums."""

    def __init__(self, keys: dict[str, Any], sums: dict[str, int]) -> None:
        self.keys = keys
        self._sums = sums

    def __getitem__(self, code: str) -> Amount:
        measure = MEASURES[code]
        if not measure.is_rate:
            return Amount(self._sums.get(code, 0), denominator=self._sums.get(f"{code}:n"))
        top, bottom = self._sums.get(measure.numerator, 0), self._sums.get(measure.denominator, 0)
        return Amount(top / bottom if bottom else None, top, bottom)

    def __bool__(self) -> bool:
        return any(self._sums.values())

    @classmethod
    def adding(cls, rows: Iterable["Row"], **keys: Any) -> "Row":
        total: dict[str, int] = defaultdict(int)
        for row in rows:
            for code, value in row._sums.items():
                total[code] += value
        return cls(keys, total)


@dataclass(frozen=True)
class Report:
    start_month: date
    end_month: date
    by: tuple[str, ...]
    measures: tuple[str, ...]
    rows: list[Row]

    @property
    def total(self) -> Row:
        return Row.adding(self.rows)

    def between(self, start_month: date, end_month: date) -> "Report":
        """The same for a part of its months; it must be by month."""
        rows = [row for row in self.rows if start_month <= row.keys["month"] <= end_month]
        return replace(self, start_month=start_month, end_month=end_month, rows=rows)

    def each(self, dimension: str) -> list[Row]:
        """One row a value of that dimension, in the order of the rows."""
        groups: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows:
            groups[row.keys[dimension]].append(row)
        return [Row.adding(rows, **{dimension: key}) for key, rows in groups.items()]


def report(
    *,
    start_month: date,
    end_month: date,
    by: Sequence[str] = ("antenne",),
    measures: Sequence[str] | None = None,
    antennes: Iterable[Antenne] | None = None,
    templates: Iterable[ProgrammeTemplate] | None = None,
    level: str = "",
    programmes: Mapping[Any, ProgrammeTemplate] | None = None,
) -> Report:
    """The figures from a month to a month (both included), grouped by DIMENSIONS.

    `measures` are codes of the dictionary, by default all that antennes count; KeyError for another one.
    With `templates`, what belongs to no programme (workshops, devices, sales, referrals) is not counted, with
    a `level` what has none. A programme carries `partner_name`, its partner's on the first day of the last
    month; who knows the `programmes` already (programmes_by_key) spares a statement.
    """
    codes = tuple(OF_ANTENNES if measures is None else measures)
    antennes = None if antennes is None else list(antennes)
    cells = _asked(start_month, end_month, codes, antennes=antennes, templates=templates, level=level)
    sums = _summed(cells, by, needed_for(list(codes)))
    names: dict[str, dict] = {"antenne": _antennes(antennes)} if "antenne" in by else {}
    if "programme" in by:
        names["programme"] = dict(programmes_by_key(end_month) if programmes is None else programmes)
    rows = [Row(_named(by, keys, names), values) for keys, values in sums.items()]
    return Report(start_month, end_month, tuple(by), codes, sorted(rows, key=_order))


def read_by(
    views: Sequence[str],
    *,
    start_month: date,
    end_month: date,
    measures: Sequence[str],
    before: date,
    antennes: Sequence[Antenne],
    programmes: Mapping[Any, ProgrammeTemplate],
    templates: Iterable[ProgrammeTemplate] | None = None,
    level: str = "",
    apart: Sequence[str] = (),
) -> dict[str, list[Row]]:
    """{view: its rows} for several dimensions apart, in one statement; "month" goes back to `before`.

    What a page shows is a few hundred sums, however many cells there are under them: they are grouped by
    the database, each dimension for itself. The measures in `apart` are also given by BOTH, each antenne's
    months.
    """
    branches = []
    for view in dict.fromkeys([*views, "month", *([BOTH] if apart else [])]):
        start = before if view == "month" else start_month
        codes = apart if view == BOTH else measures
        cells = _asked(start, end_month, codes, antennes=antennes, templates=templates, level=level)
        key = _key(view)
        keyed = cells.order_by().annotate(view=Value(view), key=key).values_list("view", "key", "measure")
        branches.append(keyed.annotate(total=Sum("value"), answers=Sum("n")))
    first, *others = branches
    sums: dict[str, dict[str | None, dict[str, int]]] = {view: defaultdict(dict) for view in views}
    for view, key, measure, total, answers in first.union(*others, all=True):
        found = sums.setdefault(view, defaultdict(dict))[key]
        found[measure] = int(total)
        if answers is not None:
            found[f"{measure}:n"] = int(answers)
    by_key = {str(one.pk): one for one in antennes}
    names: dict[str, Any] = {"antenne": by_key, BOTH: by_key, "programme": _texts(programmes)}
    return {view: _rows_of(view, groups, names.get(view)) for view, groups in sums.items()}


def programmes_on(day: date) -> QuerySet[ProgrammeTemplate]:
    """The templates with `partner_name`, the name that their partner bore that day, in one statement."""
    return ProgrammeTemplate.objects.annotate(partner_name=name_on(day, partner="partner"))


def programmes_by_key(day: date) -> dict[Any, ProgrammeTemplate]:
    """{template id: the template, with `partner_name`, its partner's that day}, in one statement."""
    return {template.pk: template for template in programmes_on(day).order_by("name", "pk")}


def name_on(day: Any, *, partner: str) -> Subquery:
    """The name of a partner (a path to its key) on a day, or on the day that an OuterRef leads to."""
    names = PartnerName.objects.filter(partner=OuterRef(partner), during__contains=day)
    return Subquery(names.values("name")[:1])


def label(template: Any) -> str:
    """A template with its `partner_name`: "…, avec Pôle emploi" in 2022, France Travail since 2024."""
    return f"{template.name}, avec {template.partner_name}" if template.partner_name else template.name


def oldest(antennes: Iterable[Antenne]) -> datetime | None:
    """When the least fresh of these antennes was brought up to date."""
    found = Freshness.objects.filter(antenne__in=list(antennes)).aggregate(oldest=Min("refreshed_at"))
    return found["oldest"]


def _asked(
    start: date, end: date, codes: Sequence[str], *, antennes: Any, templates: Any, level: str
) -> QuerySet[Published]:
    cells = Published.objects.filter(month__gte=start, month__lte=end)
    if set(codes) != set(OF_ANTENNES):
        cells = cells.filter(measure__in=needed_for(list(codes)))
    if antennes is not None:
        cells = cells.filter(antenne__in=antennes)
    if templates is not None:
        cells = cells.filter(template_id__in=[template.pk for template in templates])
    return cells.filter(level=level) if level else cells


def _key(view: str) -> Any:
    if view == BOTH:
        antenne, month = (Cast(DIMENSIONS[word], TextField()) for word in ("antenne", "month"))
        return Concat(antenne, Value(" "), month, output_field=TextField())
    return Cast(DIMENSIONS[view], TextField())


def _texts(programmes: Mapping[Any, ProgrammeTemplate]) -> dict[str, ProgrammeTemplate]:
    return {str(key): template for key, template in programmes.items()}


def _rows_of(view: str, groups: dict[str | None, dict[str, int]], names: Any) -> list[Row]:
    if view == BOTH:
        return [_of_both(str(key), sums, names) for key, sums in groups.items()]
    rows = []
    for key, sums in groups.items():
        named: Any = date.fromisoformat(key) if view == "month" and key else key or ""
        rows.append(Row({view: names.get(key) if names is not None else named}, sums))
    return sorted(rows, key=_order)


def _of_both(key: str, sums: dict[str, int], names: Any) -> Row:
    antenne, _, month = key.partition(" ")
    return Row({"antenne": names[antenne], "month": date.fromisoformat(month)}, sums)


def _summed(
    cells: QuerySet[Published], by: Sequence[str], stored: Sequence[str]
) -> dict[tuple, dict[str, int]]:
    asked = {code: Sum("value", filter=Q(measure=code)) for code in stored}
    asked |= {f"{code}:n": Sum("n", filter=Q(measure=code)) for code in stored if code in _WITH_N}
    columns = [DIMENSIONS[word] for word in by]
    grouped = cells.order_by().values(*columns).annotate(totals=_AsOne(*asked.values()))
    return {
        tuple(keys): {code: total for code, total in zip(asked, totals, strict=True) if total is not None}
        for *keys, totals in grouped.values_list(*columns, "totals")
    }


class _AsOne(Func):
    """The totals of a line as one array: PostgreSQL sends a line a key and not one a key and measure, and
    fetching lines and making numbers of them is most of what a report costs."""

    template = "ARRAY[%(expressions)s]::bigint[]"
    output_field = ArrayField(BigIntegerField(null=True))


def _antennes(given: Iterable[Antenne] | None) -> dict[Any, Antenne]:
    return {antenne.pk: antenne for antenne in (Antenne.objects.all() if given is None else given)}


def _named(by: Sequence[str], keys: tuple, names: dict[str, dict]) -> dict[str, Any]:
    return {word: names[word].get(key) if word in names else key for word, key in zip(by, keys, strict=True)}


def _order(row: Row) -> tuple:
    return tuple(str(key or "") for key in row.keys.values())


__all__ = [
    "BOTH",
    "DIMENSIONS",
    "Amount",
    "Report",
    "Row",
    "label",
    "name_on",
    "oldest",
    "programmes_by_key",
    "programmes_on",
    "read_by",
    "report",
]
