"""Questions about the programmes that the antenne follows."""

from math import ceil
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from programs.catalogue.models import TemplateVersion
from programs.catalogue.queries import whole
from programs.cohorts.models import (
    AdoptedProgramme,
)

_OFFERED = Q(state=TemplateVersion.State.PUBLISHED, template__retired_at__isnull=True)


def programmes() -> QuerySet[AdoptedProgramme]:
    return AdoptedProgramme.objects.select_related("version", "template").order_by("version__title", "id")


def usual_rhythm(programme: AdoptedProgramme) -> tuple[int, int]:
    """(minutes of a session, number of sessions): what the longest level takes, as adapted here."""
    minutes = programme.overrides.get("session_minutes", programme.version.session_minutes)
    hours = [
        programme.overrides.get(f"{rule.level}_hours", rule.hours) for rule in programme.version.levels.all()
    ]
    return minutes, max(1, ceil(max(hours, default=1) * 60 / minutes))


def versions_to_adopt() -> QuerySet[TemplateVersion]:
    """The published versions that this antenne does not follow, with the one it `followed`."""
    unfollowed = Q(followed__isnull=True) | ~Q(followed=F("pk"))
    found = TemplateVersion.objects.annotate(followed=_here("version")).filter(_OFFERED & unfollowed)
    return found.select_related("template").prefetch_related("levels").order_by("title", "pk")


def followed_and_offered() -> list[Any]:
    """The versions that this antenne follows and those that it may adopt, whole, in one reading.

    Each has what was chosen here for its template: `followed` (the pinned version), `here_capacity`,
    `here_overrides`, `here_adopted_at`; all None when the template is not followed.
    """
    found = _with_choices().filter(_OFFERED | Q(followed=F("pk")))
    return list(found.order_by("title", "-number", "pk"))


def adoption(pk: Any) -> tuple[Any, Any]:
    """(the version of that id, the one that is followed here instead or None); (None, None) for a draft."""
    template = TemplateVersion.objects.filter(pk=pk).values("template")
    found = _with_choices().filter(Q(pk=pk) | Q(pk=F("followed")), template=Subquery(template))
    both: dict[Any, Any] = {
        version.pk: version for version in found.exclude(state=TemplateVersion.State.DRAFT)
    }
    asked = both.get(pk)
    return (asked, both.get(asked.followed)) if asked else (None, None)


def _with_choices() -> QuerySet[TemplateVersion]:
    chosen = {f"here_{name}": _here(name) for name in ("capacity", "overrides", "adopted_at")}
    found = TemplateVersion.objects.annotate(followed=_here("version"), **chosen)
    return whole(found).select_related("template", "grid", "survey")


def _here(field: str) -> Subquery:
    here = AdoptedProgramme.objects.filter(template=OuterRef("template"))
    return Subquery(here.values(field)[:1])
