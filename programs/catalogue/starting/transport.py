"""Se déplacer avec son téléphone : to go further and pay the right price."""

from programs.catalogue.parts import AdaptableDraft, LevelDraft, ModuleDraft, RuleDraft
from programs.catalogue.starting import shared as crcn

CODE = "se-deplacer"
TEXT = {
    "title": "Se déplacer avec son téléphone",
    "summary": (
        "Pour aller à un rendez-vous, à un entretien ou voir ses proches sans se perdre ni payer "
        "trop cher. On prépare un vrai trajet, on compare les prix, on demande le tarif "
        "solidaire, on voyage avec un billet dans son téléphone. Une séance se fait dehors."
    ),
    "levels": [
        LevelDraft("beginner", 10, 0, 49),
        LevelDraft("intermediate", 6, 50, 79),
        LevelDraft("advanced", 4, 80, 100),
    ],
    "modules": [
        ModuleDraft("Lire une carte et trouver son chemin à pied", 120, f"{crcn.SEARCH} ; {crcn.EVOLVE}"),
        ModuleDraft("Préparer un trajet en bus, tram ou car", 90, crcn.SEARCH),
        ModuleDraft(
            "Acheter un billet de train et l’avoir sur son téléphone", 120, f"{crcn.SORT} ; {crcn.SECURE}"
        ),
        ModuleDraft(
            "Carte solidaire et réductions : monter le dossier en ligne",
            120,
            f"{crcn.BELONG} ; {crcn.PICTURE}",
        ),
        ModuleDraft("Covoiturer en confiance", 60, f"{crcn.INTERACT} ; {crcn.PRIVATE}"),
        ModuleDraft("Retard, échange, remboursement", 60, f"{crcn.INTERACT} ; {crcn.REPAIR}"),
        ModuleDraft(
            "Position, batterie, données : régler son téléphone", 30, f"{crcn.PRIVATE} ; {crcn.WELL}"
        ),
    ],
    "rules": [
        RuleDraft("age_min", number=16, effect="warning"),
        RuleDraft(
            "situation", value="low_income", effect="warning", proof="Attestation de droits, pour le tarif"
        ),
    ],
    "adaptable": [
        AdaptableDraft("session_minutes", 60, 180),
        AdaptableDraft("beginner_hours", 8, 12),
        AdaptableDraft("intermediate_hours", 4, 8),
        AdaptableDraft("advanced_hours", 2, 6),
    ],
    "capacity": 8,
    "capacity_min": 4,
    "capacity_max": 10,
    "session_minutes": 120,
    "completion_percent": 75,
    "lend_in_class": False,
    "loan_months": 3,
    "option_price_cents": 5000,
}
