"""How a measure is written, by its unit: the same words on a page, in a table and on paper."""

from dataclasses import dataclass
from typing import Any

from hub.rollup.measures import MEASURES, UNITS, Measure
from hub.rollup.reports import Amount
from kit import formats
from kit.documents.spreadsheets import Column
from kit.formats import NBSP, NOTHING

_KINDS = {"minutes": "hours", "cents": "euros", "ratio": "percent"}


@dataclass(frozen=True)
class Written:
    """ "80,0" with its unit "%" and the note "80 sur 100 places"."""

    value: str
    unit: str = ""
    note: str = ""

    def __str__(self) -> str:
        if self.value == NOTHING or not self.unit:
            return self.value
        return f"{self.value}{NBSP}{self.unit}"


def written(code: str, amount: Amount) -> Written:
    """An amount of a measure; "—" for a rate that has nothing to divide by."""
    measure = MEASURES[code]
    if measure.is_rate:
        return _rate(measure, amount)
    value = int(amount.value or 0)
    if measure.unit == "cents":
        return Written(formats.euros(value).removesuffix(f"{NBSP}€"), "€")
    if measure.unit == "minutes":
        return Written(formats.number(value / 60), "h")
    return Written(formats.number(value))


def out_of(amount: Amount) -> str:
    """ "76 sur 80"."""
    return f"{formats.number(amount.numerator or 0)} sur {formats.number(amount.denominator or 0)}"


def noun_of(code: str) -> str:
    """What a rate divides by, in the plural: "places", "réponses"; empty for a measure that is no rate."""
    denominator, _, n = MEASURES[code].denominator.partition(":")
    if not denominator:
        return ""
    return MEASURES[denominator].of.lower() if n else UNITS[MEASURES[denominator].unit]


def column_of(code: str) -> Column:
    """The column of a spreadsheet that holds what `cell_of` gives."""
    return Column(MEASURES[code].label, _KINDS.get(MEASURES[code].unit, "whole"))  # type: ignore[arg-type]


def cell_of(code: str, amount: Amount) -> Any:
    """A typed cell: cents, minutes, a ratio from 0 to 1, a whole number, or None."""
    return amount.value if MEASURES[code].is_rate else int(amount.value or 0)


def _rate(measure: Measure, amount: Amount) -> Written:
    if amount.value is None:
        return Written(NOTHING)
    value = formats.percent(amount.value).removesuffix(f"{NBSP}%")
    return Written(value, "%", f"{out_of(amount)} {noun_of(measure.code)}".rstrip())
