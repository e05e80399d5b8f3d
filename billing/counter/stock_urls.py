from django.urls import path

from billing.counter.views import parcels, stock, stock_takes

app_name = "stock"
urlpatterns = [
    path("", stock.stock, name="stock"),
    path("recevoir/", stock.new_lot, name="new_lot"),
    path("lots/<uuid:pk>/", stock.lot, name="lot"),
    path("lots/<uuid:pk>/recevoir/", stock.confirm, name="confirm_lot"),
    path("lots/<uuid:pk>/abandonner/", stock.drop, name="drop_lot"),
    path("produits/<uuid:pk>/", stock.cards, name="cards"),
    path("inventaires/", stock_takes.stock_takes, name="stock_takes"),
    path("inventaires/<uuid:pk>/", stock_takes.stock_take, name="stock_take"),
    path("inventaires/<uuid:pk>/clore/", stock_takes.close, name="close_count"),
    path("inventaires/<uuid:pk>/manquantes/", stock_takes.missing, name="note_missing"),
    path("inventaires/lues/<uuid:pk>/remettre/", stock_takes.take_back, name="take_back_found"),
    path("colis/", parcels.parcels, name="parcels"),
    path("colis/envoyer/", parcels.send, name="send"),
    path("colis/<uuid:pk>/", parcels.parcel, name="parcel"),
    path("colis/<uuid:pk>/recevoir/", parcels.receive, name="receive"),
    path("colis/<uuid:pk>/refuser/", parcels.refuse, name="refuse"),
    path("colis/<uuid:pk>/reprendre/", parcels.take_back, name="take_parcel_back"),
    path("colis/<uuid:pk>/retrouvee/", parcels.found, name="find_again"),
    path("<uuid:pk>/", stock.card, name="card"),
]
