"""What the living page shows: invented people, the real shapes."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator

from kit.ui.living_charts import charts
from kit.ui.widgets import DayInput, HourInput, Segmented

LEVELS = [
    ("beginner", "Débutant, 32 h"),
    ("middle", "Intermédiaire, 24 h"),
    ("advanced", "Avancé, 16 h"),
]
ATTENDANCE = [("present", "Présent"), ("late", "Retard", "warn"), ("absent", "Absent", "no")]
COLOURS = [
    *("ink", "ink-2", "line", "paper", "card", "wash", "brand", "brand-2", "brand-wash"),
    *("sun", "sun-wash", "ok", "warn", "no", "info"),
]
SITES = {
    "antenne": "Grenoble",
    "national": "Réseau national",
    "partner": "Fondation Horizon",
    "front": "",
}


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom", max_length=60, help_text="Tel que la personne l’écrit.")
    email = forms.EmailField(label="Adresse e-mail", required=False)
    prescriber = forms.ChoiceField(
        label="Structure prescriptrice",
        choices=[
            ("", "Choisir…"),
            ("ccas", "CCAS de Grenoble"),
            ("ml", "Mission locale Sud-Isère"),
        ],
    )
    born = forms.DateField(label="Date de naissance", widget=DayInput, required=False)
    time = forms.TimeField(label="Heure du rendez-vous", widget=HourInput, required=False)
    price = forms.DecimalField(label="Prix solidaire", max_value=30, help_text="30 € au plus par mois.")
    level = forms.ChoiceField(label="Niveau décidé", choices=LEVELS, widget=forms.RadioSelect)
    arrival = forms.ChoiceField(
        label="Aujourd’hui",
        choices=[(option[0], option[1]) for option in ATTENDANCE],
        widget=Segmented,
    )
    needs = forms.MultipleChoiceField(
        label="Besoins",
        choices=[("device", "Un ordinateur"), ("line", "Une connexion"), ("course", "Apprendre")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label="Observation",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Des faits utiles à l’accompagnement. Ni santé, ni numéro de sécurité sociale.",
    )
    proof = forms.FileField(label="Bon d’orientation (PDF ou photo)", required=False)
    agreed = forms.BooleanField(label="La personne a reçu l’information sur ses données")


def samples(kind: str) -> dict[str, Any]:
    """The context of the living page, in the frame of one kind of site."""
    wrong = SampleForm(
        {"name": "", "email": "amina@", "price": "45", "level": "", "prescriber": "ccas"},
        auto_id="wrong_%s",
    )
    return {
        "shell": _shell(kind),
        "form": SampleForm(initial={"level": "beginner", "arrival": "present"}),
        "wrong": wrong,
        "today": dt.date(2022, 3, 8),
        "sentence": "«Où est-ce?» Ici: 9 h 30; 15 000 €!",
        "starts": dt.time(9, 30),
        "ends": dt.time(11, 30),
        "attendance": ATTENDANCE,
        "people": _people(),
        "page_obj": Paginator(range(140), 20).page(3),
        "tones": ["ok", "warn", "no", "info", "sun", "neutral"],
        "steps": _steps(),
        "tabs": _links("Parcours", "Inscriptions", "Séances", "Documents"),
        "filters": _links("Tous", "En cours", "À venir", "Clos", counts=[24, 6, 3, 15]),
        "facts": [
            ("Référence", "GRE-7K2M"),
            ("Arrivée", "1er mars"),
            ("Langue", "Arabe"),
            ("Téléphone", None),
        ],
        "colours": COLOURS,
        **charts(),
    }


def _shell(kind: str) -> dict[str, Any]:
    rooms = [
        ("Aujourd’hui", "sun", True),
        ("Personnes", "users", True),
        ("Parcours", "route", True),
        ("Caisse", "wallet", True),
        ("Équipement", "laptop", False),
        ("Chiffres", "chart-column", False),
    ]
    nav = [
        {"label": label, "url": "#", "icon": icon, "current": label == "Parcours", "daily": daily}
        for label, icon, daily in rooms
    ]
    return {
        "site": {"kind": kind, "name": SITES.get(kind, "")},
        "nav": [] if kind == "front" else nav,
        "person": {"name": "Léa Martin", "role": "Animation"},
        "sites": [
            {"name": "Grenoble", "url": "#", "current": True},
            {"name": "Lyon", "url": "#", "current": False},
        ],
        "demo": True,
        "account_url": "#",
        "logout_url": "#",
    }


def _people() -> list[dict[str, Any]]:
    return [
        {
            "name": "Amadou D.",
            "level": "Débutant",
            "minutes": 480,
            "tone": "ok",
            "state": "Inscrit",
            "at": "present",
            "cents": 1250,
        },
        {
            "name": "Fatima-Zahra E.",
            "level": "Débutant",
            "minutes": 360,
            "tone": "warn",
            "state": "En attente",
            "at": "late",
            "cents": 0,
        },
        {
            "name": "Олена К.",
            "level": "Intermédiaire",
            "minutes": 270,
            "tone": "no",
            "state": "Abandon",
            "at": "absent",
            "cents": 1500000,
        },
    ]


def _steps() -> list[dict[str, str]]:
    return [
        {"label": "Orientation", "state": "done", "note": "reçue le 1er mars"},
        {"label": "Positionnement", "state": "done", "note": ""},
        {"label": "Inscription", "state": "current", "note": "place proposée jusqu’à jeudi"},
        {"label": "Parcours", "state": "todo", "note": ""},
        {"label": "Suivi", "state": "todo", "note": ""},
    ]


def _links(*labels: str, counts: list[int] | None = None) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": "#",
            "current": not place,
            "count": counts[place] if counts else None,
        }
        for place, label in enumerate(labels)
    ]
