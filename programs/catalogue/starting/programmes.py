"""The five starting templates, one a theme: a text to begin with, rewritten as the office likes."""

from typing import Any

from programs.catalogue.models import AssessmentGrid, ProgrammeTemplate, Survey, Theme
from programs.catalogue.queries import only_published
from programs.catalogue.starting import basics, employment, health, schooling, transport

BY_THEME = {
    Theme.EMPLOYMENT: employment,
    Theme.HEALTH: health,
    Theme.SCHOOLING: schooling,
    Theme.TRANSPORT: transport,
    Theme.BASICS: basics,
}


def starting_text(theme: str, template: ProgrammeTemplate) -> dict[str, Any]:
    """The arguments of draft_version for a first version; the title alone when there is no such theme."""
    asked = {"grid": only_published(AssessmentGrid), "survey": only_published(Survey)}
    if theme not in Theme.values:
        return {"title": template.name} | asked
    return BY_THEME[Theme(theme)].TEXT | {"title": template.name} | asked
