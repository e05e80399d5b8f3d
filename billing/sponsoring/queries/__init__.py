"""Questions about sponsors, agreements, money and where it went."""

from billing.sponsoring.queries.allocations import (
    LAPSE,
    PARTS,
    Lapsing,
    lapsing,
    left_to_allocate,
    left_to_use,
    rest_of,
    what_is_left,
    with_allocated,
    with_use,
)
from billing.sponsoring.queries.costs import cost_on, money_of

__all__ = [
    "LAPSE",
    "PARTS",
    "Lapsing",
    "cost_on",
    "lapsing",
    "left_to_allocate",
    "left_to_use",
    "money_of",
    "rest_of",
    "what_is_left",
    "with_allocated",
    "with_use",
]
