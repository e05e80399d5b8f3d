from django.urls import path

from hub.national import views
from hub.national.antennes import life, pages

urlpatterns = [
    path("", views.antennes, name="antennes"),
    path("ouvrir/", pages.open_antenne, name="open_antenne"),
    path("<slug:code>/", pages.antenne, name="antenne"),
    path("<slug:code>/corriger/", pages.change, name="change_antenne"),
    path("<slug:code>/travaux/<uuid:pk>/", pages.work, name="antenne_work"),
    path("<slug:code>/travaux/<uuid:pk>/reprendre/", pages.take_up_again, name="take_up_again"),
    path("<slug:code>/suspendre/", life.suspend, name="suspend_antenne"),
    path("<slug:code>/rouvrir/", life.reopen, name="reopen_antenne"),
    path("<slug:code>/archiver/", life.archive, name="archive_antenne"),
    path("<slug:code>/exporter/", life.export, name="export_antenne"),
    path("<slug:code>/effacer/", life.ask_erasure, name="ask_erasure"),
    path("<slug:code>/effacer/confirmer/", life.confirm_erasure, name="confirm_erasure"),
    path("<slug:code>/effacer/annuler/", life.cancel_erasure, name="cancel_erasure"),
]
