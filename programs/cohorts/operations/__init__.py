from programs.cohorts.operations.assessments import assess, assess_at_end, decide_level
from programs.cohorts.operations.attendance import Taken, lock_session, note_attendance, take_attendance
from programs.cohorts.operations.attestations import issue_attestation, issue_attestations
from programs.cohorts.operations.cohorts import close_cohort, complete_cohort, open_cohort, start_cohort
from programs.cohorts.operations.completion import override_completion
from programs.cohorts.operations.corrections import correct_attendance
from programs.cohorts.operations.eligibility import eligibility_of
from programs.cohorts.operations.enrolment import enrol, withdraw
from programs.cohorts.operations.feeds import make_feed, revoke_feed
from programs.cohorts.operations.funding import add_funder, remove_funder
from programs.cohorts.operations.news import ask_news, drop_late_convocations
from programs.cohorts.operations.offers import accept_offer, decline_offer, expire_offer, offer_to
from programs.cohorts.operations.outcomes import note_last_situations, note_outcome
from programs.cohorts.operations.places import add_place, release_place
from programs.cohorts.operations.planning import cancel_cohort, edit_cohort, plan_cohort
from programs.cohorts.operations.programmes import adopt
from programs.cohorts.operations.refill import offer_next
from programs.cohorts.operations.sessions import add_session, cancel_session, move_session, replace_session
from programs.cohorts.operations.signatures import sign
from programs.cohorts.operations.surveys import answer_survey, count_answer, invite_to_survey
from programs.cohorts.operations.transfers import transfer
from programs.cohorts.operations.waitlist import (
    apply_for,
    change_priority,
    put_on_waitlist,
    refuse_application,
)
from programs.cohorts.operations.workshops import (
    book,
    give_appointment,
    lock_workshop,
    note_visit,
    plan_workshops,
    set_seats,
    take_back_walk_in,
    walk_in,
)
from programs.cohorts.timetable import Rhythm, Slot

__all__ = [
    "Rhythm",
    "Slot",
    "Taken",
    "accept_offer",
    "add_funder",
    "add_place",
    "add_session",
    "adopt",
    "answer_survey",
    "apply_for",
    "ask_news",
    "assess",
    "assess_at_end",
    "book",
    "cancel_cohort",
    "cancel_session",
    "change_priority",
    "close_cohort",
    "complete_cohort",
    "correct_attendance",
    "count_answer",
    "decide_level",
    "decline_offer",
    "drop_late_convocations",
    "edit_cohort",
    "eligibility_of",
    "enrol",
    "expire_offer",
    "give_appointment",
    "invite_to_survey",
    "issue_attestation",
    "issue_attestations",
    "lock_session",
    "lock_workshop",
    "make_feed",
    "move_session",
    "note_attendance",
    "note_last_situations",
    "note_outcome",
    "note_visit",
    "offer_next",
    "offer_to",
    "open_cohort",
    "override_completion",
    "plan_cohort",
    "plan_workshops",
    "put_on_waitlist",
    "refuse_application",
    "release_place",
    "remove_funder",
    "replace_session",
    "revoke_feed",
    "set_seats",
    "sign",
    "start_cohort",
    "take_attendance",
    "take_back_walk_in",
    "transfer",
    "walk_in",
    "withdraw",
]
