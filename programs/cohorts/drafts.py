"""A positionnement that is being taken, until it is recorded: kept in the session of who holds the tablet.

It survives a reload, the back button, a lost network and a closed tab. Its key becomes the id of the
assessment, so that what is sent twice is recorded once.
"""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from kit.identifiers import new_id

_PLACE = "positionnements"
_MOST = 6  # kept at once by one person: the oldest goes


@dataclass
class Draft:
    """Ids as strings, as the session holds them; `enrolment` is "" before a course."""

    key: str
    person: str
    version: str
    grid: str
    enrolment: str
    language: str
    answers: dict[str, int | None] = field(default_factory=dict)


def start(session: Any, *, person: Any, version: Any, grid: Any, enrolment: Any = None) -> Draft:
    draft = Draft(
        key=str(new_id()),
        person=str(person.pk),
        version=str(version.pk),
        grid=str(grid.pk),
        enrolment=str(enrolment.pk) if enrolment else "",
        language=person.language,
    )
    keep(session, draft)
    return draft


def find(session: Any, key: UUID, *, person: UUID) -> Draft | None:
    """The one of this key, if it is about this person."""
    return next((draft for draft in of_person(session, person) if draft.key == str(key)), None)


def of_person(session: Any, person: UUID) -> list[Draft]:
    kept = session.get(_PLACE, {})
    return [draft for draft in (Draft(**one) for one in kept.values()) if draft.person == str(person)]


def keep(session: Any, draft: Draft) -> None:
    kept = session.get(_PLACE, {}) | {draft.key: asdict(draft)}
    session[_PLACE] = dict(sorted(kept.items())[-_MOST:])  # time-ordered keys


def forget(session: Any, draft: Draft) -> None:
    session[_PLACE] = {key: one for key, one in session.get(_PLACE, {}).items() if key != draft.key}
