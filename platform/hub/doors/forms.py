"""Asking for a visit, suspending an account, narrowing the list of accesses."""

from typing import Any

from django import forms

from kit.ui.widgets import Segmented
from tenants.network.access import Role
from tenants.network.models import Antenne, Visit
from tenants.network.models.visits import SHORTEST_WORDS
from tenants.welcome.free_text import FreeText

_NO_NAME = "La personne responsable de l’antenne lira cette phrase. N’y nommez aucun bénéficiaire."
_HOURS = [(str(hours), f"{hours}\u00a0h") for hours in Visit.HOURS]
STATES = {"": "En cours", "finis": "Terminés", "tous": "Tous"}


class VisitForm(forms.Form):
    """Which antenne, why, and for how long."""

    antenne = forms.ModelChoiceField(Antenne.objects.none(), label="Antenne", empty_label="Choisir…")
    reason = forms.ChoiceField(label="Motif", choices=Visit.Reason.choices, widget=forms.RadioSelect)
    words = FreeText(
        label="Pourquoi maintenant", min_length=SHORTEST_WORDS, max_length=300, help_text=_NO_NAME
    )
    hours = forms.TypedChoiceField(label="Durée", choices=_HOURS, coerce=int, initial="1", widget=Segmented)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["antenne"].queryset = Antenne.objects.serving()


class SuspendForm(forms.Form):
    reason = FreeText(
        label="Motif",
        min_length=5,
        rows=2,
        help_text="Lu par l’administration et la protection des données, pas par la personne.",
    )


class AccessFilter(forms.Form):
    """What the address asks for; a value that is none of ours narrows nothing."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=120)
    antenne = forms.CharField(required=False, max_length=30)
    role = forms.ChoiceField(label="Rôle", required=False)
    etat = forms.ChoiceField(label="Accès", required=False, choices=list(STATES.items()))

    def __init__(self, *args: Any, roles: list[Role], antennes: list[Antenne], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", "Tous les rôles"), *((role.value, role.label) for role in roles)]
        places = [("", "Tous les lieux"), ("reseau", "Réseau national"), ("mecenes", "Espace mécènes")]
        self.fields["antenne"] = forms.ChoiceField(
            label="Lieu",
            required=False,
            choices=[*places, *((one.code, one.name) for one in antennes)],
        )
        if not antennes:
            del self.fields["antenne"]

    @property
    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("q", "antenne", "role", "etat")}
