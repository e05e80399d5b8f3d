from django.urls import path, re_path

from hub.api import schema, tokens
from hub.api.unknown import Unknown
from hub.partner import api as partner

urlpatterns = [
    path("schema/", schema.Described.as_view(), name="api_schema"),
    path("docs/", schema.Docs.as_view(), name="api_docs"),
    path("auth/token/", tokens.Token.as_view()),
    path("auth/logout/", tokens.Logout.as_view()),
    path("agreements/", partner.OwnAgreements.as_view()),
    path("reports/", partner.OwnReports.as_view()),
    path("reports/<str:id>/", partner.OwnReport.as_view()),
    re_path("", Unknown.as_view()),
]
