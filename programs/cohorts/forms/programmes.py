"""Adopting a programme."""

from typing import Any

from django import forms

from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import AdoptedProgramme


class ProgrammeChoice(forms.ModelChoiceField):
    def label_from_instance(self, programme: AdoptedProgramme) -> str:
        return programme.version.title


class AdoptForm(forms.Form):
    capacity = forms.IntegerField(label="Places par parcours", min_value=1, max_value=100)

    def __init__(self, *args: Any, version: TemplateVersion, **options: Any) -> None:
        super().__init__(*args, initial={"capacity": version.capacity}, **options)
        self.version = version
        self.fields["capacity"].help_text = f"De {version.capacity_min} à {version.capacity_max}."

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        within_bounds(self, "capacity", capacity, self.version)
        return capacity


def within_bounds(form: forms.Form, name: str, capacity: int, version: TemplateVersion) -> None:
    low, high = version.capacity_min, version.capacity_max
    if not low <= capacity <= high:
        form.add_error(name, f"Entre {low} et {high} places pour ce programme.")
