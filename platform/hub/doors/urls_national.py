from django.urls import path, re_path

from hub.doors import accesses, visits

urlpatterns = [
    path("visites/", visits.visit_list, name="visits"),
    path("visites/demander/", visits.ask, name="ask_visit"),
    path("visites/<uuid:pk>/terminer/", visits.end_there, name="end_visit"),
    path("acces/", accesses.access_list, name="access"),
    re_path(r"^acces/export\.(?P<kind>xlsx|csv)$", accesses.access_file, name="access_file"),
    path("acces/roles/", accesses.roles, name="roles"),
    path("acces/<uuid:pk>/", accesses.one_account, name="one_account"),
    path("acces/<uuid:pk>/suspendre/", accesses.suspend, name="suspend_account"),
    path("acces/<uuid:pk>/retablir/", accesses.restore, name="restore_account"),
]
