"""Cards and plans, what people paid for them, and what they did not have to pay."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told


def _draw(told: Told) -> list[Block]:
    paid = ["connection_reference", "connection_paid"]
    blocks = [
        pictures.by_month(told, "Prix de référence et, dedans, prix payé", paid, overlaid=True),
        pictures.through_months(told, "Cartes et forfaits vendus", "connection_sold"),
    ]
    if len(told.question.antennes) > 1:
        blocks += [
            pictures.by_view(told, "antenne", "Économie des personnes, par antenne", ["savings"]),
            pictures.on_the_map(told, "Où les cartes et les forfaits sont vendus", "connection_sold"),
        ]
    return blocks


_FIGURES = ("cards_sold", "plans_sold", "connection_paid", "connection_reference", "savings")

CONNECTION = Chapter(
    code="connexion",
    title="Connexion",
    lead="Ce que la boutique a vendu au prix solidaire, et ce que les personnes ont économisé.",
    headlines=_FIGURES,
    columns=(*_FIGURES, "devices_bought"),
    reads=("connection_sold",),
    draw=_draw,
    views=("antenne", "month"),
)
