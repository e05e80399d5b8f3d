"""Suivis: what to do with people after all the rest, and whom nobody has seen for long."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from billing.equipment.models import Loan
from kit.calendar import add_months
from programs.cohorts.models import Enrolment
from tenants.network.access import needs
from tenants.welcome.models import Beneficiary, FollowUp

A_PAGE = 50
LOST_MONTHS = 20  # four months before the two years after which a file is anonymised
_VIEWS = {"": "À faire", "a-venir": "À venir"}


@needs("welcome.follow_up", of="follow-up")
def follow_ups(request: Any) -> HttpResponse:
    """The next steps: due today or late; under another tab, those to come."""
    asked = request.GET.get("vue", "")
    asked = asked if asked in _VIEWS else ""
    today = request.place.today(request.now)
    found = FollowUp.objects.to_do() if asked else FollowUp.objects.due_on(today)
    if asked:
        found = found.filter(next_on__gt=today)
    mine = "les-miens" in request.GET
    if mine:
        found = found.filter(noted_by=request.user)
    page = Paginator(found.select_related("beneficiary", "noted_by"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "tabs": tabs(asked), "asked": asked, "today": today, "mine": mine}
    return render(request, "antenne/follow_ups.html", context | {"filters": _filters(asked, mine)})


@needs("welcome.follow_up", of="beneficiary")
def lost_from_sight(request: Any) -> HttpResponse:
    """People whom nobody has met for twenty months, the longest ago first."""
    today = request.place.today(request.now)
    page = Paginator(not_seen(today), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs("perdus"), "months": LOST_MONTHS}
    return render(request, "antenne/lost_from_sight.html", context)


def not_seen(today: date) -> QuerySet[Beneficiary]:
    """Those not met for LOST_MONTHS whom nothing holds here: no course, no loan, no next step."""
    mine = {"beneficiary": OuterRef("pk")}
    held = (
        Enrolment.objects.filter(state__in=[*Enrolment.PENDING, *Enrolment.LIVE], **mine),
        Loan.objects.running().filter(**mine),
        FollowUp.objects.to_do().filter(**mine),
    )
    found = Beneficiary.objects.not_seen_since(add_months(today, -LOST_MONTHS))
    for rows in held:
        found = found.filter(~Exists(rows))
    return found


def tabs(current: str) -> list[dict[str, Any]]:
    url = reverse("follow_ups")
    views = [
        {"label": label, "url": f"{url}?vue={key}" if key else url, "current": key == current}
        for key, label in _VIEWS.items()
    ]
    asked = {"label": "Situations", "url": reverse("cohorts:outcomes"), "current": current == "situations"}
    lost = {"label": "Perdus de vue", "url": reverse("lost_from_sight"), "current": current == "perdus"}
    return [*views, asked, lost]


def _filters(asked: str, mine: bool) -> list[dict[str, Any]]:
    url = reverse("follow_ups") + (f"?vue={asked}" if asked else "")
    own = f"{url}{'&' if asked else '?'}les-miens=1"
    return [
        {"label": "De toute l’équipe", "url": url, "current": not mine},
        {"label": "Les miens", "url": own, "current": mine},
    ]
