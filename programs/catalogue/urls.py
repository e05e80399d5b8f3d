from django.urls import path

from programs.catalogue import survey_views
from programs.catalogue.views import partners, templates, versions, writing

app_name = "catalogue"
urlpatterns = [
    path("enquete/", survey_views.survey, name="survey"),
    path("enquete/rediger/", survey_views.draft, name="draft_survey"),
    path("enquete/v<int:number>/", survey_views.survey, name="survey_version"),
    path("enquete/v<int:number>/publier/", survey_views.publish, name="publish_survey"),
    path("", templates.templates, name="templates"),
    path("nouveau/", templates.new_template, name="new_template"),
    path("partenaires/", partners.partners, name="partners"),
    path("partenaires/nouveau/", partners.new_partner, name="new_partner"),
    path("partenaires/<slug:code>/nom/", partners.new_name, name="new_name"),
    path("partenaires/noms/<int:pk>/fin/", partners.end_name, name="end_name"),
    path("<slug:code>/", versions.template, name="template"),
    path("<slug:code>/retirer/", templates.retire_template, name="retire_template"),
    path("<slug:code>/comparer/", versions.compare, name="compare"),
    path("<slug:code>/nouvelle-version/", writing.draft, name="draft"),
    path("<slug:code>/v<int:number>/", versions.version, name="version"),
    path("<slug:code>/v<int:number>/modifier/", writing.edit, name="edit"),
    path("<slug:code>/v<int:number>/abandonner/", writing.discard, name="discard"),
    path("<slug:code>/v<int:number>/apercu/", versions.preview, name="preview"),
    path("<slug:code>/v<int:number>/publier/", versions.publish, name="publish"),
    path("<slug:code>/v<int:number>/retirer/", versions.retire, name="retire"),
]
