from programs.cohorts.models.attendance import Attendance, Session
from programs.cohorts.models.cohorts import AdoptedProgramme, Cohort, Place
from programs.cohorts.models.enrolments import Assessment, Completion, Enrolment
from programs.cohorts.models.surveys import Satisfaction, SurveyAnswer, SurveyInvitation

__all__ = [
    "AdoptedProgramme",
    "Assessment",
    "Attendance",
    "Cohort",
    "Completion",
    "Enrolment",
    "Place",
    "Satisfaction",
    "Session",
    "SurveyAnswer",
    "SurveyInvitation",
]
