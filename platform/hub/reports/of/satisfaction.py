"""What the people say of their course, always with how many said it."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told

_FEW = "Un taux qui porte sur peu de réponses bouge beaucoup : lisez-le avec son n, dans le tableau."


def _draw(told: Told) -> list[Block]:
    rates = [
        pictures.through_months(
            told, "Satisfaits ou très satisfaits, par mois de début", "satisfaction_rate"
        ),
        pictures.by_view(told, "programme", "Satisfaits, par programme", ["satisfaction_rate"]),
    ]
    if len(told.question.antennes) > 1:
        rates.append(
            pictures.by_view(told, "antenne", "Satisfaits, par antenne", ["satisfaction_rate"], note=_FEW)
        )
    return rates


SATISFACTION = Chapter(
    code="satisfaction",
    title="Satisfaction",
    lead="Ce que disent les personnes à la fin de leur parcours, et combien ont répondu.",
    headlines=("satisfaction_rate", "response_rate", "level_gained_rate"),
    columns=("satisfaction_rate", "response_rate", "survey_invited", "level_gained_rate"),
    draw=_draw,
    views=("antenne", "programme", "month"),
)
