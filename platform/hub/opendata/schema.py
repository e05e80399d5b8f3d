"""The part of the data·inclusion schema that we publish: its fields, their limits, its closed lists.

Source: https://github.com/gip-inclusion/data-inclusion-schema, version 1.0.10 of 22 September 2026, read on
29 November 2026. Fields stand in its order. Of its themes, those that fit what the network does.
"""

from dataclasses import dataclass
from typing import Literal

VERSION = "1.0.10"
DATED = "2026-09-22"
SCHEMA_URL = "https://gip-inclusion.github.io/data-inclusion-schema/"
LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SOURCE = "maillon"  # who produced the data; ids begin with it

LONGEST_NAME = 150
LONGEST_DESCRIPTION = 2000  # above, the quality score of the national reference falls

FEES = ("gratuit", "payant")
RECEPTION_MODES = ("a-distance", "en-presentiel")
MOBILISATION_MODES = ("envoyer-un-courriel", "se-presenter", "telephoner", "utiliser-lien-mobilisation")
WHO_MOBILISES = ("professionnels", "usagers")
SERVICE_TYPES = (
    "accompagnement",
    "aide-financiere",
    "aide-materielle",
    "atelier",
    "formation",
    "information",
)
PUBLICS = (
    "actifs",
    "beneficiaires-des-minimas-sociaux",
    "demandeurs-emploi",
    "etudiants",
    "familles",
    "femmes",
    "jeunes",
    "personnes-en-situation-de-handicap",
    "personnes-en-situation-durgence",
    "personnes-en-situation-juridique-specifique",
    "personnes-exilees",
    "residents-qpv-frr",
    "seniors",
    "tous-publics",
)
EVERYBODY = "tous-publics"  # never beside another public
FUNDAMENTALS = "numerique--maitriser-les-fondamentaux-du-numerique"
ONLINE_SERVICES = "numerique--acceder-a-des-services-en-ligne"
CONNECTION = "numerique--acceder-a-une-connexion-internet"
EQUIPMENT = "numerique--acquerir-un-equipement"
THEMES = (
    FUNDAMENTALS,
    ONLINE_SERVICES,
    CONNECTION,
    EQUIPMENT,
    "famille--soutien-a-la-parentalite-et-a-leducation",
    "mobilite--etre-accompagne-dans-son-parcours-mobilite",
    "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
    "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
    "sante--acces-aux-soins",
    "trouver-un-emploi--repondre-a-des-offres-demploi",
)


@dataclass(frozen=True)
class Field:
    """A field: what it holds, and what the schema asks of it. A list holds texts."""

    name: str
    kind: Literal["text", "list", "number", "whole", "date", "link", "email"] = "text"
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    shortest: int = 0
    longest: int = 0
    least: int | None = None
    words: str = ""


_NAME = Field("nom", required=True, shortest=3, longest=LONGEST_NAME, words="Ne finit pas par un point.")
_PLACE = (
    Field("commune"),
    Field("code_postal", pattern=r"\d{5}"),
    Field("code_insee", pattern=r"\w{5}"),
    Field("adresse"),
    Field("complement_adresse"),
    Field("longitude", "number", words="Degrés, WGS 84."),
    Field("latitude", "number", words="Degrés, WGS 84."),
    Field("telephone", pattern=r"\+\d{6,15}", words="E.164."),
    Field("courriel", "email"),
)
_HOURS = Field("horaires_accueil", words="Format opening_hours d’OpenStreetMap.")
_UPDATED = Field("date_maj", "date", required=True, words="Dernière modification ici.")

STRUCTURE = (
    Field("source", required=True, words="Qui a produit la donnée."),
    Field("id", required=True, words="Unique, commence par la source."),
    _NAME,
    _UPDATED,
    Field("description", longest=LONGEST_DESCRIPTION),
    Field("lien_source", "link", words="La même fiche sur ce site."),
    Field("siret", pattern=r"\d{14}"),
    *_PLACE,
    Field("site_web", "link"),
    _HOURS,
    Field("accessibilite_lieu", "link", words="Page Acceslibre du lieu."),
    Field("reseaux_porteurs", "list"),
)
SERVICE = (
    Field("source", required=True, words="Qui a produit la donnée."),
    Field("structure_id", required=True, words="L’id de la structure."),
    Field("id", required=True, words="Unique, commence par la source."),
    _NAME,
    Field("description", required=True, longest=LONGEST_DESCRIPTION),
    Field("lien_source", "link", words="La fiche de la structure sur ce site."),
    _UPDATED,
    Field("type", values=SERVICE_TYPES),
    Field("thematiques", "list", values=THEMES),
    Field("frais", values=FEES),
    Field("frais_precisions", words="Les prix en vigueur le jour de la lecture."),
    Field("publics", "list", values=PUBLICS),
    Field("publics_precisions"),
    Field("conditions_acces"),
    *_PLACE,
    Field("modes_accueil", "list", values=RECEPTION_MODES),
    Field("zone_eligibilite", "list", pattern=r"\w{2,9}", words="Codes officiels géographiques."),
    Field("contact_nom_prenom", words="Toujours vide : aucun nom de personne n’est publié."),
    Field("lien_mobilisation", "link", words="Le formulaire d’orientation de l’antenne."),
    Field("modes_mobilisation", "list", values=MOBILISATION_MODES),
    Field("mobilisable_par", "list", values=WHO_MOBILISES),
    Field("mobilisation_precisions"),
    Field("volume_horaire_hebdomadaire", "number", least=0, words="Heures par semaine."),
    Field("nombre_semaines", "whole", least=1),
    _HOURS,
)
FIELDS = {"structures": STRUCTURE, "services": SERVICE}
