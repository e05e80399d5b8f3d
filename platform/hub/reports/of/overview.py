"""The first chapter: what the network (or an antenne) did, in one look."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told


def _draw(told: Told) -> list[Block]:
    blocks = [
        pictures.by_month(
            told,
            "Places ouvertes et prises, par mois de début",
            ["places_opened", "places_taken"],
            overlaid=True,
        )
    ]
    if len(told.question.antennes) > 1:
        blocks += [
            pictures.by_view(told, "antenne", "Participants par antenne", ["participants"]),
            pictures.on_the_map(told, "Où sont les participants", "participants"),
        ]
    return blocks


OVERVIEW = Chapter(
    code="synthese",
    title="Synthèse",
    lead="Ce qui a été ouvert, pris, suivi, et ce que les personnes en disent.",
    headlines=(
        "places_opened",
        "fill_rate",
        "participants",
        "minutes_delivered",
        "satisfaction_rate",
        "response_rate",
        "funds_allocated",
    ),
    columns=(
        "places_opened",
        "places_taken",
        "fill_rate",
        "participants",
        "minutes_delivered",
        "satisfaction_rate",
        "funds_allocated",
    ),
    draw=_draw,
)
