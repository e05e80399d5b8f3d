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

__all__ = [
    "LAPSE",
    "PARTS",
    "Lapsing",
    "lapsing",
    "left_to_allocate",
    "left_to_use",
    "rest_of",
    "what_is_left",
    "with_allocated",
    "with_use",
]
