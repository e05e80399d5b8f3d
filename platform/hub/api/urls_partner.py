from django.urls import path, re_path

from billing.sponsoring import api as sponsoring
from hub.api import schema, tokens
from hub.api.unknown import Unknown

urlpatterns = [
    path("schema/", schema.Described.as_view(), name="api_schema"),
    path("docs/", schema.Docs.as_view(), name="api_docs"),
    path("auth/token/", tokens.Token.as_view()),
    path("auth/logout/", tokens.Logout.as_view()),
    path("agreements/", sponsoring.OwnAgreements.as_view()),
    re_path("", Unknown.as_view()),
]
