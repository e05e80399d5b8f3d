"""Les bases du numérique : from the mouse to one's own files and passwords."""

from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, RuleDraft
from programs.catalogue.starting import shared as crcn

CODE = "les-bases"
TEXT = {
    "title": "Les bases du numérique",
    "summary": (
        "Pour commencer, ou reprendre depuis le début. On apprend en faisant : tenir la souris, "
        "écrire un message, retrouver un document, choisir un bon mot de passe, reconnaître une "
        "arnaque. Personne ne lit à haute voix, personne n’est noté."
    ),
    "levels": [
        LevelDraft("beginner", 20, 0, 39),
        LevelDraft("intermediate", 14, 40, 69),
        LevelDraft("advanced", 8, 70, 100),
    ],
    "modules": [
        ModuleDraft("Allumer, éteindre, tenir la souris et le clavier", 180, crcn.EVOLVE),
        ModuleDraft("Le téléphone : écran, applications, réglages", 120, crcn.EVOLVE),
        ModuleDraft("Chercher sur internet et revenir en arrière", 120, crcn.SEARCH),
        ModuleDraft("Sa boîte mail : créer, lire, répondre", 180, f"{crcn.INTERACT} ; {crcn.BELONG}"),
        ModuleDraft("Joindre un document ou une photo", 120, f"{crcn.SHARE} ; {crcn.PICTURE}"),
        ModuleDraft("Ranger et retrouver ses fichiers", 120, crcn.SORT),
        ModuleDraft("Écrire une lettre simple et l’imprimer", 120, f"{crcn.WRITE} ; {crcn.ADAPT}"),
        ModuleDraft("Mots de passe et codes de secours", 120, f"{crcn.SECURE} ; {crcn.PRIVATE}"),
        ModuleDraft("Reconnaître une arnaque", 60, crcn.SECURE),
        ModuleDraft("Quand ça ne marche pas : les bons gestes, à qui demander", 60, crcn.REPAIR),
    ],
    "rules": [RuleDraft("not_followed_for", number=6, effect="warning")],
    "adaptable": [
        AdaptableDraft("session_minutes", 60, 150),
        AdaptableDraft("beginner_hours", 16, 30),
        AdaptableDraft("intermediate_hours", 10, 20),
        AdaptableDraft("advanced_hours", 4, 12),
        AdaptableDraft("loan_months", 3, 9),
    ],
    "capacity": 8,
    "capacity_min": 4,
    "capacity_max": 12,
    "session_minutes": 120,
    "completion_percent": 75,
    "lend_in_class": True,
    "loan_months": 6,
    "option_price_cents": 5000,
}
