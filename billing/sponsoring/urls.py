from django.urls import path

from billing.sponsoring.views import agreements

app_name = "sponsoring"
urlpatterns = [
    path("", agreements.agreements, name="agreements"),
    path("<str:reference>/", agreements.agreement, name="agreement"),
    path("<str:reference>/affecter/", agreements.allocate, name="allocate"),
]
