"""From the referral to six months after the course: where people are lost on the way."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told

_STEPS = (
    "referrals_received",
    "referrals_accepted",
    "people_assessed",
    "people_enrolled",
    "people_came",
    "people_completed",
    "outcomes_known",
    "outcomes_positive",
)


def _draw(told: Told) -> list[Block]:
    blocks = [
        pictures.steps(told, "Du bon d’orientation à six mois après", _STEPS, whole="des orientations"),
        pictures.through_months(told, "Orientations reçues", "referrals_received"),
    ]
    if len(told.question.antennes) > 1:
        blocks.append(pictures.by_view(told, "antenne", "Orientations reçues, par antenne", _STEPS[:1]))
    return blocks


WAY = Chapter(
    code="chemin",
    title="Chemin",
    lead=(
        "Ce que sont devenues les personnes orientées dans la période, quand que vienne la suite : "
        "les derniers mois bougent encore."
    ),
    headlines=("referrals_received", "people_enrolled", "people_completed", "positive_outcome_rate"),
    columns=(*_STEPS, "positive_outcome_rate"),
    draw=_draw,
    views=("antenne", "month"),
)
