"""How numbers, money and dates are written in French: pure functions, no Django.

Typography follows the Imprimerie nationale: a narrow no-break space (U+202F) before
; ? ! and between thousands, a no-break space (U+00A0) before : and units and inside « ».
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

NARROW = "\u202f"
NBSP = "\u00a0"
NOTHING = "—"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)

# A sign that already has a space before it, and one that has none. The colon of an hour
# (09:30) or of an address (https://) is left alone: only a colon that ends a word counts.
_HIGH_SIGNS = re.compile(r"(?<=[^\s!?;])[ \u00a0\u202f]*([;!?])(?=[\s»!?)]|$)")
_COLON = re.compile(r"(?<=\S)[ \u00a0\u202f]*:(?=\s|$)")
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_CLOSING = re.compile(r"[ \u00a0\u202f]*»")


def number(value: float | Decimal, decimals: int = 0) -> str:
    """12345.6 → "12 346"; with decimals=1, "12 345,6". Halves go up, as on paper."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return sign + f"{abs(rounded):,f}".replace(",", NARROW).replace(".", ",")


def euros(cents: int) -> str:
    """Integer cents to "15 000 €" or "12,50 €": whole euros lose their zeros."""
    amount = Decimal(cents) / 100
    return f"{number(amount, 0 if cents % 100 == 0 else 2)}{NBSP}€"


def percent(ratio: float | Decimal | None, decimals: int = 1) -> str:
    """0.8 → "80,0 %"; None (nothing to divide by) → "—"."""
    if ratio is None:
        return NOTHING
    return f"{number(Decimal(str(ratio)) * 100, decimals)}{NBSP}%"


def _day_number(date: dt.date) -> str:
    return "1er" if date.day == 1 else str(date.day)


def day(date: dt.date) -> str:
    """Like "mardi 8 mars 2022"."""
    return f"{DAYS[date.weekday()]} {_day_number(date)}{NBSP}{MONTHS[date.month - 1]} {date.year}"


def day_short(date: dt.date) -> str:
    """Like "8 mars"."""
    return f"{_day_number(date)}{NBSP}{MONTHS[date.month - 1]}"


def month(date: dt.date) -> str:
    """Like "mars 2022"."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def month_short(date: dt.date) -> str:
    """Like "janv.": for the foot of a chart."""
    return SHORT_MONTHS[date.month - 1]


def hour(moment: dt.time | dt.datetime) -> str:
    """Like "9 h 30", "14 h"."""
    minutes = f"{NBSP}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def hours_range(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """Like "9 h 30 – 11 h 30"."""
    return f"{hour(start)}{NBSP}– {hour(end)}"


def minutes_as_hours(minutes: int) -> str:
    """1920 → "32 h", 90 → "1 h 30", 45 → "45 min"."""
    sign = "-" if minutes < 0 else ""
    hours, left = divmod(abs(minutes), 60)
    if not hours and left:
        return f"{sign}{left}{NBSP}min"
    return f"{sign}{number(hours)}{NBSP}h" + (f"{NBSP}{left:02d}" if left else "")


def typography(sentence: str) -> str:
    """Put French no-break spaces into a sentence that was typed on an ordinary keyboard."""
    sentence = _HIGH_SIGNS.sub(NARROW + r"\1", sentence)
    sentence = _COLON.sub(f"{NBSP}:", sentence)
    sentence = _OPENING.sub(f"«{NBSP}", sentence)
    return _CLOSING.sub(f"{NBSP}»", sentence)
