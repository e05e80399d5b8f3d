"""Noting a contact, and doing its next step another day."""

from datetime import date, timedelta
from typing import Any

from django import forms

from kit.ui.widgets import DayInput, Segmented
from tenants.welcome.free_text import FreeText, refuse_nir
from tenants.welcome.models import FollowUp

_FURTHEST = timedelta(days=730)
_EARLIEST = timedelta(days=365)


class ContactForm(forms.Form):
    """What happened, and perhaps what comes next."""

    kind = forms.ChoiceField(
        label="Comment", choices=FollowUp.Kind, initial=FollowUp.Kind.VISIT, widget=Segmented
    )
    day = forms.DateField(label="Quel jour", widget=DayInput)
    topics = forms.MultipleChoiceField(
        label="Sujets", choices=FollowUp.Topic, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = FreeText(label="Ce qui s’est dit", required=False, max_length=600)
    next_step = forms.CharField(
        label="Prochain pas",
        required=False,
        max_length=200,
        validators=[refuse_nir],
    )
    next_on = forms.DateField(label="À faire le", required=False, widget=DayInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs |= {"max": today.isoformat()}
        self.fields["next_on"].widget.attrs |= {"min": today.isoformat()}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError("Ce jour n’est pas encore passé.")
        if day < self.today - _EARLIEST:
            raise forms.ValidationError("Ce jour est trop ancien : un an au plus.")
        return day

    def clean_next_on(self) -> date | None:
        return _to_come(self.cleaned_data["next_on"], self.today)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("next_step") and not given.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", "Donnez le jour de ce prochain pas.")
        if given.get("next_on") and not given.get("next_step") and "next_step" not in self.errors:
            self.add_error("next_step", "Dites ce qui est à faire ce jour-là.")
        return given


class PostponeForm(forms.Form):
    to = forms.DateField(label="Nouveau jour", widget=DayInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["to"].widget.attrs |= {"min": today.isoformat()}

    def clean_to(self) -> date | None:
        return _to_come(self.cleaned_data["to"], self.today)


def _to_come(day: date | None, today: date) -> date | None:
    if day is None:
        return None
    if day < today:
        raise forms.ValidationError("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
    if day > today + _FURTHEST:
        raise forms.ValidationError("Ce jour est trop loin : deux ans au plus.")
    return day
