"""What a chart is made of, ready for a template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Value = float | None
Show = Callable[[Any], str]  # how a value is written: kit.formats.number, euros, percent…

PLOT = 180  # height of the drawing itself, in pixels
ROOM = 30  # above it, for the label of the highest value
FOOT = 26  # below it, for the labels of the axis


@dataclass(frozen=True, slots=True)
class Series:
    """One measure along the labels; None where there is nothing to show. `dashed`: a target, on a curve."""

    name: str
    values: Sequence[Value]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What values are read against, a target or the mean of the network: one value, or one a label."""

    name: str
    value: float | Sequence[Value]

    def at(self, place: int) -> Value:
        return self.value[place] if isinstance(self.value, Sequence) else self.value


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    name: str
    tone: int
    text: str = ""
    share: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis. `minor` ones go when the panel is narrow."""

    at: str
    text: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as text, for those who cannot or do not want to read the drawing."""

    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A column (x, y, width, height) or, lying, a bar that reaches a share of its row."""

    tone: int
    text: str
    x: str
    width: str
    y: str
    height: str
    middle: str
    above: str
    reach: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference over the bars of a label: a level (x, y, width) or, lying, a share of the row."""

    x: str
    y: str
    width: str
    reach: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """The bars that share a label."""

    label: str
    foot: Tick
    bars: list[Bar]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Curve:
    """`path` is drawn in a box 100 wide that stretches; `end` labels the last point."""

    tone: int
    path: str
    dots: list[Dot]
    end: Tick | None
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """A stroke on a circle whose length is declared to be 100."""

    tone: int
    dashes: str
    offset: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What all kinds share: whether there is anything, in words, and as a table."""

    empty: bool
    summary: str
    keys: list[Key]
    table: Table


@dataclass(frozen=True, slots=True)
class BarChart(Chart):
    """`lying` bars are rows with their label above; the others are columns. `reference` is in the legend."""

    lying: bool
    overlaid: bool
    dense: bool
    groups: list[Group]
    ticks: list[Tick]
    axis_width: int
    height: int = ROOM + PLOT + FOOT
    foot: int = ROOM + PLOT + FOOT - 8
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LineChart(Chart):
    """Curves over shared labels, the last value of each written at its end."""

    curves: list[Curve]
    feet: list[Tick]
    ticks: list[Tick]
    axis_width: int
    ends_width: int
    height: int = ROOM + PLOT + FOOT
    foot: int = ROOM + PLOT + FOOT - 8


@dataclass(frozen=True, slots=True)
class DonutChart(Chart):
    """Shares of a whole, with the total in the middle."""

    arcs: list[Arc]
    total: str


@dataclass(frozen=True, slots=True)
class Change:
    """From before to after on one scale; a None has no dot. `start` and `width` are the way between."""

    label: str
    text: str
    before: str | None
    after: str | None
    start: str
    width: str
    grew: bool


@dataclass(frozen=True, slots=True)
class ChangeChart(Chart):
    """A line a label: where it stood, where it stands now, and the way between."""

    rows: list[Change]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a funnel: its count, its bar, and its shares in words. `lost` is where the greatest
    loss stood before (a share of the row) and `loss` says it; both empty for the other steps."""

    label: str
    text: str
    shares: str
    reach: str
    lost: str = ""
    loss: str = ""


@dataclass(frozen=True, slots=True)
class FunnelChart(Chart):
    """Steps that shrink, from the first; `note` is a sentence under the drawing."""

    steps: list[Step]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of many small curves: `path` in a box of 100 × 40 that stretches, `end` its last point."""

    name: str
    text: str
    summary: str
    path: str
    end: str = ""
    mark: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class MultiplesChart(Chart):
    """The same curve of many antennes, on one scale, which `scale` says in words."""

    panels: list[Panel]
    scale: str
    columns: bool = False
    reference: str = ""
