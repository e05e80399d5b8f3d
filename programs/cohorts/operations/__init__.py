from programs.cohorts.operations.attendance import Taken, lock_session, note_attendance, take_attendance
from programs.cohorts.operations.cohorts import (
    Rhythm,
    close_cohort,
    complete_cohort,
    open_cohort,
    plan_cohort,
    start_cohort,
)
from programs.cohorts.operations.corrections import correct_attendance
from programs.cohorts.operations.enrolment import decide_level, enrol, withdraw
from programs.cohorts.operations.programmes import adopt
from programs.cohorts.operations.signatures import sign
from programs.cohorts.operations.surveys import answer_survey, invite_to_survey

__all__ = [
    "Rhythm",
    "Taken",
    "adopt",
    "answer_survey",
    "close_cohort",
    "complete_cohort",
    "correct_attendance",
    "decide_level",
    "enrol",
    "invite_to_survey",
    "lock_session",
    "note_attendance",
    "open_cohort",
    "plan_cohort",
    "sign",
    "start_cohort",
    "take_attendance",
    "withdraw",
]
