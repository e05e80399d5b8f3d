"""How the journal is read aloud: verbs and things in French. Never the name of a beneficiary.

`kit.journal` writes "<room>.<past participle>"; here each verb becomes the end of a sentence that
begins with who did it. A verb that is missing here is shown as it was written.
"""

from typing import Any

from tenants.network.access import Role

# The rooms whose verbs a site can hold, for its filter.
ROOMS = {
    "antenne": {
        "network": "Équipe",
        "welcome": "Accueil",
        "cohorts": "Parcours",
        "equipment": "Équipement",
    },
    "national": {
        "network": "Équipe et antennes",
        "catalogue": "Programmes",
        "sponsoring": "Conventions",
    },
}

VERBS = {
    "network.antenne_prepared": "a préparé une antenne",
    "network.antenne_opened": "a ouvert une antenne",
    "network.antenne_purged": "a effacé une antenne",
    "network.invited": "a invité une personne dans l’équipe",
    "network.invited_again": "a renvoyé une invitation",
    "network.invitation_cancelled": "a annulé une invitation",
    "network.joined": "a rejoint l’équipe",
    "network.left": "a retiré une personne de l’équipe",
    "network.sessions_closed": "a fermé ses autres sessions",
    "catalogue.partner_added": "a ajouté un partenaire",
    "catalogue.partner_named": "a changé le nom d’un partenaire",
    "catalogue.template_drafted": "a créé un modèle de programme",
    "catalogue.template_retired": "a retiré un modèle de programme",
    "catalogue.version_drafted": "a commencé une version de programme",
    "catalogue.version_rewritten": "a récrit une version de programme",
    "catalogue.draft_discarded": "a abandonné une version de programme",
    "catalogue.version_published": "a publié une version de programme",
    "catalogue.version_superseded": "a remplacé une version de programme",
    "catalogue.version_retired": "a retiré une version de programme",
    "cohorts.programme_adopted": "a adopté un programme",
    "cohorts.cohort_planned": "a préparé un parcours",
    "cohorts.cohort_opened": "a ouvert les inscriptions d’un parcours",
    "cohorts.cohort_started": "a commencé un parcours",
    "cohorts.cohort_completed": "a terminé un parcours",
    "cohorts.cohort_closed": "a clos un parcours",
    "cohorts.cohort_cancelled": "a annulé un parcours",
    "cohorts.enrolled": "a inscrit une personne à un parcours",
    "cohorts.came": "a noté une première venue",
    "cohorts.no_show": "a noté une personne qui n’est jamais venue",
    "cohorts.withdrawn": "a noté un abandon",
    "cohorts.enrolment_ended": "a noté une fin de parcours",
    "cohorts.level_decided": "a décidé un niveau",
    "cohorts.attendance_taken": "a fait l’émargement d’une séance",
    "cohorts.session_locked": "a clos une séance",
    "cohorts.survey_invited": "a proposé l’enquête de satisfaction",
    "welcome.registered": "a créé une fiche",
    "welcome.prescriber_added": "a ajouté une structure prescriptrice",
    "welcome.referral_received": "a reçu une orientation",
    "welcome.referral_accepted": "a accepté une orientation",
    "welcome.referral_refused": "a refusé une orientation",
    "welcome.referral_used": "a utilisé un bon d’orientation",
    "welcome.referral_expired": "a laissé passer la date d’une orientation",
    "welcome.notice_made": "a quelque chose à dire à une personne",
    "welcome.notice_said": "a appelé une personne",
    "equipment.device_received": "a reçu un équipement",
    "equipment.device_returned": "a repris un équipement",
    "equipment.lent": "a prêté un équipement",
    "equipment.in_class": "a mis un équipement en salle",
    "equipment.returned": "a enregistré un retour de prêt",
    "sponsoring.sponsor_registered": "a ajouté un mécène",
    "sponsoring.agreement_drafted": "a préparé une convention",
    "sponsoring.agreement_proposed": "a proposé une convention",
    "sponsoring.agreement_signed": "a enregistré une signature de convention",
    "sponsoring.agreement_running": "a commencé une convention",
    "sponsoring.agreement_completed": "a terminé une convention",
    "sponsoring.agreement_closed": "a clos une convention",
    "sponsoring.allocated": "a affecté une convention à une antenne",
    "sponsoring.allocation_released": "a repris une affectation",
}

THINGS = {
    "network.antenne": "antenne",
    "network.user": "compte",
    "network.membership": "membre de l’équipe",
    "network.invitation": "invitation",
    "catalogue.partner": "partenaire",
    "catalogue.partnername": "nom de partenaire",
    "catalogue.programmetemplate": "modèle de programme",
    "catalogue.templateversion": "version de programme",
    "cohorts.adoptedprogramme": "programme adopté",
    "cohorts.cohort": "parcours",
    "cohorts.enrolment": "inscription",
    "cohorts.session": "séance",
    "cohorts.assessment": "positionnement",
    "cohorts.surveyinvitation": "enquête",
    "welcome.beneficiary": "fiche",
    "welcome.prescriber": "structure prescriptrice",
    "welcome.referral": "orientation",
    "welcome.entitlement": "droit d’accès",
    "welcome.notice": "message",
    "welcome.consent": "accord",
    "welcome.followup": "suivi",
    "welcome.importbatch": "import",
    "cohorts.attendance": "présence",
    "cohorts.booking": "inscription à un atelier",
    "cohorts.calendarfeed": "agenda",
    "cohorts.completion": "fin de parcours",
    "cohorts.attestation": "attestation",
    "cohorts.outcome": "situation après le parcours",
    "cohorts.place": "place",
    "catalogue.assessmentgrid": "grille de positionnement",
    "catalogue.survey": "enquête",
    "equipment.device": "équipement",
    "equipment.loan": "prêt",
    "sponsoring.sponsor": "mécène",
    "sponsoring.agreement": "convention",
    "sponsoring.allocation": "affectation",
}
_SHORT = 8  # the end of an identifier: its beginning is the moment it was made, alike for neighbours


def sentence(entry: Any) -> str:
    """What was done, as the end of a sentence: "a invité une personne dans l’équipe (Animation)"."""
    words = VERBS.get(entry.verb, entry.verb)
    role = entry.details.get("role")
    return f"{words} ({Role(role).label})" if role in Role.values else words


def thing(entry: Any) -> str:
    """On what: its kind and the end of its identifier."""
    return f"{THINGS.get(entry.on_kind, entry.on_kind)} {entry.on_id[-_SHORT:]}"
