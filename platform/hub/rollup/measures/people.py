"""The way from the referral to six months after the course: each step is a part of the one before."""

from hub.rollup.measures.measure import Measure, Subject

_MONTH = "Mois où l’orientation est reçue ; sans programme ni niveau."
_ONCE = (
    "Une personne compte une fois, au mois de sa première orientation acceptée, quand que vienne la suite ; "
    "deux fiches réunies sont une personne ; sans programme ni niveau."
)

WAY = (
    Measure(
        "referrals_received",
        "Orientations reçues",
        f"Bons d’orientation reçus, à l’accueil ou par le formulaire, quelle que soit la réponse. {_MONTH}",
        "referrals",
        "Bons d’orientation (welcome_referral)",
        Subject.WAY,
    ),
    Measure(
        "referrals_accepted",
        "Orientations acceptées",
        f"Celles des orientations reçues qui ont été acceptées, même utilisées ou expirées depuis. {_MONTH}",
        "referrals",
        "Bons d’orientation (welcome_referral)",
        Subject.WAY,
    ),
    Measure(
        "people_assessed",
        "Personnes positionnées",
        f"Personnes orientées et acceptées, qui ont un positionnement d’entrée. {_ONCE}",
        "persons",
        "Bons d’orientation et positionnements (welcome_referral, cohorts_assessment)",
        Subject.WAY,
    ),
    Measure(
        "people_enrolled",
        "Personnes inscrites",
        f"Personnes positionnées qui ont eu une place dans un parcours, même quittée ensuite. {_ONCE}",
        "persons",
        "Bons d’orientation et inscriptions (welcome_referral, cohorts_enrolment)",
        Subject.WAY,
    ),
    Measure(
        "people_came",
        "Personnes venues",
        "Personnes inscrites dont une première venue à un parcours a été notée ; comme une place consommée, "
        f"elle le reste quand cette présence est corrigée. {_ONCE}",
        "persons",
        "Bons d’orientation et inscriptions (welcome_referral, cohorts_enrolment)",
        Subject.WAY,
    ),
    Measure(
        "people_completed",
        "Personnes au bout d’un parcours",
        f"Personnes venues dont un parcours au moins est « A terminé ». {_ONCE}",
        "persons",
        "Bons d’orientation et inscriptions (welcome_referral, cohorts_enrolment)",
        Subject.WAY,
    ),
    Measure(
        "outcomes_known",
        "Situations connues à six mois",
        "Personnes au bout d’un parcours dont la situation six mois après ce parcours est notée ; "
        f"« injoignable » n’est pas une situation connue. {_ONCE}",
        "persons",
        "Bons d’orientation et suivis (welcome_referral, cohorts_outcome)",
        Subject.WAY,
    ),
    Measure(
        "outcomes_positive",
        "En emploi ou en formation à six mois",
        f"Celles de ces personnes qui sont alors en emploi ou en formation. {_ONCE}",
        "persons",
        "Bons d’orientation et suivis (welcome_referral, cohorts_outcome)",
        Subject.WAY,
    ),
    Measure(
        "positive_outcome_rate",
        "Part en emploi ou en formation",
        "En emploi ou en formation à six mois, sur les situations connues ; toujours montrée avec n.",
        "ratio",
        subject=Subject.WAY,
        numerator="outcomes_positive",
        denominator="outcomes_known",
    ),
)
