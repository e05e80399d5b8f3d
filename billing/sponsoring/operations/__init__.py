"""What is done with sponsors, agreements, money and reports."""

from billing.sponsoring.operations.agreements import draft_agreement, propose_agreement, sign_agreement
from billing.sponsoring.operations.allocations import MoreThanSigned, NotSigned, allocate, what_is_left
from billing.sponsoring.operations.sponsors import register_sponsor

__all__ = [
    "MoreThanSigned",
    "NotSigned",
    "allocate",
    "draft_agreement",
    "propose_agreement",
    "register_sponsor",
    "sign_agreement",
    "what_is_left",
]
