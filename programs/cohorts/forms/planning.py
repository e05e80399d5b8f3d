"""Planning a cohort, and changing it while it is a draft."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

from django import forms

from billing.sponsoring.models import Allocation
from kit.formats import DAYS
from kit.ui.widgets import DayInput, HourInput, Segmented
from programs.cohorts.forms.programmes import ProgrammeChoice, within_bounds
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.queries import programmes
from programs.cohorts.queries.funding import Funded, fundable_allocations, funded_by_allocation
from programs.cohorts.queries.programmes import usual_rhythm
from programs.cohorts.timetable import Rhythm
from tenants.welcome.free_text import FreeText

FURTHEST = timedelta(days=730)
MOST_SESSIONS = 60
SHORTEST, LONGEST = 15, 600  # minutes of a session, as the database holds them
_WEEK = DAYS[:6]


class AllocationChoice(forms.ModelChoiceField):
    """With how many places each can still pay for."""

    used: dict[Any, Funded] | None = None

    def label_from_instance(self, allocation: Allocation) -> str:
        if self.used is None:
            self.used = funded_by_allocation()
        left = max(allocation.places - self.used[allocation.pk].opened, 0)
        rest = f"encore {left} place(s) sur {allocation.places}, jusqu’au {allocation.ends_on:%d/%m/%Y}"
        return f"{allocation.reference} · {allocation.template} : {rest}"


class PlanForm(forms.Form):
    """When and where a group meets, and how many may come. Shown as a preview before it is made."""

    programme = ProgrammeChoice(AdoptedProgramme.objects.none(), label="Programme", empty_label="Choisir…")
    name = forms.CharField(label="Nom du parcours", max_length=120)
    room = forms.CharField(label="Salle", max_length=80)
    first_day = forms.DateField(label="À partir du", widget=DayInput)
    weekdays = forms.TypedMultipleChoiceField(
        label="Jours de la semaine",
        choices=[(number, day.capitalize()) for number, day in enumerate(_WEEK)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les jours fériés sont sautés.",
    )
    every_weeks = forms.TypedChoiceField(
        label="Rythme",
        choices=[(1, "Chaque semaine"), (2, "Une semaine sur deux")],
        coerce=int,
        initial=1,
        required=False,
        widget=Segmented,
    )
    at = forms.TimeField(label="Heure de début", widget=HourInput)
    minutes = forms.IntegerField(
        label="Durée d’une séance",
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text="Vide : comme le programme.",
    )
    sessions = forms.IntegerField(
        label="Nombre de séances",
        required=False,
        min_value=1,
        max_value=MOST_SESSIONS,
        help_text="Vide : ce qu’il faut au niveau le plus long.",
    )
    until = forms.DateField(
        label="Ou jusqu’au",
        required=False,
        widget=DayInput,
        help_text="Dernier jour possible, à la place d’un nombre.",
    )
    skip_school_holidays = forms.BooleanField(label="Sauter les vacances scolaires", required=False)
    trainer: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="Animé par", required=False, empty_label="À décider"
    )
    capacity = forms.IntegerField(
        label="Places", required=False, min_value=1, max_value=100, help_text="Vide : comme le programme."
    )
    allocation = AllocationChoice(
        Allocation.objects.none(), label="Places financées par", required=False, empty_label="Aucun mécène"
    )
    funded = forms.IntegerField(
        label="Places financées", required=False, min_value=1, max_value=100, help_text="Vide : toutes."
    )
    signature_wanted = forms.BooleanField(label="Faire signer chaque séance sur l’écran", required=False)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, antenne: Any, trainers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.antenne = today, antenne
        self.fields["programme"].queryset = programmes().prefetch_related("version__levels")
        self.fields["trainer"].queryset = trainers
        self.fields["allocation"].queryset = fundable_allocations(antenne).filter(ends_on__gte=today)
        self.fields["first_day"].widget.attrs |= {"min": today.isoformat()}
        for number, day in enumerate(_WEEK):
            self.fields[f"at_{number}"] = forms.TimeField(
                label=day.capitalize(), required=False, widget=HourInput
            )

    def other_hours_fields(self) -> list[forms.BoundField]:
        return [self[f"at_{number}"] for number in range(len(_WEEK))]

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
        if day > self.today + FURTHEST:
            raise forms.ValidationError("Ce jour est trop loin : deux ans au plus.")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        programme, capacity = given.get("programme"), given.get("capacity")
        if programme and capacity is not None:
            within_bounds(self, "capacity", capacity, programme.version)
        if given.get("until") and given.get("first_day"):
            self._check_until(given["first_day"], given["until"])
        if programme and not self.errors:
            minutes, _ = usual_rhythm(programme)
            given["minutes"] = given["minutes"] or minutes
            if not given["sessions"] and not given["until"]:
                given["sessions"] = min(self._enough(programme, given["minutes"]), MOST_SESSIONS)
        return given

    def rhythm(self) -> Rhythm:
        given = self.cleaned_data
        other = {number: given[f"at_{number}"] for number in range(len(_WEEK))}
        return Rhythm(
            first_day=given["first_day"],
            weekdays=frozenset(given["weekdays"]),
            at=given["at"],
            minutes=given["minutes"],
            sessions=given["sessions"],
            until=given["until"],
            every_weeks=given["every_weeks"] or 1,
            skip_school_holidays=given["skip_school_holidays"],
            other_hours={number: hour for number, hour in other.items() if hour},
            zone=self.antenne.tz,
            departement=self.antenne.departement,
        )

    def digest(self) -> str:
        """What the preview was drawn from: a plan that changed since is shown again before it is made."""
        shown = {name: self.data.getlist(name) for name in self.fields if name != "seen"}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()

    @property
    def confirmed(self) -> bool:
        return "confirm" in self.data and self.cleaned_data["seen"] == self.digest()

    def _check_until(self, first: date, until: date) -> None:
        if until < first:
            self.add_error("until", "Le dernier jour vient avant le premier.")
        elif until > first + FURTHEST:
            self.add_error("until", "Ce jour est trop loin : deux ans au plus.")

    def _enough(self, programme: AdoptedProgramme, minutes: int) -> int:
        usual_minutes, sessions = usual_rhythm(programme)
        return -(-sessions * usual_minutes // minutes)


class DraftForm(forms.Form):
    """What a draft may still change, for all its sessions."""

    name = forms.CharField(label="Nom du parcours", max_length=120)
    room = forms.CharField(label="Salle", max_length=80)
    trainer: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="Animé par", required=False, empty_label="À décider"
    )

    def __init__(self, *args: Any, trainers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["trainer"].queryset = trainers


class CancelForm(forms.Form):
    """Why something is called off, and whether people are told."""

    reason = FreeText(label="Pourquoi", help_text="Pour l’équipe et le journal. Sans nom, sans santé.")
    tell_people = forms.BooleanField(label="Prévenir les personnes", required=False, initial=True)


class CancelSessionForm(CancelForm):
    replace = forms.BooleanField(label="Ajouter une séance de remplacement à la fin", required=False)
