"""What a chapter is: one question about the network, its figures, its pictures and its table.

A chapter is a value: reports/of/ has one module each. Page, spreadsheet, CSV, PDF and saved reports draw
the same `Told`, so that a number cannot differ between two of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.reports import tables
from hub.reports.aims import aims
from hub.reports.headlines import Headline, headlines
from hub.reports.questions import Question, Reading
from hub.reports.tables import Table
from hub.rollup.measures import OF_ANTENNES
from kit.documents.spreadsheets import Column

NATIONAL, ANTENNE = "national", "antenne"


@dataclass(frozen=True)
class Block:
    """A picture in its panel. `kind` is the component's: bars, lines, funnel, multiples, cartogram, donut."""

    kind: str
    title: str
    chart: Any
    note: str = ""


@dataclass(frozen=True)
class Told:
    """A chapter's answer to a question, before anything is drawn."""

    chapter: "Chapter"
    question: Question
    read: Reading
    view: str
    targets: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.read.rows["month"]

    @property
    def headlines(self) -> list[Headline]:
        """Those that this question can have: what the network alone knows is left out of a filtered one."""
        known = self.question.knows_the_network
        return headlines(
            [code for code in self.chapter.headlines if known or code in OF_ANTENNES],
            self.read.total,
            self.read.before,
            previous=self.question.period.before,
            targets=self.targets,
            links=self.links,
        )

    @property
    def blocks(self) -> list[Block]:
        """The pictures that have something to show."""
        return [block for block in self.chapter.draw(self) if not block.chart.empty]

    def table(self, link: Callable[[Any], str] = lambda key: "") -> Table:
        """The lines of the view that is shown."""
        return tables.table_of(self.read.each(self.view), self.chapter.columns, self.view, link=link)

    def sheet(self, by: Sequence[str]) -> tuple[list[Column], list[list[Any]]]:
        """The tidy sheet: by one view, or with each group of several dimensions apart."""
        codes = self.chapter.columns
        if len(by) == 1:
            return tables.sheet_of(self.read.each(by[0]), codes, by)
        return tables.sheet_of(self.question.report(by=by, measures=codes).rows, codes, by)


@dataclass(frozen=True)
class Chapter:
    """`code` stands in the address. `headlines` and `columns` are codes of the dictionary of measures.

    `views` are the dimensions of its table, the first by default; an antenne's own site leaves "antenne"
    out. `reads` are measures that only its pictures need, `apart` those that it draws antenne by antenne;
    `aimed` says whether targets stand beside its figures.
    """

    code: str
    title: str
    lead: str
    headlines: Sequence[str]
    columns: Sequence[str]
    draw: Callable[[Told], list[Block]]
    views: Sequence[str] = ("antenne", "programme", "month")
    reads: Sequence[str] = ()
    apart: Sequence[str] = ()
    aimed: bool = True
    sites: frozenset[str] = frozenset({NATIONAL, ANTENNE})

    def tell(self, question: Question, *, view: str = "", **beside: Any) -> Told:
        """Read the figures once, for all that is drawn of them."""
        measures = tuple(dict.fromkeys([*self.headlines, *self.columns, *self.reads]))
        reading = question.read(views=self.views, measures=measures, apart=self.apart)
        targets = aims(list(self.headlines), question, reading) if self.aimed else {}
        shown = tables.choose(view, self.views_for(question))
        return Told(self, question, reading, shown, targets=targets, **beside)

    def views_for(self, question: Question) -> list[str]:
        """The views that tell something apart: no line an antenne when there is but one."""
        several = len(question.antennes) > 1
        return [view for view in self.views if several or view != "antenne"]
