"""Invented names, antennes and accounts. No real person, phone or address."""

from dataclasses import dataclass
from random import Random
from typing import Any

PASSWORD = "maillon-demo"  # noqa: S105 — printed on the front door of the demonstration


@dataclass(frozen=True)
class Town:
    code: str
    name: str
    departement: str
    shop: bool = True


# A demonstration list: no official one of the 19 is public. Rural territories have no shop.
TOWNS = [
    Town("grenoble", "Grenoble", "38"),
    Town("lyon", "Lyon", "69"),
    Town("paris-19e", "Paris 19e", "75"),
    Town("paris-14e", "Paris 14e", "75"),
    Town("saint-denis", "Saint-Denis", "93"),
    Town("creteil", "Créteil", "94"),
    Town("lille", "Lille", "59"),
    Town("roubaix", "Roubaix", "59"),
    Town("bethune", "Béthune", "62"),
    Town("strasbourg", "Strasbourg", "67"),
    Town("marseille", "Marseille", "13"),
    Town("bordeaux", "Bordeaux", "33"),
    Town("antony", "Antony", "92"),
    Town("marne", "Marne", "51", shop=False),
    Town("ardennes", "Ardennes", "08", shop=False),
    Town("indre", "Indre", "36", shop=False),
    Town("loiret", "Loiret", "45", shop=False),
    Town("pas-de-calais", "Pas-de-Calais", "62", shop=False),
    Town("aisne", "Aisne", "02", shop=False),
]
OFFICE = [
    ("nadia@reseau.example", "Nadia Benali", "programmes"),
    ("partnerships@reseau.example", "Paul Mercier", "partnerships"),
    ("finance@reseau.example", "Fanny Roche", "finance"),
    ("dpo@reseau.example", "Diane Vasseur", "dpo"),
    ("admin@reseau.example", "Alex Tran", "admin"),
]
SPONSOR_READER = ("fondation@partenaires.example", "Flore Aubin")
_HOSTS = {"grenoble": ("lea", "Léa Fontaine"), "lyon": ("karim", "Karim Haddad")}
_FIRST = """
Amina Amadou Fatou Ibrahim Rosa Luis Mariam Karima Olena Dmytro Yusuf Aïcha Moussa Sofia Inès Paulo
Chantal Gérard Nadège Thierry Awa Hamid Lucie Samir Élodie Zoé Étienne Maïmouna Rachid Irina Bakary
""".split()
_LAST = """
Bernardin Camarate Delcourt Esposati Fofaneau Garnison Haddouche Ivanenka Jourdeuil Kowalis Lamarqué
Mendesson N’Diayot Ouédraud Perrachon Quintard Rahmanin Sissokart Tchernova Umarelle Vallonge Wattreau
""".split()
STRUCTURES = [
    "CCAS (exemple)",
    "Mission locale (exemple)",
    "Centre d’hébergement (exemple)",
    "Agence emploi (exemple)",
]
LANGUAGES = ["fr"] * 7 + ["ar", "en", "es", "uk"]


def team(town: Town) -> list[tuple[str, str, str]]:
    """(e-mail, name, role) of the three accounts of an antenne."""
    login, name = _HOSTS.get(town.code, ("lea", f"Léa de {town.name}"))
    return [
        (f"{login}@{town.code}.example", name, "host"),
        (f"desk@{town.code}.example", f"Denis de {town.name}", "desk"),
        (f"manager@{town.code}.example", f"Maud de {town.name}", "manager"),
    ]


def somebody(dice: Random) -> dict[str, Any]:
    """The civil data of an invented person; the phone numbers are reserved for fiction."""
    return {
        "first_name": dice.choice(_FIRST),
        "last_name": dice.choice(_LAST),
        "birth_year": dice.randint(1955, 2003),
        "phone": f"06 39 98 {dice.randint(0, 99):02} {dice.randint(0, 99):02}",
        "language": dice.choice(LANGUAGES),
        "situations": dice.sample(["job_seeker", "low_income", "no_bank", "no_home"], k=dice.randint(1, 2)),
    }
