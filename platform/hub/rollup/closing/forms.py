"""What is asked to close a period and to correct one."""

from typing import Any

from django import forms

from hub.rollup.month_field import MonthField
from tenants.welcome.free_text import refuse_nir


class CloseForm(forms.Form):
    """From a month to a month, both included."""

    du = MonthField(label="De")
    au = MonthField(label="À, ce mois compris")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("du"), cleaned.get("au")
        if start and end and start > end:
            self.add_error("au", "La fin de la période vient avant son début.")
        return cleaned


class CorrectionForm(forms.Form):
    """Why, and the seal of the changes that were read."""

    reason = forms.CharField(
        label="Pourquoi ces chiffres changent",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tout le réseau la lit à côté de l’édition. Pas de nom de personne.",
        validators=[refuse_nir],
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
