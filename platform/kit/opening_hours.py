"""Opening hours of a week: as a form asks them, as OpenStreetMap writes them, as people read them.

Text follows the opening_hours syntax of OpenStreetMap, of which this is the part that a week needs: days
or spans of days, one or two ranges of hours each, and whether public holidays are off, like
"Mo-Fr 09:00-12:30,14:00-17:30; Sa 09:00-12:00; PH off".
"""

import re
from dataclasses import dataclass
from datetime import time
from itertools import groupby, pairwise

from kit.formats import DAYS, hours_range

CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST = 2  # ranges of hours a day
Range = tuple[time, time]
Day = tuple[Range, ...]
_RULE = re.compile(r"(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*) (?P<hours>[\d:,\-]+)")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_OFF = "PH off"


@dataclass(frozen=True)
class Week:
    """Seven days from Monday, each with its ranges in order; no range is a day off."""

    days: tuple[Day, ...] = ((),) * 7
    closed_on_holidays: bool = False

    def __str__(self) -> str:
        """As OpenStreetMap writes it; "" when no day is open."""
        rules = [f"{_span(first, last)} {_text(day)}" for first, last, day in self._spans()]
        return "; ".join(rules + [_OFF] * (self.closed_on_holidays and bool(rules)))

    def lines(self) -> list[tuple[str, str]]:
        """As people read it: [("Du lundi au vendredi", "9 h – 12 h 30, 14 h – 17 h 30"), …]."""
        told = [
            (_days_in_words(first, last), ", ".join(hours_range(*hours) for hours in day))
            for first, last, day in self._spans()
        ]
        return told + [("Jours fériés", "fermé")] * (self.closed_on_holidays and bool(told))

    def _spans(self) -> list[tuple[int, int, Day]]:
        """(first day, last day, hours) of the open days; neighbours with the same hours are one."""
        spans = []
        for day, ranks in groupby(range(7), key=lambda rank: self.days[rank]):
            alike = list(ranks)
            if day:
                spans.append((alike[0], alike[-1], day))
        return spans


def parse(text: str) -> Week:
    """The week of a text; ValueError when it is not of the part that is known here."""
    days: list[Day] = [()] * 7
    rules = [rule.strip() for rule in text.split(";")] if text.strip() else []
    for rule in rules:
        if rule == _OFF:
            continue
        match = _RULE.fullmatch(rule)
        if match is None:
            raise ValueError(f"not opening hours: {rule!r}")
        hours = _ranges(match["hours"])
        for rank in _ranks(match["days"]):
            days[rank] = hours
    return Week(tuple(days), _OFF in rules)


def in_order(day: Day) -> bool:
    """Whether each range ends after it begins, and begins after the one before."""
    return all(start < end for start, end in day) and all(one[1] <= next_[0] for one, next_ in pairwise(day))


def _ranges(text: str) -> Day:
    matches = [_HOURS.fullmatch(part) for part in text.split(",")]
    found = []
    for match in matches:
        if match is None:
            raise ValueError(f"not hours: {text!r}")
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        found.append((time(start_hour, start_minute), time(end_hour, end_minute)))
    if len(found) > MOST or not in_order(tuple(found)):
        raise ValueError(f"hours out of order: {text!r}")
    return tuple(found)


def _ranks(text: str) -> list[int]:
    ranks: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = CODES.index(first), CODES.index(last or first)
        if start > end:
            raise ValueError(f"days out of order: {part!r}")
        ranks += range(start, end + 1)
    return ranks


def _span(first: int, last: int) -> str:
    return CODES[first] if first == last else f"{CODES[first]}-{CODES[last]}"


def _text(day: Day) -> str:
    return ",".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in day)


def _days_in_words(first: int, last: int) -> str:
    if first == last:
        return DAYS[first].capitalize()
    if last == first + 1:
        return f"{DAYS[first].capitalize()} et {DAYS[last]}"
    return f"Du {DAYS[first]} au {DAYS[last]}"
