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
from programs.cohorts.api.completion import (
    CohortSurvey,
    IssueAttestation,
    Outcomes,
    OverrideCompletion,
    SurveyAnswers,
)
from programs.cohorts.api.enrolments import Assessments, CohortEnrolments, OneEnrolment, Withdraw
from programs.cohorts.api.sessions import LockSession, SessionAttendance

__all__ = [
    "Assessments",
    "CloseCohort",
    "CohortEnrolments",
    "CohortSessions",
    "CohortSurvey",
    "Cohorts",
    "CompleteCohort",
    "IssueAttestation",
    "LockSession",
    "OneCohort",
    "OneEnrolment",
    "OpenCohort",
    "Outcomes",
    "OverrideCompletion",
    "Programmes",
    "SessionAttendance",
    "StartCohort",
    "SurveyAnswers",
    "Withdraw",
]
