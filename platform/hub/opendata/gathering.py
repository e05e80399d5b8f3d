"""What is known of the antennes that publish a sheet: five statements, however many there are.

Read by the national role and, for its own sheet, by an antenne's: the same questions, the same words.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from billing.tariffs.models import Group, Price
from hub.rollup.models import CohortFigure, Figure
from kit.calendar import add_months
from programs.catalogue.models import EligibilityRule, LevelRule, TemplateVersion
from tenants.network.models import Antenne, SiteSheet

LOOKED_BACK = 12  # months in which something must have been offered to be said still offered
_WORKSHOPS, _PLACES = "workshops", "places_opened"


@dataclass(frozen=True)
class Course:
    """A learning path: its version (with `hours` and `rules`), and the rhythm of its last cohort."""

    version: Any
    weeks: int | None = None
    weekly_hours: float | None = None


@dataclass(frozen=True)
class Site:
    """An antenne, its sheet, and what it offers today. `prices` are those in force, one a product."""

    sheet: SiteSheet
    courses: tuple[Course, ...]
    workshops: bool
    prices: tuple[Price, ...]

    @property
    def antenne(self) -> Antenne:
        return self.sheet.antenne

    def prices_of(self, group: Group) -> list[Price]:
        return [price for price in self.prices if price.product.group == group]


def open_antennes() -> list[Antenne]:
    """Those that are open now, each with its sheet when it has one: one statement."""
    return list(Antenne.objects.serving().select_related("sheet").order_by("name", "id"))


def sheet_of(antenne: Antenne) -> SiteSheet | None:
    """The sheet that `open_antennes` read with the antenne."""
    return getattr(antenne, "sheet", None)


def published(antennes: Iterable[Antenne]) -> list[SiteSheet]:
    """The sheets that the public reads."""
    sheets = map(sheet_of, antennes)
    return [sheet for sheet in sheets if sheet is not None and sheet.published]


def gather(sheets: Iterable[SiteSheet], *, today: date) -> list[Site]:
    """The sites of these sheets, in their order."""
    sheets = list(sheets)
    ids = [sheet.antenne_id for sheet in sheets]
    since = add_months(today, -LOOKED_BACK)
    rhythms = _rhythms(ids, since)
    cells = _cells(ids, since)
    versions = _versions({version for _, version in rhythms} | {version for _, version, _ in cells})
    prices = _prices(ids, today)
    holding = {antenne for antenne, _, what in cells if what == _WORKSHOPS}
    ran = _ran(rhythms, cells)
    return [
        Site(
            sheet,
            _courses({versions[v]: rhythm for v, rhythm in ran[sheet.antenne_id].items() if v in versions}),
            sheet.antenne_id in holding,
            tuple(prices[sheet.antenne_id].values()),
        )
        for sheet in sheets
    ]


def _ran(
    rhythms: dict[tuple[UUID, UUID], dict[str, Any]], cells: set[tuple[UUID, UUID | None, str]]
) -> dict[UUID, dict[UUID | None, dict[str, Any] | None]]:
    """{antenne: {version: its last cohort}} of what had places.

    Where an antenne has no row of a cohort yet, the cells tell which programmes had some.
    """
    ran: dict[UUID, dict[UUID | None, dict[str, Any] | None]] = defaultdict(dict)
    for (antenne, version), rhythm in rhythms.items():
        ran[antenne][version] = rhythm
    with_rows = set(ran)
    for antenne, told, what in cells:
        if what == _PLACES and antenne not in with_rows:
            ran[antenne][told] = None
    return ran


def _rhythms(ids: list[UUID], since: date) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """{(antenne, version): its last cohort}, of those that begin since that day or will begin."""
    cohorts = CohortFigure.objects.filter(antenne__in=ids, starts_on__gte=since, places_opened__gt=0)
    last = cohorts.order_by("antenne_id", "version_id", "-starts_on", "-id").distinct(
        "antenne_id", "version_id"
    )
    rows = last.values("antenne_id", "version_id", "starts_on", "ends_on", "minutes_planned")
    return {(row["antenne_id"], row["version_id"]): row for row in rows}


def _cells(ids: list[UUID], since: date) -> set[tuple[UUID, UUID | None, str]]:
    cells = Figure.objects.filter(
        antenne__in=ids, month__gte=since.replace(day=1), measure__in=(_PLACES, _WORKSHOPS), value__gt=0
    )
    return set(cells.order_by().values_list("antenne_id", "version_id", "measure").distinct())


def _versions(ids: set[UUID | None]) -> dict[UUID | None, TemplateVersion]:
    levels = LevelRule.objects.filter(version=OuterRef("pk")).order_by("score_from")
    rules = EligibilityRule.objects.filter(version=OuterRef("pk")).order_by("position")
    versions = TemplateVersion.objects.filter(pk__in=ids, template__retired_at__isnull=True)
    found = versions.select_related("template").annotate(
        hours=ArraySubquery(levels.values(row=JSONObject(level="level", hours="hours"))),
        rules=ArraySubquery(
            rules.values(
                row=JSONObject(kind="kind", number="number", value="value", effect="effect", proof="proof")
            )
        ),
    )
    return {version.pk: version for version in found}


def _prices(ids: list[UUID], today: date) -> dict[UUID, dict[UUID, Price]]:
    """{antenne: {product: the price in force there}}: its own before the network's."""
    there: dict[UUID, dict[UUID, Price]] = {antenne: {} for antenne in ids}
    held = Price.objects.filter(during__contains=today, product__retired_at__isnull=True)
    held = held.filter(Q(antenne=None) | Q(antenne__in=ids)).select_related("product")
    known = list(held.order_by("product__kind", "product__name", "id"))
    for price in sorted(known, key=lambda one: one.antenne_id is not None):
        for antenne in [price.antenne_id] if price.antenne_id else ids:
            there[antenne][price.product_id] = price
    return there


def _courses(ran: dict[TemplateVersion, dict[str, Any] | None]) -> tuple[Course, ...]:
    """One a programme, by its latest version, in the order of their names."""
    last: dict[UUID, Course] = {}
    for version, rhythm in sorted(ran.items(), key=lambda one: one[0].number):
        last[version.template_id] = Course(version, *_rhythm(rhythm))
    return tuple(sorted(last.values(), key=lambda course: (course.version.template.name, course.version.pk)))


def _rhythm(row: dict[str, Any] | None) -> tuple[int | None, float | None]:
    """(weeks, hours a week) of a cohort; nothing when its row does not tell."""
    if row is None or not row["minutes_planned"]:
        return None, None
    weeks = (row["ends_on"] - row["starts_on"]).days // 7 + 1
    return weeks, round(row["minutes_planned"] / 60 / weeks, 1)
