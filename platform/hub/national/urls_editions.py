from django.urls import path

from hub.national import editions

app_name = "editions"
urlpatterns = [
    path("", editions.editions, name="list"),
    path("cout/", editions.new_cost, name="new_cost"),
    path("preparer/<str:reference>/", editions.prepare, name="prepare"),
    path("<uuid:pk>/", editions.edition, name="edition"),
    path("<uuid:pk>/reprendre/", editions.rewrite, name="rewrite"),
    path("<uuid:pk>/publier/", editions.publish, name="publish"),
    path("<uuid:pk>/rapport.pdf", editions.edition_pdf, name="pdf"),
]
