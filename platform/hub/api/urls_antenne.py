from django.urls import path, re_path

from billing.equipment import api as equipment
from hub.api import figures, schema, tokens
from hub.api.unknown import Unknown
from programs.cohorts import api as cohorts
from tenants.welcome import api as welcome

urlpatterns = [
    path("schema/", schema.Described.as_view(), name="api_schema"),
    path("docs/", schema.Docs.as_view(), name="api_docs"),
    path("auth/token/", tokens.Token.as_view()),
    path("auth/logout/", tokens.Logout.as_view()),
    path("beneficiaries/", welcome.Beneficiaries.as_view()),
    path("beneficiaries/<str:id>/", welcome.OneBeneficiary.as_view()),
    path("beneficiaries/<str:id>/merge/", welcome.MergeBeneficiary.as_view()),
    path("beneficiaries/<str:id>/consents/", welcome.BeneficiaryConsents.as_view()),
    path("prescribers/", welcome.Prescribers.as_view()),
    path("referrals/", welcome.Referrals.as_view()),
    path("referrals/<str:id>/accept/", welcome.AcceptReferral.as_view()),
    path("referrals/<str:id>/refuse/", welcome.RefuseReferral.as_view()),
    path("follow-ups/", welcome.FollowUps.as_view()),
    path("follow-ups/<str:id>/done/", welcome.NextStepDone.as_view()),
    path("follow-ups/<str:id>/postpone/", welcome.Postpone.as_view()),
    path("notices/", welcome.Notices.as_view()),
    path("notices/<str:id>/said/", welcome.Said.as_view()),
    path("programmes/", cohorts.Programmes.as_view()),
    path("cohorts/", cohorts.Cohorts.as_view()),
    path("cohorts/<str:id>/", cohorts.OneCohort.as_view()),
    path("cohorts/<str:id>/open/", cohorts.OpenCohort.as_view()),
    path("cohorts/<str:id>/start/", cohorts.StartCohort.as_view()),
    path("cohorts/<str:id>/complete/", cohorts.CompleteCohort.as_view()),
    path("cohorts/<str:id>/close/", cohorts.CloseCohort.as_view()),
    path("cohorts/<str:id>/enrolments/", cohorts.CohortEnrolments.as_view()),
    path("cohorts/<str:id>/sessions/", cohorts.CohortSessions.as_view()),
    path("enrolments/<str:id>/", cohorts.OneEnrolment.as_view()),
    path("enrolments/<str:id>/withdraw/", cohorts.Withdraw.as_view()),
    path("sessions/<str:id>/attendance/", cohorts.SessionAttendance.as_view()),
    path("sessions/<str:id>/lock/", cohorts.LockSession.as_view()),
    path("assessments/", cohorts.Assessments.as_view()),
    path("devices/", equipment.Devices.as_view()),
    path("loans/", equipment.Loans.as_view()),
    path("loans/<str:id>/return/", equipment.ReturnLoan.as_view()),
    path("figures/", figures.OwnFigures.as_view()),
    re_path("", Unknown.as_view()),
]
