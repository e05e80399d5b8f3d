"""State machines: an enum, a NEXT table beside it, and a date for each state."""

from datetime import datetime
from typing import Any, Protocol

from kit.journal import record
from kit.refusals import Refused


class NotThatWay(Refused):
    """Cette action n’est plus possible : l’état est maintenant « {state} ». Rechargez la page."""


class Stateful(Protocol):
    """A model with `state`, a NEXT table {state: {allowed next states}} and `<state>_at` dates."""

    NEXT: dict[str, frozenset[str]]
    state: str

    def get_state_display(self) -> str: ...
    def save(self, *, update_fields: list[str]) -> None: ...


def check(thing: Any, *, to: str) -> None:
    """Raise NotThatWay when the NEXT table does not lead from the thing's state to `to`."""
    if to not in thing.NEXT.get(thing.state, frozenset()):
        raise NotThatWay(state=thing.get_state_display().lower())


def move(thing: Any, *, to: str, by: Any, now: datetime, verb: str, **changes: Any) -> None:
    """Change the state with its date and the given fields, and write it in the journal.

    The caller holds the row's lock; a state without a `<state>_at` field keeps no date.
    """
    check(thing, to=to)
    thing.state = to
    changed = ["state", *changes]
    if hasattr(thing, f"{to}_at"):
        setattr(thing, f"{to}_at", now)
        changed.append(f"{to}_at")
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.save(update_fields=changed)
    record(verb, on=thing, by=by, at=now)
