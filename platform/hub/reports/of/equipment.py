"""The devices: in class, lent, brought back late, bought."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told


def _draw(told: Told) -> list[Block]:
    blocks = [
        pictures.by_month(
            told, "Prêts commencés et équipements achetés", ["devices_on_loan", "devices_bought"]
        ),
        pictures.through_months(told, "Équipements mis en séance", "devices_in_class"),
    ]
    if len(told.question.antennes) > 1:
        blocks += [
            pictures.by_view(told, "antenne", "Prêts commencés, par antenne", ["devices_on_loan"]),
            pictures.on_the_map(told, "Où les équipements sont prêtés", "devices_on_loan"),
        ]
    return blocks


_FIGURES = (
    "devices_in_class",
    "devices_on_loan",
    "devices_returned",
    "devices_overdue",
    "devices_bought",
    "devices_allocated",
)

EQUIPMENT = Chapter(
    code="equipement",
    title="Équipement",
    lead="Les ordinateurs prêtés en séance et à la maison, rendus, ou achetés au prix promis.",
    headlines=_FIGURES,
    columns=_FIGURES,
    draw=_draw,
    views=("antenne", "month"),
)
