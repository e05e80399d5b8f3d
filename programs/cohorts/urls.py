from django.urls import path

from programs.cohorts.views import cohorts, corrections, group, hours, papers, programmes, sessions, surveys

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
    path("parcours/seances/<uuid:pk>/corriger/", corrections.forgotten, name="forgotten"),
    path("parcours/seances/<uuid:pk>/corriger/<uuid:enrolment_pk>/", corrections.correct, name="correct"),
    path("parcours/seances/<uuid:pk>/feuille.pdf", papers.session_pdf, name="session_pdf"),
    path("parcours/<uuid:pk>/emargement.pdf", papers.cohort_pdf, name="cohort_pdf"),
    path("parcours/<uuid:pk>/heures/", hours.hours, name="hours"),
    path("parcours/<uuid:pk>/heures.xlsx", papers.hours_file, name="hours_file"),
    path("personnes/<uuid:pk>/positionnement/", group.assess, name="assess"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<uuid:pk>/adopter/", programmes.adopt, name="adopt"),
    path("enquete/<str:token>/", surveys.answer, name="answer"),
]
