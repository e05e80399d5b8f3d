"""The papers of the living page: invented people, the real shapes."""

import datetime as dt

from kit import formats
from kit.documents import pdf, qr
from kit.ui.charts import on_paper
from kit.ui.living_charts import charts

LETTERHEAD = ("Emmaüs Connect Grenoble", "12 rue de l’Exemple, 38000 Grenoble", "04 76 00 00 00")
_NOON = dt.datetime(2022, 3, 8, 12, tzinfo=dt.UTC)
_TITLES = {"fr": "Attestation de fin de parcours", "ar": "شهادة إتمام الدورة"}


def specimen(language: str = "fr") -> bytes:
    """Every part of a paper, with a table that goes over the page."""
    return pdf.render(
        "kit_ui/specimen.typ",
        title=_TITLES.get(language, _TITLES["fr"]),
        language=language,
        letterhead=LETTERHEAD,
        now=_NOON,
        data={
            "where": f"Grenoble, {formats.day(_NOON)}",
            "name": "Amina Benali",
            "guest": "محمد بن عبد الله",
            "reference": "ATT-7K2M9",
            "phone": "06 39 98 12 34",
            "address": "",
            "host": "Léa Martin",
            "people": [(name, formats.hour(_NOON), "") for name in _PEOPLE],
            "qr": qr.svg("https://grenoble.example/attestations/7K2M9"),
        },
    )


def drawn() -> bytes:
    """Every chart of the living page, on paper."""
    titles = {
        "against": "Participants et objectif du mois",
        "places": "Places par mois",
        "devices": "Ordinateurs prêtés et rendus",
        "targets": "Participants et objectif de l’antenne",
        "rates": "Présence et satisfaction",
        "three_years": "Participants, sur trois ans",
        "path": "De l’orientation à l’emploi",
        "everywhere": "Participants par mois, dans chaque antenne",
        "openings": "Places ouvertes",
        "funds": "Emploi des fonds",
        "skills": "Score par domaine, à l’entrée et à la fin",
        "france": "Participants, sur la carte",
        "nothing": "Places, antenne en préparation",
    }
    shown = charts()
    return pdf.render(
        "kit_ui/charts.typ",
        title="Les dessins",
        letterhead=LETTERHEAD,
        now=_NOON,
        data={"charts": [on_paper(shown[name], title=title) for name, title in titles.items()]},
    )


def receipt() -> bytes:
    """A receipt of 80 mm."""
    return pdf.render(
        "kit_ui/receipt.typ",
        title="Reçu",
        letterhead=LETTERHEAD,
        now=_NOON,
        data={
            "reference": "R-2022-0042",
            "name": "Amina Benali",
            "articles": [("Carte SIM, 40 Go", formats.euros(1000)), ("Souris", formats.euros(250))],
        },
    )


_PEOPLE = [
    *("Amina Benali", "محمد بن عبد الله", "Ганна Їжакевич", "Jean-Baptiste de La Tour d’Auvergne-Lauraguais"),
    *("José Ñáñez", "Nguyễn Thị Hương", "Inès Kaboré", "Paul Durand", "Fatou Diallo", "Marie Petit"),
    *("Ali Yılmaz", "Łukasz Żak"),
]
