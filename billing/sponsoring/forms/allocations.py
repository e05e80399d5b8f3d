"""Giving a part of an agreement to an antenne, and giving a part back."""

from typing import Any

from django import forms

from billing.sponsoring.models import Agreement
from kit.ui.euros import EurosField
from kit.ui.widgets import DayInput
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne

_NOTHING = "Donnez au moins une place, un équipement ou un montant."


class _PartForm(forms.Form):
    places = forms.IntegerField(label="Places", min_value=0, max_value=100_000, initial=0)
    devices = forms.IntegerField(label="Équipements", min_value=0, max_value=100_000, initial=0)
    amount = EurosField(label="Montant", initial=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts = [cleaned.get(name) for name in ("places", "devices", "amount")]
        if None not in parts and not any(parts):
            raise forms.ValidationError(_NOTHING)
        return cleaned

    def given(self) -> dict[str, Any]:
        """The arguments of the operation: typed in euros, kept in cents."""
        others = {name: value for name, value in self.cleaned_data.items() if name != "amount"}
        return others | {"amount_cents": self.cleaned_data["amount"]}


class AllocationForm(_PartForm):
    """Where it goes: among what the agreement covers."""

    antenne = forms.ModelChoiceField(label="Antenne", queryset=Antenne.objects.none(), empty_label="Choisir…")
    template = forms.ModelChoiceField(
        label="Programme", queryset=ProgrammeTemplate.objects.none(), empty_label="Choisir…"
    )
    on = forms.DateField(label="Affectée le", widget=DayInput)

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        super().__init__(*args, **options)
        antennes = Antenne.objects.serving()
        templates = ProgrammeTemplate.objects.filter(retired_at__isnull=True)
        for name, among, named in (
            ("antenne", antennes, agreement.antennes),
            ("template", templates, agreement.templates),
        ):
            covered = list(named.order_by().values_list("pk", flat=True))
            self.fields[name].queryset = among.filter(pk__in=covered) if covered else among  # type: ignore[attr-defined]


class ReleaseForm(_PartForm):
    """How much comes back, and why."""

    reason = forms.CharField(label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
