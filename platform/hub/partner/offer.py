"""What is open to a sponsor: places that antennes have opened and nobody funds yet."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from hub.rollup.models import Figure
from hub.rollup.reports import label, programmes_on
from kit.calendar import add_months
from programs.catalogue.models import ProgrammeTemplate, TemplateVersion
from tenants.network.models import Antenne

MONTHS = 12


@dataclass(frozen=True)
class Opening:
    """A programme or an antenne, and the places that are open there without a sponsor."""

    name: str
    departement: str
    places: int


def programmes_offered(day: date) -> list[ProgrammeTemplate]:
    """The programmes that are published, with their partner's name of the day."""
    published = TemplateVersion.objects.published().values("template")
    return list(programmes_on(day).filter(pk__in=published, retired_at__isnull=True).order_by("name"))


def unfunded(day: date) -> tuple[dict[Any, int], list[Opening]]:
    """({template id: places}, [by antenne]) of the months from this one, for a year."""
    first = day.replace(day=1)
    cells = Figure.objects.filter(
        month__gte=first, month__lt=add_months(first, MONTHS), measure__in=("places_opened", "places_funded")
    )
    versions: dict[Any, Any] = dict(TemplateVersion.objects.values_list("id", "template_id"))
    by_template: dict[Any, int] = defaultdict(int)
    by_antenne: dict[Any, int] = defaultdict(int)
    for one in cells.order_by().values("antenne_id", "version_id", "measure").annotate(places=Sum("value")):
        signed = int(one["places"]) * (1 if one["measure"] == "places_opened" else -1)
        by_template[versions.get(one["version_id"])] += signed
        by_antenne[one["antenne_id"]] += signed
    antennes = Antenne.objects.serving().order_by("name")
    openings = [Opening(one.name, one.departement, max(by_antenne.get(one.pk, 0), 0)) for one in antennes]
    return {key: max(places, 0) for key, places in by_template.items()}, openings


__all__ = ["Opening", "label", "programmes_offered", "unfunded"]
