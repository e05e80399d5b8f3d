"""Planning a cohort."""

from datetime import date, timedelta
from typing import Any

from django import forms

from kit.formats import DAYS
from kit.ui.widgets import DayInput, HourInput
from programs.cohorts.forms.programmes import ProgrammeChoice, within_bounds
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.queries import programmes

_FURTHEST = timedelta(days=730)
_MOST_SESSIONS = 60
_SHORTEST, _LONGEST = 15, 600  # minutes of a session, as the database holds them


class PlanForm(forms.Form):
    """When and where a group meets, and how many may come."""

    programme = ProgrammeChoice(AdoptedProgramme.objects.none(), label="Programme", empty_label="Choisir…")
    name = forms.CharField(label="Nom du parcours", max_length=120)
    room = forms.CharField(label="Salle", max_length=80)
    first_day = forms.DateField(label="À partir du", widget=DayInput)
    weekdays = forms.TypedMultipleChoiceField(
        label="Jours de la semaine",
        choices=[(number, day.capitalize()) for number, day in enumerate(DAYS[:6])],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les jours fériés sont sautés.",
    )
    at = forms.TimeField(label="Heure de début", widget=HourInput)
    minutes = forms.IntegerField(
        label="Durée d’une séance", min_value=_SHORTEST, max_value=_LONGEST, initial=120
    )
    sessions = forms.IntegerField(
        label="Nombre de séances", min_value=1, max_value=_MOST_SESSIONS, initial=16
    )
    capacity = forms.IntegerField(
        label="Places", required=False, min_value=1, max_value=100, help_text="Vide : comme le programme."
    )
    trainer: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="Animé par", required=False, empty_label="À décider"
    )

    def __init__(self, *args: Any, today: date, trainers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["programme"].queryset = programmes()
        self.fields["trainer"].queryset = trainers
        self.fields["first_day"].widget.attrs |= {"min": today.isoformat()}

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
        if day > self.today + _FURTHEST:
            raise forms.ValidationError("Ce jour est trop loin : deux ans au plus.")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        programme, capacity = given.get("programme"), given.get("capacity")
        if programme and capacity is not None:
            within_bounds(self, "capacity", capacity, programme.version)
        return given
