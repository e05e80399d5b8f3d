"""The charts of the living page and of its paper: invented figures, the real shapes."""

from kit import formats
from kit.ui.charts import (
    Chart,
    Reference,
    Series,
    Spot,
    bars,
    cartogram,
    changes,
    donut,
    funnel,
    lines,
    multiples,
)

MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
ANTENNES = (
    *("Lille", "Pas-de-Calais et littoral", "Saint-Denis", "Paris 19e", "Créteil", "Rennes", "Nantes"),
    *("Strasbourg", "Dijon", "Lyon", "Villeurbanne", "Grenoble", "Saint-Étienne", "Clermont-Ferrand"),
    *("Bordeaux", "Toulouse", "Montpellier", "Marseille", "Nice"),
)


def charts() -> dict[str, Chart]:
    """One of each kind, and what strains it: long words, gaps, many months, many antennes."""
    year = [formats.SHORT_MONTHS[n] for n in range(12)]
    return {
        "places": bars(
            MONTHS,
            [
                Series("Places ouvertes", [10, 10, 20, 20, 30, 10]),
                Series("Places prises", [9, 8, 17, 14, 23, 9]),
            ],
            overlaid=True,
        ),
        "devices": bars(
            year,
            [
                Series("Prêtés", [3, 5, 8, 12, 9, 7, 2, 0, 14, 11, 9, 6]),
                Series("Rendus", [0, 1, 2, 4, 6, 8, 3, 1, 5, 9, 7, 8]),
            ],
        ),
        "antennes": bars(
            [
                "Grenoble",
                "Saint-Denis",
                "Paris 19e",
                "Territoire du Pas-de-Calais et du littoral",
                "Lille",
            ],
            [Series("Participants", [80, 64, 121, 12, 0])],
        ),
        "skills": changes(
            ["Informations et données", "Communication et collaboration", "Protection et sécurité"],
            Series("À l’entrée", [22, 44, None]),
            Series("À la fin", [67, 44, 33]),
            top=100,
        ),
        "rates": lines(
            year,
            [
                Series(
                    "Présence",
                    [0.82, 0.84, 0.8, 0.79, 0.85, 0.88, None, None, 0.81, 0.83, 0.86, 0.87],
                ),
                Series(
                    "Satisfaction",
                    [0.9, 0.92, 0.91, 0.95, 0.94, 0.95, None, None, 0.93, 0.92, 0.9, 0.89],
                ),
            ],
            show=lambda value: formats.percent(value, 0),
        ),
        "funds": donut(
            [
                ("Ordinateurs prêtés", 1_500_000),
                ("Places en parcours", 900_000),
                ("Cartes prépayées", 240_000),
            ],
            show=formats.euros,
        ),
        "france": cartogram(
            [
                Spot("Lille", "59", 64),
                Spot("Grenoble", "38", 80),
                Spot("Lyon", "69", 34),
                Spot("Indre", "36", None, "moins de 11 personnes"),
            ],
            measure="Participants",
        ),
        "path": funnel(
            [
                "Personnes orientées par une structure prescriptrice",
                *("Orientations acceptées", "Positionnées", "Inscrites à un parcours", "Venues"),
                "Parcours terminés",
                "Situation connue six mois après la fin du parcours",
                "En formation ou en emploi",
            ],
            [488, 421, 380, 312, 290, 214, 121, 63],
            whole="des orientations",
            note="Orientations reçues de janvier à juin 2021.",
        ),
        "early": funnel(["Orientations", "Inscrites", "Parcours terminés"], [12, 5, 0]),
        "everywhere": multiples(
            [
                (
                    name,
                    [
                        None if (n, place) == (7, 3) else 4 + (place * 5 + n * (place % 4)) % 31
                        for n in range(12)
                    ],
                )
                for place, name in enumerate(ANTENNES)
            ],
            year,
            reference=Reference("Moyenne du réseau", 17),
            hrefs=["#"] * len(ANTENNES),
        ),
        "openings": multiples(
            [
                (name, [(place * 3 + n * 7) % 13 for n in range(12)])
                for place, name in enumerate(ANTENNES[:4])
            ],
            year,
            reference=Reference("Objectif", [8, 4, None, 10]),
            columns=True,
        ),
        "against": bars(
            MONTHS, [Series("Participants", [64, 80, 72, 91, 55, 102])], reference=Reference("Objectif", 80)
        ),
        "targets": bars(
            ["Grenoble", "Territoire du Pas-de-Calais et du littoral", "Lille"],
            [Series("Participants", [80, 12, 64])],
            reference=Reference("Objectif", [100, None, 60]),
        ),
        "three_years": lines(
            [f"{year[n % 12]} {2020 + n // 12}" for n in range(36)],
            [
                Series("Cette période", [None if n > 33 else 20 + n * 37 % 23 + n for n in range(36)]),
                Series("Période précédente", [None if n == 4 else 18 + n * 29 % 17 for n in range(36)]),
                Series("Objectif", [45] * 36, dashed=True),
            ],
        ),
        "nothing": bars(MONTHS, [Series("Places", [0, 0, 0, 0, 0, 0])]),
    }
