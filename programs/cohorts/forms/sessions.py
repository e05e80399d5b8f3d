"""One session: when, where, with whom. And a workshop, an appointment."""

from datetime import date
from typing import Any

from django import forms

from kit.ui.widgets import DayInput, HourInput
from programs.catalogue.models import Theme
from programs.cohorts.forms.planning import FURTHEST, LONGEST, SHORTEST
from programs.cohorts.operations.workshops import MOST_SEATS, MOST_WEEKS
from programs.cohorts.timetable import Slot
from tenants.welcome.free_text import FreeText


class SlotForm(forms.Form):
    """When, where and with whom."""

    day = forms.DateField(label="Jour", widget=DayInput)
    at = forms.TimeField(label="Heure de début", widget=HourInput)
    minutes = forms.IntegerField(label="Durée", min_value=SHORTEST, max_value=LONGEST)
    room = forms.CharField(label="Salle", max_length=80)
    trainer: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="Animée par", required=False, empty_label="À décider"
    )

    def __init__(self, *args: Any, today: date, trainers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["trainer"].queryset = trainers
        self.fields["day"].widget.attrs |= {"min": today.isoformat()}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
        if day > self.today + FURTHEST:
            raise forms.ValidationError("Ce jour est trop loin : deux ans au plus.")
        return day

    def slot(self, zone: Any) -> Slot:
        given = self.cleaned_data
        return Slot(given["day"], given["at"], given["minutes"], given["room"], zone, given["trainer"])


class MoveForm(SlotForm):
    reason = FreeText(
        label="Pourquoi", required=False, rows=2, help_text="Pour l’équipe. Sans nom, sans santé."
    )
    tell_people = forms.BooleanField(label="Prévenir les personnes", required=False, initial=True)


class AddForm(SlotForm):
    title = forms.CharField(
        label="Titre", max_length=160, required=False, help_text="Vide : comme la dernière séance."
    )
    tell_people = forms.BooleanField(label="Prévenir les personnes", required=False, initial=True)


class WorkshopForm(SlotForm):
    theme = forms.ChoiceField(label="Thème", choices=Theme)
    title = forms.CharField(label="Titre", max_length=160)
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=MOST_SEATS, initial=8)
    weeks = forms.IntegerField(
        label="Combien de semaines",
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text="Le même jour, chaque semaine ; les jours fériés sont sautés.",
    )

    field_order = ["title", "theme", "day", "at", "minutes", "room", "trainer", "capacity", "weeks"]


class AppointmentForm(SlotForm):
    theme = forms.ChoiceField(label="Thème", choices=[("", "Aucun"), *Theme.choices], required=False)
    tell_people = forms.BooleanField(label="Prévenir la personne", required=False, initial=True)


class WalkInForm(forms.Form):
    count = forms.IntegerField(label="Personnes", min_value=1, max_value=MOST_SEATS)
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class SeatsForm(forms.Form):
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=MOST_SEATS)
