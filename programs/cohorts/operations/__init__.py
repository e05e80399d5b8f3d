from programs.cohorts.operations.assessments import assess, assess_at_end, decide_level
from programs.cohorts.operations.attendance import Taken, lock_session, take_attendance
from programs.cohorts.operations.attestations import issue_attestation, issue_attestations
from programs.cohorts.operations.cohorts import (
    Rhythm,
    close_cohort,
    complete_cohort,
    open_cohort,
    plan_cohort,
    start_cohort,
)
from programs.cohorts.operations.completion import override_completion
from programs.cohorts.operations.eligibility import eligibility_of
from programs.cohorts.operations.enrolment import enrol, withdraw
from programs.cohorts.operations.news import ask_news, drop_late_convocations
from programs.cohorts.operations.offers import accept_offer, decline_offer, expire_offer, offer_to
from programs.cohorts.operations.outcomes import note_last_situations, note_outcome
from programs.cohorts.operations.places import add_place, release_place
from programs.cohorts.operations.programmes import adopt
from programs.cohorts.operations.refill import offer_next
from programs.cohorts.operations.surveys import answer_survey, count_answer, invite_to_survey
from programs.cohorts.operations.transfers import transfer
from programs.cohorts.operations.waitlist import (
    apply_for,
    change_priority,
    put_on_waitlist,
    refuse_application,
)

__all__ = [
    "Rhythm",
    "Taken",
    "accept_offer",
    "add_place",
    "adopt",
    "answer_survey",
    "apply_for",
    "ask_news",
    "assess",
    "assess_at_end",
    "change_priority",
    "close_cohort",
    "complete_cohort",
    "count_answer",
    "decide_level",
    "decline_offer",
    "drop_late_convocations",
    "eligibility_of",
    "enrol",
    "expire_offer",
    "invite_to_survey",
    "issue_attestation",
    "issue_attestations",
    "lock_session",
    "note_last_situations",
    "note_outcome",
    "offer_next",
    "offer_to",
    "open_cohort",
    "override_completion",
    "plan_cohort",
    "put_on_waitlist",
    "refuse_application",
    "release_place",
    "start_cohort",
    "take_attendance",
    "transfer",
    "withdraw",
]
