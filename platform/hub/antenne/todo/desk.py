"""Who asks what to do now, and a line of the answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenants.network.access import allows

AT_MOST = 5  # of a kind: the rest is one sentence away


@dataclass(frozen=True)
class Todo:
    """A sentence with its action."""

    sentence: str
    context: str
    href: str
    action: str
    icon: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Desk:
    """Who asks, where and when."""

    antenne: Any
    user: Any
    roles: set[str]
    now: datetime
    today: date

    def may(self, permission: str) -> bool:
        return allows(self.roles, permission)


def at_most(found: list[Todo], *, more: str, count: int | None = None) -> list[Todo]:
    """The first ones and a line for the rest; `count` is how many there are when not all were read."""
    count = len(found) if count is None else count
    if count <= AT_MOST:
        return found
    left = count - AT_MOST + 1
    rest = Todo(f"Et {left} autres lignes comme celles-ci.", "", more, "Tout voir", "ellipsis")
    return [*found[: AT_MOST - 1], rest]
