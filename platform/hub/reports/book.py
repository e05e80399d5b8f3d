"""The chapters, in the order that a reader meets them."""

from hub.reports.chapters import Chapter
from hub.reports.of.overview import OVERVIEW

CHAPTERS: dict[str, Chapter] = {chapter.code: chapter for chapter in (OVERVIEW,)}
FIRST = OVERVIEW


def chapters_of(site: str) -> list[Chapter]:
    """Those that a site ("national" or "antenne") shows."""
    return [chapter for chapter in CHAPTERS.values() if site in chapter.sites]
