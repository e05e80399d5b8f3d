"""A site as its page shows it, to the public and to the antenne that looks at its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hub.opendata.addresses import referral_form
from hub.opendata.gathering import Site, sheet_of
from hub.opendata.services import services
from kit.calendar import add_months
from kit.phones import as_read
from kit.text import fold
from tenants.network.models import Antenne, SiteSheet

OLD_MONTHS = 6  # a sheet that nobody has read again for so long may be wrong


@dataclass(frozen=True)
class Shown:
    """What the template draws: words ready to read."""

    antenne: Antenne
    sheet: SiteSheet
    services: list[dict[str, Any]]
    phone: str
    hours: list[tuple[str, str]]
    referral_form: str


def shown(site: Site) -> Shown:
    sheet = site.sheet
    phone = as_read(sheet.phone) if sheet.phone else ""
    offered = services(site)
    return Shown(site.antenne, sheet, offered, phone, sheet.week.lines(), referral_form(site.antenne))


def looked_for(sheets: Iterable[SiteSheet], words: str) -> list[SiteSheet]:
    """Those that hold every word in the name, the town, its postal code or the département."""
    wanted = fold(words).split()
    return [sheet for sheet in sheets if all(word in _words(sheet) for word in wanted)]


def is_old(sheet: SiteSheet, *, today: date) -> bool:
    return sheet.updated_at.date() < add_months(today, -OLD_MONTHS)


@dataclass(frozen=True)
class ToWrite:
    """An open antenne whose sheet asks for something: none, in draft, or old."""

    antenne: Antenne
    why: str
    since: datetime | None = None


def to_write(antennes: Iterable[Antenne], *, today: date) -> list[ToWrite]:
    """What the national office may ask of the antennes, the missing ones first."""
    found = [_asked(antenne, today) for antenne in antennes]
    order = {"missing": 0, "draft": 1, "old": 2}
    return sorted((one for one in found if one), key=lambda one: (order[one.why], fold(one.antenne.name)))


def _asked(antenne: Antenne, today: date) -> ToWrite | None:
    sheet = sheet_of(antenne)
    if sheet is None:
        return ToWrite(antenne, "missing")
    if not sheet.published:
        return ToWrite(antenne, "draft", sheet.updated_at)
    return ToWrite(antenne, "old", sheet.updated_at) if is_old(sheet, today=today) else None


def _words(sheet: SiteSheet) -> str:
    antenne = sheet.antenne
    return fold(f"{antenne.name} {sheet.commune} {sheet.postal_code} {antenne.departement}")
