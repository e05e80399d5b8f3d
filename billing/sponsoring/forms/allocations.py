"""Giving a part of an agreement to an antenne."""

from typing import Any

from django import forms

from kit.ui.widgets import DayInput
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne


class AllocationForm(forms.Form):
    """Typed in euros, kept in cents."""

    antenne = forms.ModelChoiceField(label="Antenne", queryset=Antenne.objects.none(), empty_label="Choisir…")
    template = forms.ModelChoiceField(
        label="Programme", queryset=ProgrammeTemplate.objects.none(), empty_label="Choisir…"
    )
    places = forms.IntegerField(label="Places", min_value=0, max_value=100_000, initial=0)
    devices = forms.IntegerField(label="Équipements", min_value=0, max_value=100_000, initial=0)
    amount = forms.DecimalField(
        label="Montant", min_value=0, max_value=100_000_000, decimal_places=2, initial=0
    )
    on = forms.DateField(label="Affectée le", widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["antenne"].queryset = Antenne.objects.serving()  # type: ignore[attr-defined]
        self.fields["template"].queryset = ProgrammeTemplate.objects.filter(  # type: ignore[attr-defined]
            retired_at__isnull=True
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts = [cleaned.get(name) for name in ("places", "devices", "amount")]
        if None not in parts and not any(parts):
            raise forms.ValidationError("Donnez au moins une place, un équipement ou un montant.")
        return cleaned

    def given(self) -> dict[str, Any]:
        """The arguments of `allocate`."""
        euros = self.cleaned_data["amount"]
        others = {name: value for name, value in self.cleaned_data.items() if name != "amount"}
        return others | {"amount_cents": int(euros * 100)}
