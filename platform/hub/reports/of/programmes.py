"""What each programme opened, filled and brought."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told

_FIGURES = (
    "places_opened",
    "fill_rate",
    "participants",
    "completions",
    "level_gained_rate",
    "satisfaction_rate",
)


def _draw(told: Told) -> list[Block]:
    places = ["places_opened", "places_taken"]
    return [
        pictures.by_view(
            told, "programme", "Places ouvertes et prises, par programme", places, overlaid=True
        ),
        pictures.by_view(told, "level", "Participants par niveau", ["participants", "completions"]),
        pictures.through_months(told, "Participants, mois par mois", "participants"),
    ]


PROGRAMMES = Chapter(
    code="programmes",
    title="Programmes",
    lead="Ce que chaque programme a ouvert, rempli et apporté, sous le nom que son partenaire portait alors.",
    headlines=_FIGURES,
    columns=("places_opened", "places_taken", *_FIGURES[1:], "minutes_delivered"),
    draw=_draw,
    views=("programme", "antenne", "month", "level"),
)
