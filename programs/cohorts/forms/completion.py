"""The end of a course: a decision against the rule, and where people stand on the last day."""

from typing import Any
from uuid import UUID

from django import forms

from kit.ui.widgets import DayInput, Segmented
from programs.cohorts.models import Enrolment, Outcome
from tenants.welcome.free_text import FreeText


class OverrideForm(forms.Form):
    """`reached` is what the page proposed: a stale page is refused, not turned round."""

    reached = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = FreeText(label="Pourquoi", rows=3)


class SituationsForm(forms.Form):
    """One choice a person, what is left empty is not noted."""

    def __init__(self, *args: Any, group: list[Enrolment]) -> None:
        super().__init__(*args)
        self.group = group
        choices = [("", "Pas encore notée"), *Outcome.Situation.choices]
        for enrolment in group:
            self.fields[enrolment.pk.hex] = forms.ChoiceField(
                label=f"Situation de {enrolment.beneficiary}",
                choices=choices,
                required=False,
                initial=enrolment.stands or "",
            )

    def situations(self) -> dict[UUID, str]:
        said = {enrolment.pk: self.cleaned_data[enrolment.pk.hex] for enrolment in self.group}
        return {pk: situation for pk, situation in said.items() if situation}


class OutcomeForm(forms.Form):
    """Where a person stands some months after the course, as they say it themselves."""

    situation = forms.ChoiceField(
        label="Situation", choices=Outcome.Situation.choices, widget=forms.RadioSelect
    )
    more_at_ease = forms.TypedChoiceField(
        label="Plus à l’aise avec le numérique\u202f?",
        choices=[("", "Pas demandé"), ("yes", "Oui"), ("no", "Non")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=Segmented,
    )
    day = forms.DateField(label="Jour de la réponse", widget=DayInput)
