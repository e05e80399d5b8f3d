from django.urls import path

from programs.catalogue import survey_views, views

app_name = "catalogue"
urlpatterns = [
    path("", views.templates, name="templates"),
    path("enquete/", survey_views.survey, name="survey"),
    path("enquete/rediger/", survey_views.draft, name="draft_survey"),
    path("enquete/v<int:number>/", survey_views.survey, name="survey_version"),
    path("enquete/v<int:number>/publier/", survey_views.publish, name="publish_survey"),
    path("<slug:code>/", views.template, name="template"),
    path("<slug:code>/nouvelle-version/", views.draft, name="draft"),
    path("<slug:code>/v<int:number>/", views.version, name="version"),
    path("<slug:code>/v<int:number>/publier/", views.publish, name="publish"),
]
