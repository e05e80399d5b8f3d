"""A version in a few facts: with its own values, or with what an antenne adapted."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.formats import NBSP, minutes_as_hours
from programs.catalogue.models import Level, TemplateVersion
from programs.catalogue.operations.checks import values_of


@dataclass(frozen=True)
class Fact:
    """`usual` is what the version says, when the antenne adapted it."""

    label: str
    value: str
    usual: str = ""


def facts_of(
    version: TemplateVersion, *, capacity: int | None = None, overrides: Mapping[str, int] | None = None
) -> list[Fact]:
    """Of the parts already read."""
    own = values_of(version, version.levels.all())
    here = own | dict(overrides or {})

    def fact(label: str, name: str) -> Fact:
        said, usual = _said(name, here[name]), _said(name, own[name])
        return Fact(label, said, usual if said != usual else "")

    hours = [fact(level.label, f"{level}_hours") for level in Level if f"{level}_hours" in own]
    places, usual = capacity or version.capacity, version.capacity
    return [
        *hours,
        Fact("Places par parcours", str(places), str(usual) if places != usual else ""),
        fact("Durée d’une séance", "session_minutes"),
        Fact("Part des heures à suivre", f"{version.completion_percent}{NBSP}%"),
        fact("Prêt ensuite", "loan_months"),
    ]


def _said(name: str, value: int) -> str:
    if name == "session_minutes":
        return minutes_as_hours(value)
    if name == "loan_months":
        return f"{value}{NBSP}mois" if value else "non"
    return f"{value}{NBSP}h"
