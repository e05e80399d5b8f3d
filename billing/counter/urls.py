from django.urls import path

from billing.counter.views import receipts, sales, sessions

app_name = "counter"
urlpatterns = [
    path("", sessions.till, name="till"),
    path("nouvelle/", sessions.new_till, name="new_till"),
    path("ouvrir/", sessions.open_another, name="open"),
    path("especes/<uuid:pk>/", sessions.move_cash, name="move_cash"),
    path("clore/<uuid:pk>/", sessions.close, name="close"),
    path("jour/<uuid:pk>/", sessions.day, name="day"),
    path("vendre/<uuid:pk>/", sales.sell, name="sell"),
    path("tickets/<uuid:pk>/", receipts.receipt, name="receipt"),
    path("tickets/<uuid:pk>/imprimer/", receipts.printed, name="print"),
    path("tickets/<uuid:pk>/code/<uuid:item>/", receipts.code, name="code"),
    path("tickets/<uuid:pk>/annuler/", sales.reverse_sale, name="reverse"),
]
