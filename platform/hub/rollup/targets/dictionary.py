"""The measures that may carry a target, in the groups that a page shows together."""

from dataclasses import dataclass

from hub.rollup.measures import MEASURES, Measure


@dataclass(frozen=True)
class Group:
    code: str
    label: str
    measures: tuple[str, ...]
    of_programmes: bool = True  # whether a programme has these measures

    @property
    def told(self) -> list[Measure]:
        return [MEASURES[code] for code in self.measures]


GROUPS = (
    Group(
        "parcours",
        "Parcours",
        ("places_opened", "participants", "fill_rate", "minutes_delivered", "completions"),
    ),
    Group("resultats", "Résultats", ("satisfaction_rate", "response_rate", "level_gained_rate")),
    Group(
        "services",
        "Ateliers, prêts, connexion",
        ("workshops", "workshop_visits", "devices_on_loan", "connection_sold", "devices_bought"),
        of_programmes=False,
    ),
)
# Counts, hours and rates; what belongs to no programme has none by programme. Money has no target.
CARRIES = tuple(code for group in GROUPS for code in group.measures)
OF_NO_PROGRAMME = frozenset(code for group in GROUPS if not group.of_programmes for code in group.measures)
