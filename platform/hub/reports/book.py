"""The chapters, in the order that a reader meets them."""

from hub.reports.chapters import Chapter
from hub.reports.of.antenne import ONE_ANTENNE
from hub.reports.of.cohorts import COHORTS
from hub.reports.of.comparison import COMPARISON
from hub.reports.of.connection import CONNECTION
from hub.reports.of.equipment import EQUIPMENT
from hub.reports.of.funds import FUNDS
from hub.reports.of.overview import OVERVIEW
from hub.reports.of.programmes import PROGRAMMES
from hub.reports.of.satisfaction import SATISFACTION
from hub.reports.of.way import WAY

_IN_ORDER = (
    OVERVIEW,
    PROGRAMMES,
    ONE_ANTENNE,
    COMPARISON,
    COHORTS,
    WAY,
    SATISFACTION,
    EQUIPMENT,
    CONNECTION,
    FUNDS,
)
CHAPTERS: dict[str, Chapter] = {chapter.code: chapter for chapter in _IN_ORDER}
FIRST = OVERVIEW


def chapters_of(site: str) -> list[Chapter]:
    """Those that a site ("national" or "antenne") shows."""
    return [chapter for chapter in CHAPTERS.values() if site in chapter.sites]
