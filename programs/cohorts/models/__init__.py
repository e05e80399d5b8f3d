from programs.cohorts.models.attendance import (
    Attendance,
    AttendanceCorrection,
    Booking,
    CalendarFeed,
    Session,
)
from programs.cohorts.models.cohorts import AdoptedProgramme, Cohort, Place, PlaceFunding
from programs.cohorts.models.diary import Diary
from programs.cohorts.models.enrolments import (
    LEVEL_GAINED,
    Assessment,
    Attestation,
    Completion,
    CompletionOverride,
    Enrolment,
    Outcome,
)
from programs.cohorts.models.surveys import Satisfaction, SurveyAnswer, SurveyInvitation

__all__ = [
    "LEVEL_GAINED",
    "AdoptedProgramme",
    "Assessment",
    "Attendance",
    "AttendanceCorrection",
    "Attestation",
    "Booking",
    "CalendarFeed",
    "Cohort",
    "Completion",
    "CompletionOverride",
    "Diary",
    "Enrolment",
    "Outcome",
    "Place",
    "PlaceFunding",
    "Satisfaction",
    "Session",
    "SurveyAnswer",
    "SurveyInvitation",
]
