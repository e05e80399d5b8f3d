"""Trouver un emploi grâce au numérique : built with the public employment service."""

from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, RuleDraft
from programs.catalogue.starting import shared as crcn

CODE = "trouver-un-emploi"
TEXT = {
    "title": "Trouver un emploi grâce au numérique",
    "summary": (
        "Pour les personnes en recherche d’emploi que l’ordinateur freine. En petit groupe, "
        "chacune apprend à chercher une offre, à écrire et envoyer son CV, à tenir son espace en "
        "ligne et à répondre à un employeur. Un ordinateur est prêté pendant les séances, puis à "
        "la maison. Après le parcours, la porte reste ouverte, sans limite de temps."
    ),
    "levels": [
        LevelDraft("beginner", 32, 0, 39),
        LevelDraft("intermediate", 24, 40, 69),
        LevelDraft("advanced", 16, 70, 100),
    ],
    "modules": [
        ModuleDraft("Allumer, cliquer, écrire", 240, crcn.EVOLVE),
        ModuleDraft("Sa boîte mail", 240, crcn.INTERACT),
        ModuleDraft("Chercher une offre en ligne", 240, crcn.SEARCH),
        ModuleDraft("Créer et envoyer son CV", 360, f"{crcn.WRITE} ; {crcn.ADAPT}"),
        ModuleDraft("Son espace en ligne du service de l’emploi", 360, f"{crcn.SORT} ; {crcn.BELONG}"),
        ModuleDraft("Postuler et répondre", 240, f"{crcn.INTERACT} ; {crcn.SHARE}"),
        ModuleDraft("Se protéger", 240, f"{crcn.SECURE} ; {crcn.PRIVATE}"),
    ],
    "rules": [
        RuleDraft("age_min", number=16, proof="Pièce d’identité ou récépissé"),
        RuleDraft(
            "situation",
            value="job_seeker",
            effect="warning",
            proof="Attestation d’inscription ou orientation",
        ),
        RuleDraft("not_followed_for", number=12, effect="warning"),
    ],
    "adaptable": [
        AdaptableDraft("session_minutes", 90, 180),
        AdaptableDraft("beginner_hours", 28, 40),
        AdaptableDraft("intermediate_hours", 20, 30),
        AdaptableDraft("advanced_hours", 12, 20),
        AdaptableDraft("loan_months", 3, 9),
    ],
    "capacity": 10,
    "capacity_min": 6,
    "capacity_max": 12,
    "session_minutes": 120,
    "completion_percent": 80,
    "lend_in_class": True,
    "loan_months": 6,
    "option_price_cents": 5000,
}
