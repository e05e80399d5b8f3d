from django.urls import path

from hub.rollup.closing import views

app_name = "periods"
urlpatterns = [
    path("", views.periods, name="list"),
    path("clore/", views.close, name="close"),
    path("<uuid:pk>/", views.period, name="period"),
    path("<uuid:pk>/corriger/", views.correct, name="correct"),
]
