"""Ma santé en ligne : the tools of health, and never anybody's health."""

from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, RuleDraft
from programs.catalogue.starting import shared as crcn

CODE = "ma-sante-en-ligne"
TEXT = {
    "title": "Ma santé en ligne",
    "summary": (
        "Pour faire seul ses démarches de santé : compte ameli, Mon espace santé, rendez-vous "
        "chez un soignant. On s’entraîne sur des exemples inventés, puis chacun sur son propre "
        "écran. L’antenne ne demande et ne note rien sur la santé des personnes."
    ),
    "levels": [
        LevelDraft("beginner", 12, 0, 49),
        LevelDraft("intermediate", 8, 50, 79),
        LevelDraft("advanced", 4, 80, 100),
    ],
    "modules": [
        ModuleDraft("Qui fait quoi : ameli, Mon espace santé, mutuelle", 60, crcn.SEARCH),
        ModuleDraft(
            "Créer son compte et se connecter avec FranceConnect", 120, f"{crcn.BELONG} ; {crcn.SECURE}"
        ),
        ModuleDraft(
            "Mon compte ameli : attestation, remboursements, messages", 120, f"{crcn.SORT} ; {crcn.INTERACT}"
        ),
        ModuleDraft("Prendre, déplacer ou annuler un rendez-vous", 120, crcn.INTERACT),
        ModuleDraft("Suivre une consultation en vidéo", 60, f"{crcn.INTERACT} ; {crcn.REPAIR}"),
        ModuleDraft(
            "Mon espace santé : ses documents et qui peut les voir", 120, f"{crcn.SORT} ; {crcn.PRIVATE}"
        ),
        ModuleDraft("Reconnaître une information fiable", 60, crcn.SEARCH),
        ModuleDraft(
            "Déjouer les faux messages de l’Assurance maladie", 60, f"{crcn.SECURE} ; {crcn.PRIVATE}"
        ),
    ],
    "rules": [
        RuleDraft("age_min", number=16, effect="warning"),
        RuleDraft("not_followed_for", number=6, effect="warning"),
    ],
    "adaptable": [
        AdaptableDraft("session_minutes", 60, 150),
        AdaptableDraft("beginner_hours", 8, 16),
        AdaptableDraft("intermediate_hours", 6, 12),
        AdaptableDraft("advanced_hours", 2, 6),
    ],
    "capacity": 8,
    "capacity_min": 4,
    "capacity_max": 12,
    "session_minutes": 120,
    "completion_percent": 75,
    "lend_in_class": True,
    "loan_months": 3,
    "option_price_cents": 5000,
}
