from programs.cohorts.operations.attendance import Taken, lock_session, take_attendance
from programs.cohorts.operations.cohorts import close_cohort, complete_cohort, open_cohort, start_cohort
from programs.cohorts.operations.enrolment import decide_level, enrol, withdraw
from programs.cohorts.operations.feeds import make_feed, revoke_feed
from programs.cohorts.operations.planning import cancel_cohort, edit_cohort, plan_cohort
from programs.cohorts.operations.programmes import adopt
from programs.cohorts.operations.sessions import add_session, cancel_session, move_session, replace_session
from programs.cohorts.operations.surveys import answer_survey, invite_to_survey
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
    "add_session",
    "adopt",
    "answer_survey",
    "book",
    "cancel_cohort",
    "cancel_session",
    "close_cohort",
    "complete_cohort",
    "decide_level",
    "edit_cohort",
    "enrol",
    "give_appointment",
    "invite_to_survey",
    "lock_session",
    "lock_workshop",
    "make_feed",
    "move_session",
    "note_visit",
    "open_cohort",
    "plan_cohort",
    "plan_workshops",
    "replace_session",
    "revoke_feed",
    "set_seats",
    "start_cohort",
    "take_attendance",
    "take_back_walk_in",
    "walk_in",
    "withdraw",
]
