from programs.cohorts.api.assessments import Assessments
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
from programs.cohorts.api.enrolments import CohortEnrolments, OneEnrolment, Withdraw
from programs.cohorts.api.sessions import LockSession, SessionAttendance

__all__ = [
    "Assessments",
    "CloseCohort",
    "CohortEnrolments",
    "CohortSessions",
    "Cohorts",
    "CompleteCohort",
    "LockSession",
    "OneCohort",
    "OneEnrolment",
    "OpenCohort",
    "Programmes",
    "SessionAttendance",
    "StartCohort",
    "Withdraw",
]
