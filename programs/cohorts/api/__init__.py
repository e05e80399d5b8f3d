from programs.cohorts.api.cohorts import (
    CloseCohort,
    Cohorts,
    CohortSessions,
    CompleteCohort,
    OneCohort,
    OpenCohort,
    Programmes,
    StartCohort,
)
from programs.cohorts.api.enrolments import Assessments, CohortEnrolments, OneEnrolment, Withdraw
from programs.cohorts.api.sessions import (
    Corrections,
    LockSession,
    OneAttendance,
    SessionAttendance,
    SignAttendance,
)

__all__ = [
    "Assessments",
    "CloseCohort",
    "CohortEnrolments",
    "CohortSessions",
    "Cohorts",
    "CompleteCohort",
    "Corrections",
    "LockSession",
    "OneAttendance",
    "OneCohort",
    "OneEnrolment",
    "OpenCohort",
    "Programmes",
    "SessionAttendance",
    "SignAttendance",
    "StartCohort",
    "Withdraw",
]
