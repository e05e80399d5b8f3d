import re
from typing import Any

from django import forms

from billing.counter.models import Sale, Till

_NUMBER = re.compile(r"(E?)([0-9]{1,15})")  # as receipts say it: 12, or E12 for training


class FindTicketForm(forms.Form):
    """A ticket by what is printed on its receipt; `sale` once it is valid."""

    till = forms.ModelChoiceField(
        Till.objects.order_by("code"), label="Caisse", empty_label=None, to_field_name="code",
        error_messages={"invalid_choice": "Choisissez une caisse de la liste."},
    )  # fmt: skip
    number = forms.CharField(
        label="Numéro du ticket", max_length=20, help_text="Tel qu’imprimé : 12, ou E12 pour l’entraînement.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    sale: Sale

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        till, number = cleaned.get("till"), cleaned.get("number")
        if till is not None and number:
            self._find(till, number)
        return cleaned

    def _find(self, till: Till, number: str) -> None:
        read = _NUMBER.fullmatch(number)
        found = read and till.sales.filter(training=bool(read[1]), number=int(read[2])).first()
        if found:
            self.sale = found
        else:
            self.add_error("number", f"« {till} » n’a pas de ticket {number} : vérifiez le numéro du reçu.")
