"""Questions about the programmes that the antenne follows."""

from math import ceil

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import (
    AdoptedProgramme,
)


def programmes() -> QuerySet[AdoptedProgramme]:
    return AdoptedProgramme.objects.select_related("version", "template").order_by("version__title", "id")


def usual_rhythm(programme: AdoptedProgramme) -> tuple[int, int]:
    """(minutes of a session, number of sessions): what the longest level takes, as adapted here."""
    minutes = programme.overrides.get("session_minutes", programme.version.session_minutes)
    hours = [
        programme.overrides.get(f"{rule.level}_hours", rule.hours) for rule in programme.version.levels.all()
    ]
    return minutes, max(1, ceil(max(hours, default=1) * 60 / minutes))


def versions_to_adopt() -> QuerySet:
    """The published versions that this antenne does not follow, with the one it `followed`."""
    here = AdoptedProgramme.objects.filter(template=OuterRef("template"))
    return (
        TemplateVersion.objects.published()
        .select_related("template")
        .prefetch_related("levels")
        .filter(template__retired_at__isnull=True)
        .annotate(followed=Subquery(here.values("version")[:1]))
        .filter(Q(followed__isnull=True) | ~Q(followed=F("pk")))
        .order_by("title", "pk")
    )
