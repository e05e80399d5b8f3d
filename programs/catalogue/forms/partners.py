"""Partners and their dated names."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify

from kit.ui.widgets import DayInput

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


class NameForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=120)
    start = forms.DateField(
        label="Premier jour", required=False, widget=DayInput, help_text="Vide : depuis toujours."
    )
    end = forms.DateField(
        label="Dernier jour", required=False, widget=DayInput, help_text="Vide : jusqu’à nouvel ordre."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("start", "end"):
            day = given.get(name)
            if day is not None and not _FIRST <= day <= _LAST:
                self.add_error(name, "Cette date est trop loin : de 1900 à 2199.")
        return given


class PartnerForm(NameForm):
    """A partner, with the first name it bears."""

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("Ce nom n’a pas de lettre : écrivez-le en toutes lettres.")
        return name


class EndForm(forms.Form):
    """The last day of a name that lasts."""

    end = forms.DateField(label="Dernier jour", widget=DayInput)

    def clean_end(self) -> date:
        day: date = self.cleaned_data["end"]
        if not _FIRST <= day <= _LAST:
            raise forms.ValidationError("Cette date est trop loin : de 1900 à 2199.")
        return day
