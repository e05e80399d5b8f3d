from typing import Any

from django import forms

from billing.equipment.models import Device
from billing.equipment.queries import lendable


class LendForm(forms.Form):
    device = forms.ModelChoiceField(
        Device.objects.none(),
        label="Équipement",
        empty_label="Choisir…",
        help_text="Disponible, ou déjà utilisé en séance.",
        error_messages={"invalid_choice": "Cet équipement n’est plus disponible : choisissez-en un autre."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["device"].queryset = lendable()
