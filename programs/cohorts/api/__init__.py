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
from programs.cohorts.api.completion import (
    CohortSurvey,
    IssueAttestation,
    Outcomes,
    OverrideCompletion,
    SurveyAnswers,
)
from programs.cohorts.api.enrolments import CohortEnrolments, OneEnrolment, Transfer, Withdraw
from programs.cohorts.api.places import (
    Accept,
    ChangePriority,
    CohortPlaces,
    Decline,
    Demands,
    Offer,
    RefuseDemand,
    ReleasePlace,
    Waitlist,
)
from programs.cohorts.api.sessions import LockSession, SessionAttendance

__all__ = [
    "Accept",
    "Assessments",
    "ChangePriority",
    "CloseCohort",
    "CohortEnrolments",
    "CohortPlaces",
    "CohortSessions",
    "CohortSurvey",
    "Cohorts",
    "CompleteCohort",
    "Decline",
    "Demands",
    "IssueAttestation",
    "LockSession",
    "Offer",
    "OneCohort",
    "OneEnrolment",
    "OpenCohort",
    "Outcomes",
    "OverrideCompletion",
    "Programmes",
    "RefuseDemand",
    "ReleasePlace",
    "SessionAttendance",
    "StartCohort",
    "SurveyAnswers",
    "Transfer",
    "Waitlist",
    "Withdraw",
]
