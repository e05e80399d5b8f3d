"""Who a sponsor is, and who reads for them."""

import re
from typing import Any

from django import forms

from billing.sponsoring.models import Sponsor

_SPACES = re.compile(r"[\s\u00a0\u202f.]")


class _Digits(forms.CharField):
    """A number that people write in groups."""

    def to_python(self, value: Any) -> str:
        return _SPACES.sub("", super().to_python(value) or "")


def _digits(label: str, hint: str) -> _Digits:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return _Digits(label=label, required=False, help_text=hint, widget=widget)


class SponsorForm(forms.ModelForm):
    siren = _digits("SIREN", "Neuf chiffres.")
    siret = _digits("SIRET", "Quatorze chiffres : celui de l’établissement à facturer.")

    class Meta:
        model = Sponsor
        fields = ["name", "status", "legal_form", "siren", "siret", "address", "contact_name", "email"]
        widgets = {"status": forms.RadioSelect, "address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "address": "Telle qu’elle s’écrit sur une facture ou un reçu.",
            "contact_name": "Qui représente le mécène : son nom est dans la convention.",
        }
        error_messages = {"name": {"unique": "Un mécène porte déjà ce nom."}}


class ReaderForm(forms.Form):
    """Somebody who will read, and sign, for a sponsor."""

    name = forms.CharField(label="Prénom et nom", max_length=120)
    email = forms.EmailField(label="Adresse e-mail", help_text="La personne y recevra un lien personnel.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
