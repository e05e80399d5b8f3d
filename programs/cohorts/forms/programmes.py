"""Adopting a programme."""

from typing import Any

from django import forms

from programs.catalogue.models import TemplateVersion
from programs.catalogue.operations.checks import label_of, values_of
from programs.cohorts.models import AdoptedProgramme


class ProgrammeChoice(forms.ModelChoiceField):
    def label_from_instance(self, programme: AdoptedProgramme) -> str:
        return programme.version.title


class AdoptForm(forms.Form):
    """The places, and each parameter that the version opens, with its bounds.

    `version` is one of queries.adoption: what was chosen here before is proposed again where it fits.
    """

    capacity = forms.IntegerField(label="Places par parcours", min_value=1, max_value=100)

    def __init__(self, *args: Any, version: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.version = version
        bounds = (version.capacity_min, version.capacity_max)
        self._bound("capacity", version.capacity, bounds, version.here_capacity)
        own, before = values_of(version, version.levels.all()), version.here_overrides or {}
        for one in version.opened:
            self.fields[one.name] = forms.IntegerField(label=label_of(one.name), min_value=0, max_value=600)
            self._bound(one.name, own[one.name], (one.low, one.high), before.get(one.name))

    @property
    def adaptable(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "capacity"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "capacity" in given:
            within_bounds(self, "capacity", given["capacity"], self.version)
        for one in self.version.opened:
            if one.name in given and not one.low <= given[one.name] <= one.high:
                self.add_error(one.name, f"Entre {one.low} et {one.high} pour ce programme.")
        return given

    def choices(self) -> dict[str, Any]:
        """The arguments of adopt."""
        given = dict(self.cleaned_data)
        return {"capacity": given.pop("capacity"), "overrides": given}

    def _bound(self, name: str, own: int, bounds: tuple[int, int], before: int | None) -> None:
        low, high = bounds
        self.initial[name] = before if before is not None and low <= before <= high else own
        self.fields[name].help_text = f"De {low} à {high}. Le réseau propose {own}."


def within_bounds(form: forms.Form, name: str, capacity: int, version: TemplateVersion) -> None:
    low, high = version.capacity_min, version.capacity_max
    if not low <= capacity <= high:
        form.add_error(name, f"Entre {low} et {high} places pour ce programme.")
