"""What was stored and what the source says, where they are not the same."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A stored number that was not what the source says; None on the side where there is none.

    `measure` is a code of the dictionary, or "<table>.<column>" for what is counted beside the cells.
    """

    month: date
    measure: str
    stored: Any
    source: Any
    template_id: UUID | None = None
    version_id: UUID | None = None
    level: str = ""
