"""Places, hours, ends of courses, satisfaction and workshops."""

from hub.rollup.measures.measure import Measure, Subject

_FIRST_DAY = "Mois du premier jour du parcours, pour qu’un parcours compte une seule fois."
_BY_LEVEL = "Par niveau de l’inscription."
_PLACES = "Places des parcours (cohorts_place)"
_ENROLMENTS = "Inscriptions (cohorts_enrolment)"

COURSES = (
    Measure(
        "places_opened",
        "Places ouvertes",
        "Places des parcours ouverts, en cours ou finis ; une place rendue ne compte plus. " + _FIRST_DAY,
        "places",
        _PLACES,
    ),
    Measure(
        "places_funded",
        "Places financées",
        "Places ouvertes qu’une affectation de mécène finance, ou plusieurs ensemble : une place compte une "
        "fois. " + _FIRST_DAY,
        "places",
        "Places des parcours et leurs financements (cohorts_place, cohorts_placefunding)",
    ),
    Measure(
        "places_offered",
        "Places proposées",
        f"Places ouvertes qui attendent une réponse, au moment du calcul. {_FIRST_DAY}",
        "places",
        _PLACES,
    ),
    Measure(
        "places_taken",
        "Places prises",
        "Places ouvertes prises ou consommées. Une place libérée puis reprise compte une fois ; quittée "
        "avant la première venue elle est de nouveau libre, après elle reste consommée ; celle d’une "
        f"personne jamais venue reste prise. Niveau : celui de la dernière inscription. {_FIRST_DAY}",
        "places",
        _PLACES,
    ),
    Measure(
        "places_consumed",
        "Places consommées",
        f"Places prises où quelqu’un est venu au moins une fois. {_BY_LEVEL} {_FIRST_DAY}",
        "places",
        _PLACES,
    ),
    Measure(
        "fill_rate",
        "Remplissage",
        "Places prises sur places ouvertes. Compté sur les places, il ne dépasse jamais 100 %.",
        "ratio",
        numerator="places_taken",
        denominator="places_opened",
    ),
    Measure(
        "waiting",
        "En attente d’une place",
        "Personnes sur la liste d’attente ou à qui une place est proposée, au moment du calcul ; une "
        f"demande sans droit ou sans niveau ne compte pas. {_FIRST_DAY}",
        "persons",
        _ENROLMENTS,
    ),
    Measure(
        "participants",
        "Participants",
        "Inscriptions avec au moins une présence ; une personne qui suit deux parcours compte deux fois. "
        f"{_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        "Inscriptions et feuilles de présence (cohorts_enrolment, cohorts_attendance)",
    ),
    Measure(
        "no_shows",
        "Jamais venus",
        f"Inscriptions closes sans aucune présence. {_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        _ENROLMENTS,
    ),
    Measure(
        "minutes_planned",
        "Heures prévues",
        "Durée des séances de parcours non annulées, parcours en brouillon compris, dans le mois de leur "
        "jour. Heures de séance, non d’élève ; les ateliers et les rendez-vous n’y sont pas.",
        "minutes",
        "Séances (cohorts_session)",
        Subject.HOURS,
    ),
    Measure(
        "minutes_delivered",
        "Heures suivies",
        "Minutes de présence dans les séances closes, dans le mois de la séance. Dix personnes pendant "
        f"deux heures font vingt heures. {_BY_LEVEL}",
        "minutes",
        "Feuilles de présence closes (cohorts_attendance)",
        Subject.HOURS,
    ),
    Measure(
        "attended",
        "Présences",
        "Lignes des feuilles closes où la personne est venue, même en retard ou partie avant. n compte les "
        "présences attendues : toutes les lignes de ces feuilles, sauf les absences excusées, qui ne sont "
        "ni une présence ni une présence attendue (qui a fait toutes ses heures est excusé). Dans le mois "
        f"de la séance. {_BY_LEVEL}",
        "presences",
        "Feuilles de présence closes (cohorts_attendance)",
        Subject.HOURS,
        of="Présences attendues",
    ),
    Measure(
        "attendance_rate",
        "Assiduité",
        "Présences sur présences attendues, dans les séances closes ; une absence excusée n’est pas "
        "attendue. Toujours montrée avec n.",
        "ratio",
        subject=Subject.HOURS,
        numerator="attended",
        denominator="attended:n",
    ),
    Measure(
        "completions",
        "Parcours terminés",
        "Inscriptions dont la fin de parcours est « A terminé » : l’objectif d’heures est atteint, ou le "
        f"responsable l’a décidé avec une raison. {_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        _ENROLMENTS,
        Subject.RESULTS,
        version=2,
    ),
    Measure(
        "level_gained",
        "Niveaux gagnés",
        "Personnes dont le positionnement de fin propose un niveau plus haut que celui de l’entrée ; n est "
        f"le nombre de positionnements de fin. {_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        "Positionnements (cohorts_assessment)",
        Subject.RESULTS,
        of="Positionnements de fin",
    ),
    Measure(
        "level_gained_rate",
        "Ont gagné un niveau",
        "Niveaux gagnés sur positionnements de fin ; toujours montré avec n.",
        "ratio",
        subject=Subject.RESULTS,
        numerator="level_gained",
        denominator="level_gained:n",
    ),
    Measure(
        "satisfied",
        "Personnes satisfaites",
        "Réponses « satisfait » ou « très satisfait » ; n est le nombre de réponses. " + _FIRST_DAY,
        "answers",
        "Réponses à l’enquête, sans nom (cohorts_surveyanswer)",
        Subject.RESULTS,
        of="Réponses",
    ),
    Measure(
        "survey_invited",
        "Invitations à répondre",
        "Personnes invitées à l’enquête de satisfaction. " + _FIRST_DAY,
        "persons",
        "Invitations à l’enquête (cohorts_surveyinvitation)",
        Subject.RESULTS,
    ),
    Measure(
        "satisfaction_rate",
        "Satisfaction",
        "Réponses « satisfait » ou « très satisfait » sur toutes les réponses ; toujours montrée avec n.",
        "ratio",
        subject=Subject.RESULTS,
        numerator="satisfied",
        denominator="satisfied:n",
    ),
    Measure(
        "response_rate",
        "Réponses à l’enquête",
        "Réponses sur invitations.",
        "ratio",
        subject=Subject.RESULTS,
        numerator="satisfied:n",
        denominator="survey_invited",
    ),
    Measure(
        "workshops",
        "Ateliers tenus",
        "Ateliers sans parcours dont la liste est close, dans le mois de leur jour ; sans programme.",
        "sessions",
        "Ateliers clos (cohorts_session)",
        Subject.WORKSHOPS,
    ),
    Measure(
        "workshop_visits",
        "Venues aux ateliers",
        "Venues notées dans ces ateliers, personnes anonymes comprises. Une personne venue trois fois "
        "compte trois fois ; sans programme.",
        "visits",
        "Venues aux ateliers clos (cohorts_booking)",
        Subject.WORKSHOPS,
    ),
)
