from typing import Any

from django import forms

from tenants.welcome.free_text import HINT, FreeText
from tenants.welcome.models import Prescriber

_PHONE = {"inputmode": "tel", "autocomplete": "off"}


class ReferralForm(forms.Form):
    """The bon d'orientation: a structure that is known, or the name of a new one."""

    prescriber = forms.ModelChoiceField(
        Prescriber.objects.none(), label="Structure", required=False, empty_label="Choisir…"
    )
    new_prescriber = forms.CharField(
        label="Ou une nouvelle structure",
        max_length=160,
        required=False,
    )
    wish = FreeText(label="Ce que la personne demande", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["prescriber"].queryset = Prescriber.objects.filter(retired_at__isnull=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        known, new = given.get("prescriber"), given.get("new_prescriber")
        if not known and not new:
            self.add_error("prescriber", "Choisissez une structure, ou donnez le nom d’une nouvelle.")
        elif known and new:
            self.add_error("new_prescriber", "Choisissez l’une ou l’autre : videz ce champ ou la liste.")
        return given


class RefusalForm(forms.Form):
    reason = FreeText(label="Motif du refus", help_text=f"La structure lira ce motif. {HINT}")


class RenewalForm(forms.Form):
    reason = FreeText(label="Pourquoi renouveler ce droit")


class PrescriberForm(forms.ModelForm):
    """How to reach a structure."""

    class Meta:
        model = Prescriber
        fields = ["email", "phone"]
        widgets = {"phone": forms.TextInput(attrs=_PHONE)}
        help_texts = {"email": "Les réponses aux orientations notées à l’accueil partent à cette adresse."}


class InboxForm(forms.Form):
    """The filters of the inbox: what is not understood filters nothing."""

    structure = forms.ModelChoiceField(
        Prescriber.objects.order_by("name"),
        label="Structure",
        required=False,
        empty_label="Toutes les structures",
    )
