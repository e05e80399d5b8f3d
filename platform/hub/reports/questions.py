"""A question put to the figures: a period, filters, and who is among them. Read from the address alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.http import urlencode

from hub.reports.forms import FiguresForm
from hub.rollup import periods
from hub.rollup.ages import oldest
from hub.rollup.measures import OF_ANTENNES
from hub.rollup.models import Figure, Freshness
from hub.rollup.network import network_report
from hub.rollup.periods import Period
from hub.rollup.reports import BOTH, Report, Row, label, programmes_by_key, read_by, report
from kit.territories import region_name, region_of
from tenants.network.models import Antenne

FILTERS = ("antenne", "territoire", "programme", "theme", "partenaire", "niveau")


@dataclass(frozen=True)
class Reading:
    """The sums of a period, by each dimension apart, and of as many months before."""

    rows: dict[str, list[Row]]
    start: date

    def each(self, view: str) -> list[Row]:
        """One row an antenne, a programme, a month or a level of the period."""
        if view == "month":
            return [row for row in self.rows["month"] if row.keys["month"] >= self.start]
        return self.rows.get(view, [])

    @property
    def months_of_antennes(self) -> dict[Any, dict[date, Row]]:
        """{antenne: {month: its row}} of the measures that were asked apart."""
        found: dict[Any, dict[date, Row]] = {}
        for row in self.rows.get(BOTH, []):
            found.setdefault(row.keys["antenne"], {})[row.keys["month"]] = row
        return found

    @property
    def months_before(self) -> list[Row]:
        return [row for row in self.rows["month"] if row.keys["month"] < self.start]

    @cached_property
    def total(self) -> Row:
        return Row.adding(self.each("month"))

    @cached_property
    def before(self) -> Row:
        return Row.adding(self.months_before)


class Question:
    """The address, read: its form, the antennes and programmes it speaks of, and the period.

    Costs two statements (the antennes with their age, the programmes with their partners' names of the
    time), whatever their number. A word that is not offered narrows nothing.
    """

    def __init__(self, data: Any, *, among: QuerySet[Antenne], today: date, national: bool = False) -> None:
        self.data = data
        self.national = national
        self.today = today
        self.every = list(_with_months(among))
        self.form = FiguresForm(data, default=periods.default(today, self.years))
        self.programmes = programmes_by_key(self.period.last_day)
        self._offer()

    @cached_property
    def years(self) -> list[int]:
        """The years that have figures, in order."""
        months = [month for one in self.every for month in (one.first_month, one.last_month) if month]
        return list(range(min(months).year, max(months).year + 1)) if months else []

    @property
    def period(self) -> Period:
        return self.form.period

    @cached_property
    def templates(self) -> list[Any] | None:
        """The programmes that are asked for, or None for all."""
        wanted = {name: self.form.chosen(name)[0] for name in ("programme", "theme", "partenaire")}
        if not any(wanted.values()):
            return None
        return [
            one
            for one in self._every_template
            if wanted["programme"] in {"", one.code}
            and wanted["theme"] in {"", one.theme}
            and wanted["partenaire"] in {"", str(one.partner_id)}
        ]

    @cached_property
    def antennes(self) -> list[Antenne]:
        """The antennes that are asked for."""
        code, territory = self.form.chosen("antenne")[0], self.form.chosen("territoire")[0]
        return [
            one
            for one in self.every
            if code in {"", one.code}
            and territory in {"", one.departement, f"region-{region_of(one.departement)}"}
        ]

    @property
    def antenne(self) -> Antenne | None:
        """The only one that is asked for, among several."""
        return self.antennes[0] if len(self.antennes) == 1 < len(self.every) else None

    @property
    def level(self) -> str:
        return self.form.chosen("niveau")[0]

    @property
    def refreshed_at(self) -> datetime | None:
        """When the least fresh of its antennes was brought up to date."""
        return oldest(one.refreshed_at for one in self.antennes)  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """(name of the filter, what is chosen) of each filter in force, as words."""
        chosen = ((name, self.form.chosen(name)[1]) for name in FILTERS)
        return [(name, words) for name, words in chosen if words]

    def read(self, *, views: Sequence[str], measures: Sequence[str], apart: Sequence[str] = ()) -> Reading:
        """The figures of the period and of the one before, by each view apart, in one statement.

        What is in `apart` also comes for each month of each antenne. What belongs to the whole network is
        read beside, when the whole network is asked for: `knows_the_network`.
        """
        here = [code for code in measures if code in OF_ANTENNES]
        rows = read_by(
            views,
            start_month=self.period.start,
            end_month=self.period.end,
            before=self.period.before.start,
            measures=here,
            apart=apart,
            **self._narrowing(),
        )
        if len(here) < len(measures) and self.knows_the_network:
            rows["month"] = _with_the_network(rows["month"], self.period)
        return Reading(rows, self.period.start)

    @property
    def knows_the_network(self) -> bool:
        """Whether it is put by the national office and nothing is filtered: then its own money is told."""
        return self.national and not self.narrowed

    def report(self, *, by: Sequence[str], measures: Sequence[str]) -> Report:
        """The figures of the period with each group of these dimensions apart: for a file."""
        return report(
            start_month=self.period.start,
            end_month=self.period.end,
            by=by,
            measures=measures,
            **self._narrowing(),
        )

    def _narrowing(self) -> dict[str, Any]:
        return {
            "antennes": self.antennes,
            "templates": self.templates,
            "level": self.level,
            "programmes": self.programmes,
        }

    def address(self, **changes: str) -> str:
        """The query string of the same question from its first page, changed; "" takes a filter away."""
        changes = {"page": "", **changes}
        said = {**self.data.dict(), **changes} if hasattr(self.data, "dict") else {**self.data, **changes}
        return "?" + urlencode({name: word for name, word in said.items() if word})

    @property
    def _every_template(self) -> list[Any]:
        return list(self.programmes.values())

    def _offer(self) -> None:
        templates = self._every_template
        self.form.offer("programme", "Tous les programmes", [(one.code, label(one)) for one in templates])
        partners = {str(one.partner_id): one.partner_name for one in templates if one.partner_name}
        self.form.offer(
            "partenaire", "Tous les partenaires", sorted(partners.items(), key=lambda one: one[1])
        )
        if len(self.every) > 1:
            antennes = [(one.code, one.name) for one in self.every]
            self.form.offer("antenne", "Toutes les antennes", antennes)
            self.form.offer("territoire", "Toute la France", _territories(self.every))
        else:
            for name in ("antenne", "territoire"):
                del self.form.fields[name]


def _with_the_network(rows: list[Row], period: Period) -> list[Row]:
    more = network_report(start_month=period.before.start, end_month=period.end).rows
    by_month: dict[date, list[Row]] = {}
    for row in [*rows, *more]:
        by_month.setdefault(row.keys["month"], []).append(row)
    return [Row.adding(same, month=month) for month, same in sorted(by_month.items())]


def with_age(antennes: QuerySet[Antenne]) -> QuerySet[Antenne]:
    """Adds refreshed_at, when the figures of each were last brought up to date."""
    fresh = Freshness.objects.filter(antenne=OuterRef("pk"))
    return antennes.annotate(refreshed_at=Subquery(fresh.values("refreshed_at")[:1]))


def _with_months(antennes: QuerySet[Antenne]) -> QuerySet[Antenne]:
    own = Figure.objects.filter(antenne=OuterRef("pk")).values("month")
    return with_age(antennes).annotate(
        first_month=Subquery(own.order_by("month")[:1]), last_month=Subquery(own.order_by("-month")[:1])
    )


def _territories(antennes: list[Antenne]) -> list[tuple[str, Any]]:
    """The regions where somebody is, then the départements."""
    regions = {region_of(one.departement) for one in antennes} - {""}
    by_name = sorted((region_name(code), code) for code in regions)
    ordered = sorted(antennes, key=lambda one: (one.departement, one.name))
    departements = [
        (code, f"{code} ({', '.join(one.name for one in there)})")
        for code, there in groupby(ordered, key=lambda one: one.departement)
    ]
    return [
        ("Régions", [(f"region-{code}", name) for name, code in by_name]),
        ("Départements", departements),
    ]


__all__ = ["FILTERS", "Question", "Reading", "with_age"]
