"""From a figure of an antenne to its own list behind it: there, and there only, there are names."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from hub.reports.questions import Question
from tenants.network import access

COHORTS = "figures_cohorts"  # those of the period, each leading on to its own page
# {measure: (route, permission)}: who may not open the list is shown the figure alone.
_LISTS = {
    "places_opened": (COHORTS, "cohorts.view"),
    "fill_rate": (COHORTS, "cohorts.view"),
    "participants": (COHORTS, "cohorts.view"),
    "no_shows": (COHORTS, "cohorts.view"),
    "completions": (COHORTS, "cohorts.view"),
    "minutes_delivered": (COHORTS, "cohorts.view"),
    "satisfaction_rate": ("cohorts:surveys", "cohorts.view"),
    "response_rate": ("cohorts:surveys", "cohorts.view"),
    "workshops": ("cohorts:workshops", "cohorts.view"),
    "workshop_visits": ("cohorts:workshops", "cohorts.view"),
    "devices_in_class": ("equipment:devices", "equipment.view"),
    "devices_on_loan": ("equipment:loans", "equipment.view"),
    "devices_overdue": ("equipment:loans", "equipment.view"),
    "connection_sold": ("reports:month", "counter.control"),
    "connection_paid": ("reports:month", "counter.control"),
    "savings": ("reports:month", "counter.control"),
    "devices_bought": ("reports:month", "counter.control"),
    "funds_allocated": ("allocations", "cohorts.plan"),
}


def links(codes: Iterable[str], *, question: Question, roles: set[str], antenne: Any) -> dict[str, str]:
    """{measure: the address of the list behind it} on an antenne's own site, for these roles."""
    found = {}
    for code in codes:
        route, permission = _LISTS.get(code, ("", ""))
        if route and access.allows(roles, permission) and _has(antenne, route):
            found[code] = reverse(route) + (question.address(vue="") if route == COHORTS else "")
    return found


def _has(antenne: Any, route: str) -> bool:
    room = route.partition(":")[0]
    return {"equipment": antenne.has_equipment, "reports": antenne.has_shop}.get(room, True)
