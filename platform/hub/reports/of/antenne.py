"""One antenne, whole: its courses, its workshops, its shop, its devices and its funds."""

from hub.reports import pictures
from hub.reports.chapters import NATIONAL, Block, Chapter, Told


def _draw(told: Told) -> list[Block]:
    places = ["places_opened", "places_taken"]
    return [
        pictures.by_month(told, "Places ouvertes et prises, par mois de début", places, overlaid=True),
        pictures.through_months(told, "Heures suivies", "minutes_delivered"),
        pictures.by_view(told, "programme", "Participants par programme", ["participants"]),
        pictures.through_months(told, "Économie des personnes", "savings"),
    ]


_FIGURES = (
    "places_opened",
    "fill_rate",
    "participants",
    "minutes_delivered",
    "satisfaction_rate",
    "workshop_visits",
    "devices_on_loan",
    "savings",
    "funds_allocated",
)

ONE_ANTENNE = Chapter(
    code="antenne",
    title="Antenne",
    lead="Tout ce qu’une antenne a fait : choisissez-la avec le filtre, ou dans le tableau.",
    headlines=_FIGURES,
    columns=_FIGURES,
    draw=_draw,
    views=("antenne", "month", "programme", "level"),
    sites=frozenset({NATIONAL}),
)
