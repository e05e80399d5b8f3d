"""Days: months clamped to their end, the public holidays of France, and those of its schools."""

from calendar import monthrange
from datetime import date
from functools import cache

import holidays
from vacances_scolaires_france import SchoolHolidayDates

# Alsace and Moselle have two more, each overseas département its own.
_SUBDIVISION = {"57": "57", "67": "6AE", "68": "6AE"} | {
    code: code for code in ("971", "972", "973", "974", "976")
}

# Arrêté du 16 avril 2015 (calendrier scolaire): the académies of each zone, by département. Corsica
# and the overseas académies set their own days, which no table here knows.
_ZONES = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 67"
    " 68 72 76 80 83 84 85 88",
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
_ZONE_OF = {departement: zone for zone, codes in _ZONES.items() for departement in codes.split()}


def add_months(day: date, months: int) -> date:
    """The same day some months later; 31 August + 6 months is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_public_holiday(day: date, *, departement: str) -> bool:
    """Whether that day is a public holiday there (Code du travail, art. L3133-1 and L3134-13)."""
    return day in _holidays(departement)


def public_holiday(day: date, *, departement: str) -> str:
    """What that holiday is called in French; "" on a day that is none."""
    return str(_holidays(departement).get(day) or "").replace("'", "’")


def has_own_holidays(departement: str) -> bool:
    """Whether days are public holidays there that are not in the rest of France."""
    return departement in _SUBDIVISION


def school_holiday(day: date, *, departement: str) -> str:
    """Like "Vacances d’hiver"; "" on a school day, and where or when the calendar is unknown here."""
    zone = school_zone(departement)
    row = _school_days().data.get(day) if zone else None
    return row["nom_vacances"].replace("'", "’") if row and row[f"vacances_zone_{zone.lower()}"] else ""


def school_zone(departement: str) -> str:
    """A, B or C; "" where the schools have a calendar of their own."""
    return _ZONE_OF.get(departement, "")


def school_days_known(day: date, *, departement: str) -> bool:
    """Whether the school holidays of that day are known here: published, and of one of the three zones."""
    known = _school_days().data
    return bool(school_zone(departement)) and min(known) <= day <= max(known)


@cache
def _holidays(departement: str) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", subdiv=_SUBDIVISION.get(departement), language="fr")


@cache
def _school_days() -> SchoolHolidayDates:
    return SchoolHolidayDates()
