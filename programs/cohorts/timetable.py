"""When a group meets: a rhythm over weeks, or one slot. On the antenne's own clock, summer and winter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from kit.calendar import public_holiday, school_holiday

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_SESSIONS = 200


@dataclass(frozen=True)
class Slot:
    """One session: day, hour, minutes, room and who leads it."""

    day: date
    at: time
    minutes: int
    room: str
    zone: ZoneInfo
    trainer: Any = None

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.at, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True)
class Skipped:
    """A day on which the group would have met, and the holiday that prevents it."""

    day: date
    holiday: str


@dataclass(frozen=True)
class Rhythm:
    """When a cohort meets: first day, weekdays (0 is Monday), hour, minutes each, every week or every two.

    So many `sessions`, or all `until` a day (included). `other_hours` are the weekdays that begin at
    another hour than `at`.
    """

    first_day: date
    weekdays: frozenset[int]
    at: time
    minutes: int
    zone: ZoneInfo
    departement: str
    sessions: int | None = None
    until: date | None = None
    every_weeks: int = 1
    skip_school_holidays: bool = False
    other_hours: Mapping[int, time] = field(default_factory=dict)

    @property
    def recurrence(self) -> str:
        """The rule as RFC 5545 writes it, without its end: a session may be added after it."""
        days = ",".join(_DAYS[number] for number in sorted(self.weekdays))
        rule = f"RRULE:FREQ=WEEKLY;INTERVAL={self.every_weeks};BYDAY={days};WKST=MO"
        return f"DTSTART:{self.first_day:%Y%m%d}\n{rule}"

    def plan(self) -> tuple[list[date], list[Skipped]]:
        """The days of the sessions (MOST_SESSIONS at most), and those that holidays took away."""
        days: list[date] = []
        skipped: list[Skipped] = []
        wanted = MOST_SESSIONS if self.sessions is None else min(self.sessions, MOST_SESSIONS)
        for day in self._candidates():
            holiday = self.holiday(day)
            if holiday:
                skipped.append(Skipped(day, holiday))
            else:
                days.append(day)
            if len(days) >= wanted:
                break
        return days, skipped

    def days(self) -> list[date]:
        return self.plan()[0]

    def starts_at(self, day: date) -> datetime:
        hour = self.other_hours.get(day.weekday(), self.at)
        return datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)

    def holiday(self, day: date) -> str:
        """Why nobody meets that day; "" when the group does."""
        public = public_holiday(day, departement=self.departement)
        if public or not self.skip_school_holidays:
            return public
        return school_holiday(day, departement=self.departement)

    def _candidates(self) -> Iterator[date]:
        if self.sessions is None and self.until is None:
            raise ValueError("so many sessions, or until a day")
        days = occurrences(self.recurrence)
        return takewhile(lambda day: self.until is None or day <= self.until, days)


def occurrences(recurrence: str, *, after: date | None = None) -> Iterator[date]:
    """The days of a rule of RFC 5545 (DTSTART and RRULE), holidays included."""
    rule = rrulestr(recurrence)
    for moment in rule if after is None else rule.xafter(datetime.combine(after, time.max)):
        yield moment.date()
