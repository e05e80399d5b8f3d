"""What a line of the dictionary says."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a measure speaks of, in the order of the dictionary."""

    PLACES = "Places et parcours"
    HOURS = "Séances et présences"
    RESULTS = "Fin de parcours et satisfaction"
    WAY = "De l’orientation à la situation six mois après"
    WORKSHOPS = "Ateliers"
    EQUIPMENT = "Équipements"
    CONNECTION = "Connexion et économies"
    FUNDS = "Fonds des mécènes"


class Scope(StrEnum):
    ANTENNE = "antenne"  # counted in each antenne, stored in cells
    NETWORK = "network"  # read at the national office: hub.rollup.network


# Said to people; a minute is shown in hours, a cent in euros.
UNITS = {
    "places": "places",
    "persons": "personnes",
    "referrals": "orientations",
    "presences": "présences",
    "minutes": "heures (comptées en minutes)",
    "sessions": "ateliers",
    "visits": "venues",
    "answers": "réponses",
    "devices": "équipements",
    "items": "articles",
    "cents": "euros (comptés en centimes)",
    "ratio": "% (jamais la moyenne de plusieurs %)",
}


@dataclass(frozen=True)
class Measure:
    """A rate has a numerator and a denominator (codes, or "<code>:n"); the others are counted.

    `of` says what the n of a stored measure counts; "" for one without n.
    """

    code: str
    label: str
    definition: str
    unit: str
    source: str = ""
    subject: Subject = Subject.PLACES
    version: int = 1
    of: str = ""
    numerator: str = ""
    denominator: str = ""
    scope: Scope = Scope.ANTENNE

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    @property
    def is_stored(self) -> bool:
        return not self.is_rate and self.scope == Scope.ANTENNE

    @property
    def unit_words(self) -> str:
        return UNITS[self.unit]
