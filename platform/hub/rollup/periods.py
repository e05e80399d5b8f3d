"""The period of a page of figures: whole months, in words and in the address."""

from dataclasses import dataclass
from datetime import date

from kit import formats
from kit.calendar import add_months


@dataclass(frozen=True)
class Period:
    """From the first day of a month to the first day of a month, both months included."""

    start: date
    end: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 1))

    @property
    def months(self) -> list[date]:
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        return [add_months(self.start, place) for place in range(count)]

    @property
    def before(self) -> "Period":
        """As many months, just before."""
        count = len(self.months)
        return Period(add_months(self.start, -count), add_months(self.end, -count))

    @property
    def last_day(self) -> date:
        return date.fromordinal(add_months(self.end, 1).toordinal() - 1)

    @property
    def is_year(self) -> bool:
        return (self.start.month, self.end.month) == (1, 12) and self.start.year == self.end.year

    def __str__(self) -> str:
        if self.is_year:
            return str(self.start.year)
        if self.start == self.end:
            return formats.month(self.start)
        return f"{formats.month(self.start)} – {formats.month(self.end)}"


def default(today: date, years: list[int]) -> Period:
    """This year; without any figure in it, the last year that has some."""
    past = [year for year in years if year <= today.year]
    return Period.of_year(today.year if today.year in years or not past else max(past))
