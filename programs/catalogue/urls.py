from django.urls import path

from programs.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.templates, name="templates"),
    path("<slug:code>/", views.template, name="template"),
    path("<slug:code>/nouvelle-version/", views.draft, name="draft"),
    path("<slug:code>/v<int:number>/", views.version, name="version"),
    path("<slug:code>/v<int:number>/publier/", views.publish, name="publish"),
]
