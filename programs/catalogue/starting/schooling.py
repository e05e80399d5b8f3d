"""Suivre l’école de mes enfants : what schools now ask of families online."""

from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, RuleDraft
from programs.catalogue.starting import shared as crcn

CODE = "suivre-l-ecole"
TEXT = {
    "title": "Suivre l’école de mes enfants",
    "summary": (
        "Pour les parents dont l’école, le collège ou le lycée passe par internet. Lire l’emploi "
        "du temps et les notes, écrire à un enseignant, demander une bourse, inscrire à la "
        "cantine, comprendre l’orientation. Chacun avance avec le service que son établissement "
        "utilise."
    ),
    "levels": [
        LevelDraft("beginner", 12, 0, 49),
        LevelDraft("intermediate", 8, 50, 79),
        LevelDraft("advanced", 4, 80, 100),
    ],
    "modules": [
        ModuleDraft(
            "Son compte parent : EduConnect, mot de passe, perte du code",
            120,
            f"{crcn.BELONG} ; {crcn.SECURE}",
        ),
        ModuleDraft(
            "L’espace de l’établissement : notes, devoirs, emploi du temps",
            120,
            f"{crcn.SEARCH} ; {crcn.EVOLVE}",
        ),
        ModuleDraft("Écrire à l’école et justifier une absence", 120, f"{crcn.INTERACT} ; {crcn.WRITE}"),
        ModuleDraft(
            "Scanner un papier avec son téléphone et l’envoyer", 60, f"{crcn.PICTURE} ; {crcn.SHARE}"
        ),
        ModuleDraft("Demander une bourse de collège ou de lycée", 90, f"{crcn.SORT} ; {crcn.BELONG}"),
        ModuleDraft(
            "Cantine et périscolaire : inscrire, payer, garder les preuves",
            90,
            f"{crcn.SORT} ; {crcn.SECURE}",
        ),
        ModuleDraft("Inscription et orientation : les dates, les vœux, la réponse", 60, crcn.SEARCH),
        ModuleDraft("Les écrans à la maison : régler, en parler", 60, f"{crcn.WELL} ; {crcn.PRIVATE}"),
    ],
    "rules": [RuleDraft("not_followed_for", number=6, effect="warning")],
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
