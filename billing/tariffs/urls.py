from django.urls import path

from billing.tariffs import views

app_name = "tariffs"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("produits/nouveau/", views.new_product, name="new_product"),
    path("produits/<uuid:pk>/", views.product, name="product"),
    path("produits/<uuid:pk>/corriger/", views.change_product, name="change_product"),
    path("produits/<uuid:pk>/retirer/", views.retire, name="retire"),
    path("listes/nouvelle/", views.new_list, name="new_list"),
    path("listes/<uuid:pk>/", views.one_list, name="list"),
    path("listes/<uuid:pk>/corriger/", views.rewrite_list, name="rewrite_list"),
    path("listes/<uuid:pk>/publier/", views.publish, name="publish"),
    path("listes/<uuid:pk>/abandonner/", views.discard, name="discard"),
    path("plafonds/nouveau/", views.new_ceiling, name="new_ceiling"),
]
