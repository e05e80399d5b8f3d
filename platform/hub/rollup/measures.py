"""The one dictionary of measures: screen, spreadsheet, API and sponsors read the same words and numbers.

Stored measures are cells (hub.rollup.models.Figure); rates are divided when they are read, from summed
numerators and denominators, and are never stored. A definition that changes gets a new version.
"""

from dataclasses import dataclass

ANSWERS = "satisfied:n"  # the n of the cells of "satisfied": answers given
ASSESSED_TWICE = "level_gained:n"  # the n of the cells of "level_gained": positionnements at the end


@dataclass(frozen=True)
class Measure:
    """A rate has a numerator and a denominator (codes, or "<code>:n"); the others are stored."""

    code: str
    label: str
    definition: str
    unit: str
    source: str = ""
    version: int = 1
    numerator: str = ""
    denominator: str = ""

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)


_FIRST_DAY = "Mois du premier jour du parcours, pour qu’un parcours compte une seule fois."
_BY_LEVEL = "Par niveau de l’inscription."
_SOLD = "Mois du jour du ticket ; une annulation compte en moins, l’entraînement jamais ; sans programme."

_ALL = (
    Measure(
        "places_opened",
        "Places ouvertes",
        "Places des parcours ouverts, en cours ou finis ; une place rendue ne compte plus. " + _FIRST_DAY,
        "places",
        "cohorts_place, cohorts_cohort",
    ),
    Measure(
        "places_funded",
        "Places financées",
        "Places ouvertes qu’une affectation de mécène finance, ou plusieurs ensemble : une place compte une "
        "fois. " + _FIRST_DAY,
        "places",
        "cohorts_place.allocation, cohorts_placefunding",
    ),
    Measure(
        "places_taken",
        "Places prises",
        "Places ouvertes prises ou consommées. Une place libérée puis reprise compte une fois ; quittée "
        "avant la première venue elle est de nouveau libre, après elle reste consommée ; celle d’une "
        f"personne jamais venue reste prise. Niveau : celui de la dernière inscription. {_FIRST_DAY}",
        "places",
        "cohorts_place.state in (taken, consumed)",
    ),
    Measure(
        "places_consumed",
        "Places consommées",
        f"Places prises où quelqu’un est venu au moins une fois. {_BY_LEVEL} {_FIRST_DAY}",
        "places",
        "cohorts_place.state = consumed",
    ),
    Measure(
        "places_offered",
        "Places proposées",
        f"Places ouvertes qui attendent une réponse, au moment du calcul. {_FIRST_DAY}",
        "places",
        "cohorts_place.state = offered",
    ),
    Measure(
        "waiting",
        "En attente d’une place",
        "Personnes sur la liste d’attente ou à qui une place est proposée, au moment du calcul ; une "
        f"demande sans droit ou sans niveau ne compte pas. {_FIRST_DAY}",
        "persons",
        "cohorts_enrolment.state in (waitlisted, offered)",
    ),
    Measure(
        "participants",
        "Participants",
        "Inscriptions avec au moins une présence ; une personne qui suit deux parcours compte deux fois. "
        f"{_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        "cohorts_enrolment, cohorts_attendance",
    ),
    Measure(
        "no_shows",
        "Jamais venus",
        f"Inscriptions closes sans aucune présence. {_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        "cohorts_enrolment.state = no_show",
    ),
    Measure(
        "minutes_planned",
        "Heures prévues",
        "Durée des séances de parcours non annulées, dans le mois de leur jour. Heures de séance, non "
        "d’élève ; les ateliers et les rendez-vous n’y sont pas.",
        "minutes",
        "cohorts_session.minutes, séance de parcours",
    ),
    Measure(
        "minutes_delivered",
        "Heures suivies",
        "Minutes de présence dans les séances closes, dans le mois de la séance. Dix personnes pendant "
        f"deux heures font vingt heures. {_BY_LEVEL}",
        "minutes",
        "cohorts_attendance.minutes, séance close",
    ),
    Measure(
        "completions",
        "Parcours terminés",
        "Inscriptions dont la fin de parcours est « A terminé » : l’objectif d’heures est atteint, ou le "
        f"responsable l’a décidé avec une raison. {_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        "cohorts_enrolment.state = completed",
        version=2,
    ),
    Measure(
        "level_gained",
        "Niveaux gagnés",
        "Personnes dont le positionnement de fin propose un niveau plus haut que celui de l’entrée ; n est "
        f"le nombre de positionnements de fin. {_BY_LEVEL} {_FIRST_DAY}",
        "persons",
        "cohorts_assessment.moment = exit",
    ),
    Measure(
        "satisfied",
        "Personnes satisfaites",
        "Réponses « satisfait » ou « très satisfait » ; n est le nombre de réponses. " + _FIRST_DAY,
        "answers",
        "cohorts_surveyanswer",
    ),
    Measure(
        "survey_invited",
        "Invitations à répondre",
        "Personnes invitées à l’enquête de satisfaction. " + _FIRST_DAY,
        "persons",
        "cohorts_surveyinvitation",
    ),
    Measure(
        "workshops",
        "Ateliers tenus",
        "Ateliers sans parcours dont la liste est close, dans le mois de leur jour ; sans programme.",
        "sessions",
        "cohorts_session, atelier clos",
    ),
    Measure(
        "workshop_visits",
        "Venues aux ateliers",
        "Venues notées dans ces ateliers, personnes anonymes comprises. Une personne venue trois fois "
        "compte trois fois ; sans programme.",
        "visits",
        "cohorts_booking.state = came, atelier clos",
    ),
    Measure(
        "devices_in_class",
        "Équipements mis en séance",
        "Équipements passés « en séance » dans le mois ; sans programme.",
        "devices",
        "equipment_deviceevent.state = in_class",
    ),
    Measure(
        "devices_on_loan",
        "Prêts commencés",
        "Prêts d’équipement commencés dans le mois ; sans programme.",
        "devices",
        "equipment_loan.starts_on",
    ),
    Measure(
        "connection_sold",
        "Cartes et forfaits vendus",
        f"Articles de connexion vendus en caisse. {_SOLD}",
        "items",
        "counter_saleline.group = connection",
    ),
    Measure(
        "connection_paid",
        "Connexion, au prix solidaire",
        f"Ce que les personnes ont payé pour se connecter, TVA comprise. {_SOLD}",
        "cents",
        "counter_saleline.gross_cents, group = connection",
    ),
    Measure(
        "connection_reference",
        "Connexion, au prix de référence",
        f"Ce que les mêmes articles coûtent ailleurs, au prix de référence du jour de la vente. {_SOLD}",
        "cents",
        "counter_saleline.quantity × reference_cents, group = connection",
    ),
    Measure(
        "savings",
        "Économie des personnes",
        f"Prix de référence moins prix solidaire, tous articles. {_SOLD}",
        "cents",
        "counter_saleline.quantity × (reference_cents − unit_cents)",
    ),
    Measure(
        "devices_bought",
        "Équipements achetés",
        f"Équipements vendus en caisse. {_SOLD}",
        "devices",
        "counter_saleline.group = equipment",
    ),
    Measure(
        "funds_allocated",
        "Fonds affectés",
        "Montants affectés à l’antenne, dans le mois de l’affectation ; une affectation rendue ne compte "
        "plus. Un programme entier et non une version : la cellule n’a ni version ni niveau.",
        "cents",
        "sponsoring_allocation.amount_cents",
    ),
    Measure(
        "devices_allocated",
        "Équipements affectés",
        "Équipements que ces affectations financent, dans le même mois ; sans version ni niveau.",
        "devices",
        "sponsoring_allocation.devices",
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
        "satisfaction_rate",
        "Satisfaction",
        "Réponses « satisfait » ou « très satisfait » sur toutes les réponses ; toujours montrée avec n.",
        "ratio",
        numerator="satisfied",
        denominator=ANSWERS,
    ),
    Measure(
        "level_gained_rate",
        "Ont gagné un niveau",
        "Niveaux gagnés sur positionnements de fin ; toujours montré avec n.",
        "ratio",
        numerator="level_gained",
        denominator=ASSESSED_TWICE,
    ),
    Measure(
        "response_rate",
        "Réponses à l’enquête",
        "Réponses sur invitations.",
        "ratio",
        numerator=ANSWERS,
        denominator="survey_invited",
    ),
)
MEASURES: dict[str, Measure] = {measure.code: measure for measure in _ALL}
STORED = tuple(code for code, measure in MEASURES.items() if not measure.is_rate)
RATES = tuple(code for code, measure in MEASURES.items() if measure.is_rate)


def needed_for(codes: list[str]) -> list[str]:
    """The stored measures that these need; KeyError for a code that is not in the dictionary."""
    wanted: set[str] = set()
    for code in codes:
        measure = MEASURES[code]
        parts = (measure.numerator, measure.denominator) if measure.is_rate else (code,)
        wanted |= {part.partition(":")[0] for part in parts}
    return [code for code in STORED if code in wanted]
