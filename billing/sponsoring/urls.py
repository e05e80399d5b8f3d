from django.urls import path

from billing.sponsoring import views

app_name = "sponsoring"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("<str:reference>/", views.agreement, name="agreement"),
    path("<str:reference>/affecter/", views.allocate, name="allocate"),
]
