"""Number first, unit and n beside it, the period before and the target under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.reports.words import written
from hub.rollup.measures import MEASURES
from hub.rollup.periods import Period
from hub.rollup.reports import Row
from kit.formats import NBSP


@dataclass(frozen=True)
class Headline:
    """A figure as it is read; `href` leads to the list behind it, where there is one."""

    code: str
    label: str
    value: str
    unit: str = ""
    note: str = ""
    previous: str = ""
    target: str = ""
    href: str = ""


def headlines(
    codes: Sequence[str],
    now: Row,
    before: Row,
    *,
    previous: Period,
    targets: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> list[Headline]:
    """One a measure, in the order of `codes`: a rate with its numerator and n."""
    return [
        _headline(code, now, before, previous, (targets or {}).get(code, ""), (links or {}).get(code, ""))
        for code in codes
    ]


def _headline(code: str, now: Row, before: Row, previous: Period, target: str, href: str) -> Headline:
    said, was = written(code, now[code]), before[code]
    known = was.value is not None if MEASURES[code].is_rate else bool(was.value)
    past = written(code, was)
    note = f" ({past.note})" if past.note else ""
    return Headline(
        code,
        MEASURES[code].label,
        said.value,
        said.unit,
        said.note,
        f"{previous}{NBSP}: {past}{note}" if known else "",
        target,
        href,
    )
