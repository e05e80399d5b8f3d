"""What is done with sponsors, agreements, money and reports."""

from billing.sponsoring.operations.agreements import draft_agreement, propose_agreement, sign_agreement
from billing.sponsoring.operations.allocations import (
    MoreThanReceived,
    MoreThanSigned,
    NotSigned,
    allocate,
    follow_period,
    lock_allocation,
    note_use,
    release,
)
from billing.sponsoring.operations.sponsors import register_sponsor
from billing.sponsoring.queries import what_is_left

__all__ = [
    "MoreThanReceived",
    "MoreThanSigned",
    "NotSigned",
    "allocate",
    "draft_agreement",
    "follow_period",
    "lock_allocation",
    "note_use",
    "propose_agreement",
    "register_sponsor",
    "release",
    "sign_agreement",
    "what_is_left",
]
