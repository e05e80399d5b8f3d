"""The sponsors' site: their own agreements, in numbers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hub.partner.agreements import of_sponsors
from tenants.network.access import needs
from tenants.network.middleware import memberships_of


@needs("partner.view", of="agreement")
def home(request: Any) -> HttpResponse:
    """What the sponsor of this person signed, and where it went."""
    ids = {one.sponsor_id for one in memberships_of(request.user, request.place, request.now)}
    stories = of_sponsors(ids)
    sponsors = sorted({story.agreement.sponsor.name for story in stories})
    return render(request, "hub/partner_home.html", {"stories": stories, "sponsors": sponsors})
