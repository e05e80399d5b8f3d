"""The one reader of the figures: page, API, spreadsheet and sponsor ask here.

Reads cells only, in a number of statements that depends on neither the antennes nor the months.
Rates are divided from summed numerators and denominators, never averaged.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, Min, OuterRef, Q, QuerySet, Subquery, Sum

from hub.rollup.measures import MEASURES, needed_for
from hub.rollup.models import Figure, Freshness
from programs.catalogue.models import PartnerName, ProgrammeTemplate, TemplateVersion
from tenants.network.models import Antenne

# The words of `by`, and the column that tells them apart.
DIMENSIONS = {"antenne": "antenne_id", "month": "month", "programme": "version_id", "level": "level"}
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
) -> Report:
    """The figures from a month to a month (both included), grouped by DIMENSIONS.

    `measures` are codes of the dictionary, all of them by default; KeyError for an unknown one.
    Funds and devices belong to no version: with `templates` they are not counted. A programme carries
    `partner_name`, its partner's on the first day of the last month.
    """
    codes = tuple(MEASURES if measures is None else measures)
    cells = Figure.objects.filter(month__gte=start_month, month__lte=end_month)
    stored = needed_for(list(codes))
    if set(codes) != set(MEASURES):
        cells = cells.filter(measure__in=stored)
    if antennes is not None:
        antennes = list(antennes)
        cells = cells.filter(antenne__in=antennes)
    if templates is not None:
        versions = TemplateVersion.objects.filter(template__in=list(templates))
        cells = cells.filter(version_id__in=Subquery(versions.values("id")))
    template_of = _programmes(end_month) if "programme" in by else {}
    names: dict[str, dict] = {
        "antenne": _antennes(antennes) if "antenne" in by else {},
        "programme": {template.pk: template for template in template_of.values()},
    }
    sums = _summed(cells, by, stored, {version: template.pk for version, template in template_of.items()})
    rows = [Row(_named(by, keys, names), values) for keys, values in sums.items()]
    return Report(start_month, end_month, tuple(by), codes, sorted(rows, key=_order))


def programmes_on(day: date) -> QuerySet[ProgrammeTemplate]:
    """The templates with `partner_name`, the name that their partner bore that day, in one statement."""
    return ProgrammeTemplate.objects.annotate(partner_name=name_on(day, partner="partner"))


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


def _summed(
    cells: QuerySet[Figure], by: Sequence[str], stored: Sequence[str], template_of: dict[Any, Any]
) -> dict[tuple, dict[str, int]]:
    asked = {code: Sum("value", filter=Q(measure=code)) for code in stored}
    asked |= {f"{code}:n": Sum("n", filter=Q(measure=code)) for code in stored if code in _WITH_N}
    columns = [DIMENSIONS[word] for word in by]
    programme = by.index("programme") if "programme" in by else None
    grouped = cells.order_by().values(*columns).annotate(totals=_AsOne(*asked.values()))
    sums: dict[tuple, dict[str, int]] = {}
    for *keys, totals in grouped.values_list(*columns, "totals"):
        found = {code: total for code, total in zip(asked, totals, strict=True) if total is not None}
        if programme is not None:  # several versions are one
            keys[programme] = template_of.get(keys[programme])
        known = sums.setdefault(tuple(keys), found)
        if known is not found:
            known |= {code: known.get(code, 0) + total for code, total in found.items()}
    return sums


class _AsOne(Func):
    """The totals of a line as one array: PostgreSQL sends a line a key and not one a key and measure, and
    fetching lines and making numbers of them is most of what a report costs."""

    template = "ARRAY[%(expressions)s]::bigint[]"
    output_field = ArrayField(BigIntegerField(null=True))


def _antennes(given: Iterable[Antenne] | None) -> dict[Any, Antenne]:
    return {antenne.pk: antenne for antenne in (Antenne.objects.all() if given is None else given)}


def _programmes(day: date) -> dict[Any, ProgrammeTemplate]:
    """{version id: its template, with the partner's name of that day}."""
    versions = TemplateVersion.objects.select_related("template").order_by()
    found = {}
    for version in versions.annotate(partner_name=name_on(day, partner="template__partner")):
        version.template.partner_name = version.partner_name  # type: ignore[attr-defined]
        found[version.pk] = version.template
    return found


def _named(by: Sequence[str], keys: tuple, names: dict[str, dict]) -> dict[str, Any]:
    return {word: names[word].get(key) if word in names else key for word, key in zip(by, keys, strict=True)}


def _order(row: Row) -> tuple:
    return tuple(str(key or "") for key in row.keys.values())


__all__ = ["DIMENSIONS", "Amount", "Report", "Row", "label", "name_on", "oldest", "programmes_on", "report"]
