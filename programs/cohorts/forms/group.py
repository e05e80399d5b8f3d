"""Entering and leaving a group."""

from typing import Any

from django import forms

from programs.catalogue.models import Level
from programs.cohorts.forms.programmes import ProgrammeChoice
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.queries import programmes
from tenants.welcome.free_text import FreeText


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
