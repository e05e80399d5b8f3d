"""A target in words, and how much of it is reached."""

import re
from decimal import Decimal
from fractions import Fraction

from hub.rollup.measures import MEASURES
from hub.rollup.models import Target
from kit import formats
from kit.formats import NBSP

THOUSAND = 1000  # a rate's whole
_MINUTES = 60
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_MOST = 10**9
Number = int | float | Decimal


class NotATarget(ValueError):
    """What was typed is no target of this measure; its words say what would be."""


def beside(code: str, value: Number | None, target: Target | None) -> str:
    """What to write under a figure, "" without a target.

    `value` is what the report gives: a count in the measure's unit, or a rate from 0 to 1. The target is
    always that of the whole year, however short the period: nothing is divided by twelve in silence.
    """
    if target is None or target.value is None:
        return ""
    aim = f"Objectif {target.year}{NBSP}: {amount(code, target.value)}"
    if value is None:
        return aim
    if reached(code, value, target) >= 1:
        return f"{aim} (atteint)"
    if MEASURES[code].is_rate:
        missing = Fraction(target.value, 10) - _exact(value) * 100
        points = formats.number(max(Decimal(missing.numerator) / missing.denominator, Decimal("0.1")), 1)
        return f"{aim} (il manque {points}{NBSP}point{'s' if not points.startswith(('0', '1,')) else ''})"
    return f"{aim} ({percent(code, value, target)}{NBSP}% atteint)"


def reached(code: str, value: Number | None, target: Target) -> Fraction:
    """The part of the target that a figure is: 1 and more when it is reached; a target of nothing is."""
    if not target.value:
        return Fraction(1)
    whole = THOUSAND if MEASURES[code].is_rate else 1
    return _exact(value or 0) * whole / target.value


def percent(code: str, value: Number | None, target: Target) -> int:
    """The same in whole hundredths, never rounded up: 99 until it is reached."""
    return int(reached(code, value, target) * 100)


def amount(code: str, value: int) -> str:
    """A target as it is written: "120", "1 200 h", "72,5 %"."""
    measure = MEASURES[code]
    if measure.is_rate:
        return f"{_short(Decimal(value) / 10)}{NBSP}%"
    if measure.unit == "minutes":
        return f"{_short(Decimal(value) / _MINUTES)}{NBSP}h"
    return formats.number(value)


def so_far(code: str, value: Number) -> str:
    """A figure of the report as it stands beside its target: "67", "854 h", "72,5 %"."""
    if MEASURES[code].is_rate:
        return formats.percent(value)
    hours = unit(code) == "h"
    return formats.number(value / 60 if hours else value) + (f"{NBSP}h" if hours else "")


def typed(code: str, value: int | None) -> str:
    """The same without its unit, as a field carries it."""
    return "" if value is None else amount(code, value).removesuffix(f"{NBSP}%").removesuffix(f"{NBSP}h")


def unit(code: str) -> str:
    measure = MEASURES[code]
    return "%" if measure.is_rate else "h" if measure.unit == "minutes" else ""


def parsed(code: str, words: str) -> int | None:
    """From what a person types ("1 200", "72,5 %") to a value; None for nothing, NotATarget otherwise."""
    bare = _SPACES.sub("", words).removesuffix(unit(code) or " ").replace(",", ".")
    if not bare:
        return None
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", bare, re.ASCII):
        raise NotATarget(_hint(code))
    scale = THOUSAND // 100 if MEASURES[code].is_rate else _MINUTES if unit(code) == "h" else 1
    value = Decimal(bare) * scale
    most = THOUSAND if MEASURES[code].is_rate else _MOST
    if value != int(value) or value > most:
        raise NotATarget(_hint(code))
    return int(value)


def _hint(code: str) -> str:
    if MEASURES[code].is_rate:
        return "De 0 à 100 %, comme 80 ou 72,5."
    return "Un nombre d’heures, comme 1 200." if unit(code) == "h" else "Un nombre entier, comme 120."


def _exact(value: Number) -> Fraction:
    # The shortest writing of a float is the number that was divided: 0.8, not 0.8000000000000000444.
    return Fraction(str(value))


def _short(value: Decimal) -> str:
    return formats.number(value, 0 if value == int(value) else 1)
