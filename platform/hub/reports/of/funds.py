"""The money of sponsors: signed, received, given to the antennes, used."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told

_WAY = ("funds_signed", "funds_received", "funds_allocated", "funds_consumed")
_GIVEN = _WAY[2:]
_SEVERAL = "Ce qui est affecté peut venir d’une convention plus ancienne : une étape peut dépasser l’autre."


def _draw(told: Told) -> list[Block]:
    steps = _WAY if told.question.knows_the_network else _GIVEN
    blocks = [
        pictures.totals(told, "De la signature à l’emploi", steps, note=_SEVERAL),
        pictures.by_month(told, "Affecté et, dedans, consommé", list(_GIVEN), overlaid=True),
        pictures.by_view(told, "programme", "Fonds affectés, par programme", _GIVEN, overlaid=True),
    ]
    if len(told.question.antennes) > 1:
        blocks.append(pictures.by_view(told, "antenne", "Fonds affectés, par antenne", _GIVEN, overlaid=True))
    return blocks


FUNDS = Chapter(
    code="fonds",
    title="Fonds",
    lead="Ce que les mécènes ont signé et versé, ce qui est confié aux antennes, et ce qui a servi.",
    headlines=(*_WAY, "devices_allocated", "places_funded"),
    columns=(*_GIVEN, "devices_allocated", "places_funded"),
    draw=_draw,
    views=("antenne", "programme", "month"),
)
