"""The antennes beside each other: rates against the whole, months on one scale."""

from typing import Any

from hub.reports import pictures
from hub.reports.chapters import NATIONAL, Block, Chapter, Told

_FEW = "Entre parenthèses, sur combien le taux porte : peu de réponses, grand écart."
_FIGURES = (
    "fill_rate",
    "participants",
    "attendance_rate",
    "completions",
    "satisfaction_rate",
    "level_gained_rate",
)


def _draw(told: Told) -> list[Block]:
    def one_antenne(antenne: Any) -> str:
        return told.question.address(antenne=antenne.code, vue="")

    return [
        pictures.side_by_side(told, "Participants, mois par mois", "participants", href=one_antenne),
        pictures.against_the_network(told, "Remplissage, par antenne", "fill_rate"),
        pictures.against_the_network(told, "Assiduité, par antenne", "attendance_rate"),
        pictures.against_the_network(told, "Satisfaction, par antenne", "satisfaction_rate", note=_FEW),
    ]


COMPARISON = Chapter(
    code="comparaison",
    title="Comparer",
    lead="Les antennes côte à côte. Une différence ouvre une question, elle ne la ferme pas.",
    headlines=_FIGURES,
    columns=("places_opened", *_FIGURES, "response_rate"),
    draw=_draw,
    views=("antenne", "month"),
    apart=("participants",),
    sites=frozenset({NATIONAL}),
)
