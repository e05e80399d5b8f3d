"""What an agreement is written with: lines that come in any number."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Due:
    """An instalment that is not numbered yet."""

    due_on: date
    amount_cents: int
    condition: str = ""


@dataclass(frozen=True)
class InReturn:
    """A counterparty: what the sponsor receives, and what it is worth."""

    label: str
    value_cents: int
