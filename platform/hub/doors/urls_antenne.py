from django.urls import path, re_path

from hub.doors import accesses, visits

urlpatterns = [
    path("visite/terminer/", visits.end_own, name="end_own_visit"),
    path("equipe/visites/<uuid:pk>/terminer/", visits.end_here, name="end_visit_here"),
    path("equipe/acces/", accesses.access_list, name="access"),
    re_path(r"^equipe/acces/export\.(?P<kind>xlsx|csv)$", accesses.access_file, name="access_file"),
    path("equipe/acces/roles/", accesses.roles, name="roles"),
]
