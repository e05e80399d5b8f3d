"""What there is to do now in an antenne, for the roles of who asks."""

from collections.abc import Iterator

from hub.antenne.todo.cohorts import cohorts, programmes
from hub.antenne.todo.desk import Desk, Todo
from hub.antenne.todo.people import people
from hub.antenne.todo.sessions import today_and_late

__all__ = ["Desk", "Todo", "panels"]

_ORDER = (
    *(
        "Visite du réseau national",
        "Séances du jour",
        "À clore",
        "Orientations en attente",
        "Places proposées",
        "Personnes à suivre",
    ),
    *("Caisse", "Parcours", "Financements", "Équipement", "Programmes"),
)


def panels(desk: Desk) -> Iterator[tuple[str, list[Todo]]]:
    """(title, lines), the empty ones left out."""
    now, late = today_and_late(desk)
    found = people(desk) | {
        "Séances du jour": now,
        "À clore": late,
        "Parcours": cohorts(desk),
        "Programmes": programmes(desk),
    }
    yield from ((title, found[title]) for title in _ORDER if found.get(title))
