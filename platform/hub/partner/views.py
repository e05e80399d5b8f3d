"""The sponsors' site: their own agreements, what was paid, what came of it, and a new proposal."""

from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.sponsoring.models import ImpactReport
from billing.sponsoring.operations import ask_for_agreement
from billing.sponsoring.queries import cost_on
from hub.partner import papers
from hub.partner.agreements import own_agreements, papers_of, stories, timeline
from hub.partner.editions import Edition, places_map
from hub.partner.forms import ProposalForm
from hub.partner.offer import unfunded
from kit.documents.pdf import pdf_response
from kit.documents.spreadsheets import spreadsheet_response
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.network.middleware import sponsors_of


@needs("partner.view", of="agreement")
def home(request: Any) -> HttpResponse:
    """What the sponsor of this person supports, the last thing that came of it first."""
    told = stories(own_agreements(sponsors_of(request)))
    published = [report for story in told for report in story.reports]
    latest = max(published, key=attrgetter("published_at"), default=None)
    context = {
        "stories": told,
        "sponsors": sorted({story.agreement.sponsor.name for story in told}),
        "latest": latest,
        "edition": Edition(latest.content) if latest else None,
        "signed_cents": sum(story.agreement.amount_cents for story in told if story.agreement.signed_at),
        "received_cents": sum(story.received_cents for story in told),
    }
    return render(request, "partner/home.html", context)


@needs("partner.view", of="agreement")
def agreement(request: Any, reference: str) -> HttpResponse:
    """One agreement: signed, paid, given to the antennes, and what came of it."""
    own = own_agreements(sponsors_of(request)).prefetch_related("instalments")
    found = get_object_or_404(own, reference=reference)
    (story,) = stories([found])
    today = request.place.today(request.now)
    context = {
        "story": story,
        "agreement": found,
        "instalments": found.instalments.all(),
        "counterparties": found.counterparties.all(),
        "timeline": timeline(story, today=today),
        "map": places_map(story.offer) if story.offer else None,
        "edition": Edition(story.last_report.content) if story.last_report else None,
        **papers_of(found),
    }
    return render(request, "partner/agreement.html", context)


@needs("partner.view", of="report")
def report(request: Any, pk: Any) -> HttpResponse:
    """A published edition, as it was frozen."""
    found = _report(request, pk)
    others = found.agreement.reports.filter(state=ImpactReport.State.PUBLISHED).exclude(pk=pk)
    context = {"report": found, "edition": Edition(found.content), "others": others.order_by("-edition")}
    return render(request, "partner/report.html", context)


@needs("partner.view", of="report")
def report_pdf(request: Any, pk: Any) -> HttpResponse:
    found = _report(request, pk)
    made = papers.as_pdf(Edition(found.content), now=found.published_at)
    return pdf_response(made, f"Rapport d’impact {found.agreement.reference} édition {found.edition}.pdf")


@needs("partner.view", of="report")
def report_xlsx(request: Any, pk: Any) -> HttpResponse:
    found = _report(request, pk)
    made = papers.as_workbook(Edition(found.content), now=found.published_at)
    return spreadsheet_response(
        made, f"Rapport d’impact {found.agreement.reference} édition {found.edition}.xlsx"
    )


@needs("partner.ask", of="agreement")
def propose(request: Any) -> HttpResponse:
    """Choose, see the amount, then send: a proposal that the national office answers."""
    today = request.place.today(request.now)
    form = posted(ProposalForm, request, today=today, sponsors=sponsors_of(request))
    cost = cost_on(today)
    amount = None
    if form.is_valid() and cost:
        given = form.given()
        amount = given["places"] * cost.place_cents + given["devices"] * cost.device_cents
        if "send" in request.POST:
            made = ask_for_agreement(**given, by=request.user, now=request.now, today=today)
            messages.success(request, "Votre proposition est partie. Nous vous répondons vite.")
            return redirect("partner:agreement", made.reference)
    by_template, openings = unfunded(today)
    programmes = [(name, by_template.get(pk, 0)) for pk, name in form.fields["template"].choices]
    context = {"form": form, "cost": cost, "amount": amount, "programmes": programmes, "openings": openings}
    return render(request, "partner/propose.html", context)


def _report(request: Any, pk: Any) -> Any:
    """Of their own and published, or nothing of that name."""
    published = ImpactReport.objects.filter(
        agreement__sponsor__in=sponsors_of(request), state=ImpactReport.State.PUBLISHED
    )
    return get_object_or_404(published.select_related("agreement__sponsor"), pk=pk)
