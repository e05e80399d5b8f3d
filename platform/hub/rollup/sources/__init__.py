"""The source of each measure: one statement a family, whatever the number of months.

Called standing in the antenne. Each family gives cells; a count of zero gives none.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from hub.rollup.sources.courses import courses
from hub.rollup.sources.funds import funds
from hub.rollup.sources.people import way
from hub.rollup.sources.shop import devices, shop
from hub.rollup.sources.tally import Cell, Key, Months
from hub.rollup.sources.workshops import workshops
from programs.catalogue.models import TemplateVersion


def cells(antenne: Any, months: Months, today: date) -> list[Cell]:
    """Every cell of these months (or of all), from the antenne's own tables and its allocations.

    `today`, its business day, tells the loans that are late.
    """
    return _of_programmes(
        chain(
            courses(months),
            way(antenne, months),
            workshops(months),
            devices(antenne, months, today),
            shop(months),
            funds(antenne, months),
        )
    )


def _of_programmes(found: Iterable[Cell]) -> list[Cell]:
    """Each version with the template that it is a version of."""
    found = list(found)
    versions = {cell.version_id for cell in found if cell.version_id}
    known = TemplateVersion.objects.filter(pk__in=versions).order_by().values_list("pk", "template_id")
    templates = dict(known) if versions else {}
    return [
        replace(cell, template_id=templates[cell.version_id]) if cell.version_id else cell for cell in found
    ]


__all__ = ["Cell", "Key", "Months", "cells", "funds"]
