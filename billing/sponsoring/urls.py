from django.urls import path

from billing.sponsoring.views import agreements, allocations

app_name = "sponsoring"
urlpatterns = [
    path("", agreements.agreements, name="agreements"),
    path("a-utiliser/", allocations.left_to_use, name="left_to_use"),
    path("affectations/<uuid:pk>/rendre/", allocations.release, name="release"),
    path("<str:reference>/", agreements.agreement, name="agreement"),
    path("<str:reference>/affecter/", allocations.allocate, name="allocate"),
    path("<str:reference>/affectations/", allocations.allocations, name="allocations"),
]
