from django.urls import path

from programs.catalogue import grid_views as views

app_name = "grids"
urlpatterns = [
    path("", views.grids, name="list"),
    path("commencer/", views.start, name="start"),
    path("<slug:code>/v<int:number>/", views.grid, name="grid"),
    path("<slug:code>/v<int:number>/suivante/", views.draft_next, name="draft_next"),
    path("<slug:code>/v<int:number>/publier/", views.publish, name="publish"),
    path("<slug:code>/v<int:number>/questions/", views.write, name="add"),
    path("<slug:code>/v<int:number>/questions/<slug:question>/", views.write, name="write"),
    path("<slug:code>/v<int:number>/questions/<slug:question>/retirer/", views.remove, name="remove"),
]
