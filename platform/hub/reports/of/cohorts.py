"""Every cohort with its numbers: where the office stops. No name of anybody is kept of it on the roof."""

from hub.reports import pictures
from hub.reports.chapters import Block, Chapter, Told


def _draw(told: Told) -> list[Block]:
    places = ["places_opened", "places_taken"]
    return [pictures.by_month(told, "Places ouvertes et prises, par mois de début", places, overlaid=True)]


COHORTS = Chapter(
    code="parcours",
    title="Parcours",
    lead="Les parcours qui commencent dans la période, un par un. Les noms restent dans les antennes.",
    headlines=("places_opened", "fill_rate", "participants", "no_shows", "completions"),
    columns=("places_opened", "places_taken", "participants", "no_shows", "completions"),
    draw=_draw,
    views=("antenne", "programme", "month"),
    aimed=False,  # its page reads the list as well
)
