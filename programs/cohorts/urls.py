from django.urls import path

from programs.cohorts.views import cohorts, group, offers, places, programmes, sessions, surveys, waitlist

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
    path("parcours/<uuid:pk>/attendre/<uuid:person_pk>/", waitlist.wait, name="wait"),
    path("parcours/<uuid:pk>/demande/<uuid:person_pk>/", waitlist.apply, name="apply"),
    path("parcours/<uuid:pk>/places/", places.places, name="places"),
    path("parcours/<uuid:pk>/places/ajouter/", places.add, name="add_place"),
    path("parcours/places/<uuid:pk>/rendre/", places.release, name="release_place"),
    path("parcours/places-proposees/", offers.calls, name="calls"),
    path("parcours/inscriptions/<uuid:pk>/retrait/", group.leave, name="leave"),
    path("parcours/inscriptions/<uuid:pk>/transfert/", group.move_on, name="transfer"),
    path("parcours/inscriptions/<uuid:pk>/priorite/", waitlist.priority, name="priority"),
    path("parcours/inscriptions/<uuid:pk>/refus/", waitlist.refuse, name="refuse_application"),
    path("parcours/inscriptions/<uuid:pk>/proposer/", offers.offer_it, name="offer"),
    path("parcours/inscriptions/<uuid:pk>/accepter/", offers.accept_it, name="accept_offer"),
    path("parcours/inscriptions/<uuid:pk>/decliner/", offers.decline_it, name="decline_offer"),
    path("place/<str:token>/", offers.place, name="place"),
    path("parcours/seances/<uuid:pk>/", sessions.attend, name="attend"),
    path("parcours/seances/<uuid:pk>/feuille/", sessions.paper, name="paper"),
    path("personnes/<uuid:pk>/positionnement/", group.assess, name="assess"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<uuid:pk>/adopter/", programmes.adopt, name="adopt"),
    path("enquete/<str:token>/", surveys.answer, name="answer"),
]
