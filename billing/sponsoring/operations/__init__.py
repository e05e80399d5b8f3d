"""What is done with sponsors, agreements, money and reports."""

from billing.sponsoring.operations.agreements import (
    InstalmentsDoNotAddUp,
    decline_agreement,
    draft_agreement,
    propose_agreement,
    rewrite_agreement,
    take_back_agreement,
)
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
from billing.sponsoring.operations.amendments import decline_amendment, draft_amendment
from billing.sponsoring.operations.costs import set_cost
from billing.sponsoring.operations.life import (
    close_agreement,
    complete_agreement,
    start_agreement,
    start_what_has_begun,
)
from billing.sponsoring.operations.proposals import ask_for_agreement
from billing.sponsoring.operations.reports import prepare_report, publish_report, rewrite_report
from billing.sponsoring.operations.signing import (
    SecondPersonWanted,
    note_sponsor_signature,
    sign_agreement,
    sign_for_network,
    sign_for_sponsor,
)
from billing.sponsoring.operations.sponsors import correct_sponsor, register_sponsor, retire_sponsor
from billing.sponsoring.queries import what_is_left

__all__ = [
    "InstalmentsDoNotAddUp",
    "MoreThanReceived",
    "MoreThanSigned",
    "NotSigned",
    "SecondPersonWanted",
    "allocate",
    "ask_for_agreement",
    "close_agreement",
    "complete_agreement",
    "correct_sponsor",
    "decline_agreement",
    "decline_amendment",
    "draft_agreement",
    "draft_amendment",
    "follow_period",
    "lock_allocation",
    "note_sponsor_signature",
    "note_use",
    "prepare_report",
    "propose_agreement",
    "publish_report",
    "register_sponsor",
    "release",
    "retire_sponsor",
    "rewrite_agreement",
    "rewrite_report",
    "set_cost",
    "sign_agreement",
    "sign_for_network",
    "sign_for_sponsor",
    "start_agreement",
    "start_what_has_begun",
    "take_back_agreement",
    "what_is_left",
]
