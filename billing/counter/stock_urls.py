from django.urls import path

from billing.counter.views import stock

app_name = "stock"
urlpatterns = [
    path("", stock.stock, name="stock"),
    path("recevoir/", stock.new_lot, name="new_lot"),
    path("lots/<uuid:pk>/", stock.lot, name="lot"),
    path("lots/<uuid:pk>/recevoir/", stock.confirm, name="confirm_lot"),
    path("lots/<uuid:pk>/abandonner/", stock.drop, name="drop_lot"),
    path("produits/<uuid:pk>/", stock.cards, name="cards"),
    path("<uuid:pk>/", stock.card, name="card"),
]
