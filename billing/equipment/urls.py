from django.urls import path

from billing.equipment import views

app_name = "equipment"
urlpatterns = [
    path("equipement/", views.loans, name="loans"),
    path("equipement/appareils/", views.devices, name="devices"),
    path("equipement/appareils/<uuid:pk>/disponible/", views.back_in_service, name="back_in_service"),
    path("equipement/preter/<uuid:pk>/", views.lend, name="lend"),
    path("equipement/prets/<uuid:pk>/retour/", views.take_back, name="take_back"),
]
