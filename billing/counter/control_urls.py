from django.urls import path

from billing.counter.views import control

app_name = "control"
urlpatterns = [
    path("", control.control, name="control"),
    path("verifier/", control.verify, name="verify"),
    path("cloturer/", control.close_due, name="close_due"),
    path("archive/<uuid:pk>/<int:year>.zip", control.archive, name="archive"),
    path("ticket/", control.find, name="find"),
    path("tickets/<uuid:pk>/", control.ticket, name="ticket"),
    path("tickets/<uuid:pk>.txt", control.ticket_text, name="ticket_text"),
]
