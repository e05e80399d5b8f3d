from django.urls import path

from programs.cohorts.views import (
    assessments,
    cohorts,
    group,
    programmes,
    progress,
    sessions,
    surveys,
    tablet,
)

app_name = "cohorts"
urlpatterns = [
    path("parcours/", cohorts.cohort_list, name="list"),
    path("parcours/nouveau/", cohorts.plan, name="plan"),
    path("parcours/<uuid:pk>/", cohorts.cohort_page, name="cohort"),
    path("parcours/<uuid:pk>/ouvrir/", cohorts.open_it, name="open"),
    path("parcours/<uuid:pk>/demarrer/", cohorts.start_it, name="start"),
    path("parcours/<uuid:pk>/terminer/", cohorts.complete_it, name="complete"),
    path("parcours/<uuid:pk>/clore/", cohorts.close_it, name="close"),
    path("parcours/<uuid:pk>/inscrire/", group.choose, name="choose"),
    path("parcours/<uuid:pk>/inscrire/<uuid:person_pk>/", group.enter, name="enter"),
    path("parcours/<uuid:pk>/enquete/", surveys.survey, name="survey"),
    path("parcours/<uuid:pk>/enquete/proposer/", surveys.invite, name="invite"),
    path("parcours/inscriptions/<uuid:pk>/retrait/", group.leave, name="leave"),
    path("parcours/seances/<uuid:pk>/", sessions.attend, name="attend"),
    path("parcours/seances/<uuid:pk>/feuille/", sessions.paper, name="paper"),
    path("parcours/inscriptions/<uuid:pk>/positionnement/", assessments.assess_at_end, name="assess_at_end"),
    path(
        "parcours/inscriptions/<uuid:pk>/positionnement/commencer/",
        assessments.start_at_end,
        name="start_at_end",
    ),
    path("parcours/inscriptions/<uuid:pk>/progres/", progress.progress, name="progress"),
    path("parcours/<uuid:pk>/progres/", progress.group_progress, name="group_progress"),
    path("personnes/<uuid:pk>/positionnement/", assessments.assess, name="assess"),
    path(
        "personnes/<uuid:pk>/positionnement/commencer/<uuid:programme_pk>/",
        assessments.start,
        name="start_assess",
    ),
    path("personnes/<uuid:pk>/positionnement/<uuid:key>/<int:number>/", tablet.question, name="question"),
    path("personnes/<uuid:pk>/positionnement/<uuid:key>/merci/", tablet.done, name="done"),
    path("personnes/<uuid:pk>/positionnement/<uuid:key>/reponses/", tablet.answers, name="answers"),
    path("personnes/<uuid:pk>/positionnement/<uuid:key>/niveau/", tablet.result, name="result"),
    path("positionnements/<uuid:pk>/", assessments.assessment, name="assessment"),
    path("positionnements/grilles/<uuid:pk>/papier/", assessments.paper, name="grid_paper"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<uuid:pk>/adopter/", programmes.adopt, name="adopt"),
    path("enquete/<str:token>/", surveys.answer, name="answer"),
]
