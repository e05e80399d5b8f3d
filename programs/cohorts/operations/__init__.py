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
from programs.cohorts.operations.enrolment import decide_level, enrol, withdraw
from programs.cohorts.operations.outcomes import note_last_situations, note_outcome
from programs.cohorts.operations.programmes import adopt
from programs.cohorts.operations.surveys import answer_survey, count_answer, invite_to_survey

__all__ = [
    "Rhythm",
    "Taken",
    "adopt",
    "answer_survey",
    "close_cohort",
    "complete_cohort",
    "count_answer",
    "decide_level",
    "enrol",
    "invite_to_survey",
    "issue_attestation",
    "issue_attestations",
    "lock_session",
    "note_last_situations",
    "note_outcome",
    "open_cohort",
    "override_completion",
    "plan_cohort",
    "start_cohort",
    "take_attendance",
    "withdraw",
]
