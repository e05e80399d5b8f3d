"""Conventions: what sponsors signed, what they paid, and where it went."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from billing.sponsoring import queries
from billing.sponsoring.models import Agreement, Amendment, Signature, Sponsor
from billing.sponsoring.papers.agreements import agreement_pdf
from billing.sponsoring.queries import schedules
from billing.sponsoring.steps import next_step
from kit.documents.pdf import pdf_response
from tenants.network import access
from tenants.network.access import needs

_STATES = {
    "": ("Toutes", ()),
    "retard": ("En retard", schedules.OWING),
    "brouillons": ("Brouillons", (Agreement.State.DRAFT,)),
    "a-signer": ("À signer", (Agreement.State.PROPOSED,)),
    "en-cours": ("En cours", Agreement.FIRM),
    "terminees": ("Terminées", (Agreement.State.COMPLETED, Agreement.State.CLOSED)),
    "sans-suite": ("Sans suite", (Agreement.State.DECLINED,)),
}


@needs("sponsoring.view", of="agreement")
def agreements(request: Any) -> HttpResponse:
    """All agreements, with what is left to allocate and what is late."""
    state = request.GET.get("etat", "")
    state = state if state in _STATES else ""
    sponsors = list(Sponsor.objects.order_by("name"))
    sponsor = next((one for one in sponsors if str(one.pk) == request.GET.get("mecene")), None)
    found = queries.with_allocated(Agreement.objects.select_related("sponsor"))
    found = schedules.with_money(found, request.place.today(request.now))
    if state:
        found = found.filter(state__in=_STATES[state][1])
    if state == "retard":
        found = found.filter(is_late=True)
    if sponsor is not None:
        found = found.filter(sponsor=sponsor)
    context = {
        "agreements": found, "filters": _filters(state, sponsor), "state": state, "sponsor": sponsor,
        "sponsors": sponsors, "may_write": access.allows(request.roles, "sponsoring.write"),
    }  # fmt: skip
    return render(request, "sponsoring/agreements.html", context)


def _filters(state: str, sponsor: Sponsor | None) -> list[dict[str, Any]]:
    """Links that change the state and keep the sponsor."""
    url, kept = reverse("sponsoring:agreements"), {"mecene": sponsor.pk} if sponsor else {}
    return [
        {
            "label": label,
            "url": f"{url}?{urlencode({'etat': name} | kept)}",
            "current": name == state,
        }
        for name, (label, _) in _STATES.items()
    ]


@needs("sponsoring.view", of="agreement")
def agreement(request: Any, reference: str) -> HttpResponse:
    """One agreement: what to do next, what is signed, paid and allocated."""
    found = _agreement(reference)
    today = request.place.today(request.now)
    amendments = list(found.amendments.prefetch_related("signatures"))
    allows = {name: access.allows(request.roles, f"sponsoring.{name}") for name in ("write", "sign")}
    signatures = list(found.signatures.all())
    own = [one for one in signatures if one.amendment_id is None]
    context = {
        "agreement": found,
        "allocations": queries.with_use(found.allocations.select_related("antenne", "template")),
        "schedule": schedules.schedule_of(found, today),
        "received_cents": schedules.received_cents(found),
        "amendments": amendments,
        "waiting": any(one.state == Amendment.State.PROPOSED for one in amendments),
        "signatures": own,
        "sponsor_signed": any(one.side == Signature.Side.SPONSOR for one in own),
        "may_allocate": _something_left(found) and allows["write"],
        "may_ask": access.allows(request.roles, "money.write") and found.state in Agreement.FIRM,
        "may_report": access.allows(request.roles, "editions.write"),
        "may_write": allows["write"],
        "may_sign": allows["sign"],
        "step": next_step(found, own, user=request.user, today=today, **allows),
    }
    return render(request, "sponsoring/agreement.html", context)


@needs("sponsoring.view", of="agreement")
def paper(request: Any, reference: str, number: int | None = None) -> HttpResponse:
    """The PDF of the agreement, or of one of its amendments."""
    found = _agreement(reference)
    amendment = None if number is None else get_object_or_404(found.amendments, number=number)
    made = agreement_pdf(found, now=request.now, amendment=amendment)
    return pdf_response(
        made, f"Avenant {reference}-{number}.pdf" if number else f"Convention {reference}.pdf"
    )


def _something_left(agreement: Any) -> bool:
    left = agreement.left_amount_cents or agreement.left_places or agreement.left_devices
    return agreement.state in Agreement.FIRM and bool(left)


def _agreement(reference: str) -> Agreement:
    return get_object_or_404(
        queries.with_allocated(Agreement.objects.select_related("sponsor", "drafted_by")), reference=reference
    )
