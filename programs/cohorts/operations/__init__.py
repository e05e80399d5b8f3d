from programs.cohorts.operations.assessments import assess, assess_at_end, decide_level
from programs.cohorts.operations.attendance import Taken, lock_session, take_attendance
from programs.cohorts.operations.cohorts import (
    Rhythm,
    close_cohort,
    complete_cohort,
    open_cohort,
    plan_cohort,
    start_cohort,
)
from programs.cohorts.operations.enrolment import enrol, withdraw
from programs.cohorts.operations.programmes import adopt
from programs.cohorts.operations.surveys import answer_survey, invite_to_survey

__all__ = [
    "Rhythm",
    "Taken",
    "adopt",
    "answer_survey",
    "assess",
    "assess_at_end",
    "close_cohort",
    "complete_cohort",
    "decide_level",
    "enrol",
    "invite_to_survey",
    "lock_session",
    "open_cohort",
    "plan_cohort",
    "start_cohort",
    "take_attendance",
    "withdraw",
]
