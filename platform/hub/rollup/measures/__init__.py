"""The one dictionary of measures: screen, spreadsheet, API and sponsors read the same words and numbers.

Stored measures are cells (hub.rollup.models.Figure); rates are divided when they are read, from summed
numerators and denominators, and are never stored; what is the network's own is read at the national office
(hub.rollup.network). A definition that changes gets a new version: the next refresh counts all of it again.
"""

from hashlib import sha256

from hub.rollup.measures.courses import COURSES
from hub.rollup.measures.funds import FUNDS
from hub.rollup.measures.measure import UNITS, Measure, Scope, Subject
from hub.rollup.measures.people import WAY
from hub.rollup.measures.shop import SHOP

_ALL = (*COURSES, *WAY, *SHOP, *FUNDS)
MEASURES: dict[str, Measure] = {measure.code: measure for measure in _ALL}
# What antennes count, stored or divided: all that `report` tells.
OF_ANTENNES: dict[str, Measure] = {code: one for code, one in MEASURES.items() if one.scope == Scope.ANTENNE}
STORED = tuple(code for code, measure in MEASURES.items() if measure.is_stored)
RATES = tuple(code for code, measure in MEASURES.items() if measure.is_rate)
OF_THE_NETWORK = tuple(code for code, measure in MEASURES.items() if measure.scope == Scope.NETWORK)
# Another one when a stored measure comes, goes or changes its definition.
EDITION = sha256(" ".join(f"{code}:{MEASURES[code].version}" for code in STORED).encode()).hexdigest()[:16]


def needed_for(codes: list[str]) -> list[str]:
    """The stored measures that these need; KeyError for a code that antennes do not count."""
    wanted: set[str] = set()
    for code in codes:
        measure = OF_ANTENNES[code]
        parts = (measure.numerator, measure.denominator) if measure.is_rate else (code,)
        wanted |= {part.partition(":")[0] for part in parts}
    return [code for code in STORED if code in wanted]


def formula(measure: Measure) -> str:
    """What a rate divides, in words: "Places prises / Places ouvertes"; "" for what is counted."""
    return f"{_part(measure.numerator)} / {_part(measure.denominator)}" if measure.is_rate else ""


def by_subject() -> list[tuple[Subject, list[Measure]]]:
    """The whole dictionary, subject by subject."""
    return [(subject, [one for one in _ALL if one.subject == subject]) for subject in Subject]


def _part(part: str) -> str:
    code, _, n = part.partition(":")
    return MEASURES[code].of if n else MEASURES[code].label


__all__ = [
    "EDITION",
    "MEASURES",
    "OF_ANTENNES",
    "OF_THE_NETWORK",
    "RATES",
    "STORED",
    "UNITS",
    "Measure",
    "Scope",
    "Subject",
    "by_subject",
    "formula",
    "needed_for",
]
