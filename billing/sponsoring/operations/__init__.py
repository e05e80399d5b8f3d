"""What is done with sponsors, agreements, money and reports."""

from billing.sponsoring.operations.agreements import draft_agreement, propose_agreement, sign_agreement
from billing.sponsoring.operations.allocations import MoreThanSigned, NotSigned, allocate, what_is_left
from billing.sponsoring.operations.costs import set_cost
from billing.sponsoring.operations.proposals import ask_for_agreement
from billing.sponsoring.operations.reports import prepare_report, publish_report, rewrite_report
from billing.sponsoring.operations.sponsors import register_sponsor

__all__ = [
    "MoreThanSigned",
    "NotSigned",
    "allocate",
    "ask_for_agreement",
    "draft_agreement",
    "prepare_report",
    "propose_agreement",
    "publish_report",
    "register_sponsor",
    "rewrite_report",
    "set_cost",
    "sign_agreement",
    "what_is_left",
]
