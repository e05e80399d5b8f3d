"""What is typed about programmes and cohorts. The sheet of a session: programs.cohorts.sheet."""

from datetime import date, timedelta
from typing import Any

from django import forms

from kit.formats import DAYS
from kit.ui.widgets import DayInput, HourInput
from programs.catalogue.models import Level, TemplateVersion
from programs.cohorts.models import AdoptedProgramme, Satisfaction
from programs.cohorts.queries import programmes
from tenants.welcome.free_text import FreeText

_FURTHEST = timedelta(days=730)
_MOST_SESSIONS = 60
_SHORTEST, _LONGEST = 15, 600  # minutes of a session, as the database holds them


class ProgrammeChoice(forms.ModelChoiceField):
    def label_from_instance(self, programme: AdoptedProgramme) -> str:
        return programme.version.title


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
            _within_bounds(self, "capacity", capacity, programme.version)
        return given


class AssessForm(forms.Form):
    """A score, and the level that a person decides."""

    programme = ProgrammeChoice(
        AdoptedProgramme.objects.none(), label="Programme", empty_label=None, widget=forms.RadioSelect
    )
    score = forms.IntegerField(label="Score", min_value=0, max_value=100)
    level = forms.ChoiceField(
        label="Niveau décidé",
        required=False,
        choices=[("", "Celui du score"), *Level.choices],
        widget=forms.RadioSelect,
    )
    reason = FreeText(label="Pourquoi un autre niveau", required=False, rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["programme"]
        field.queryset = programmes()
        field.initial = field.queryset.first()


class WithdrawForm(forms.Form):
    reason = FreeText(label="Pourquoi cette personne se retire")


class AdoptForm(forms.Form):
    capacity = forms.IntegerField(label="Places par parcours", min_value=1, max_value=100)

    def __init__(self, *args: Any, version: TemplateVersion, **options: Any) -> None:
        super().__init__(*args, initial={"capacity": version.capacity}, **options)
        self.version = version
        self.fields["capacity"].help_text = f"De {version.capacity_min} à {version.capacity_max}."

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        _within_bounds(self, "capacity", capacity, self.version)
        return capacity


class AnswerForm(forms.Form):
    """One of the four big buttons of the survey."""

    satisfaction = forms.ChoiceField(choices=Satisfaction)


def _within_bounds(form: forms.Form, name: str, capacity: int, version: TemplateVersion) -> None:
    low, high = version.capacity_min, version.capacity_max
    if not low <= capacity <= high:
        form.add_error(name, f"Entre {low} et {high} places pour ce programme.")
