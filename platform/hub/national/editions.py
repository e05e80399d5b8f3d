"""Impact reports: one person prepares, another reads what the sponsor will see, and publishes."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, ImpactReport, PlaceCost
from billing.sponsoring.operations.reports import one_edition_at_a_time
from hub.partner import papers
from hub.partner.compose import content_of
from hub.partner.editions import Edition
from hub.partner.forms import CostForm, EditionForm
from kit.documents.pdf import pdf_response
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import needs


@needs("sponsoring.view", of="report")
def editions(request: Any) -> HttpResponse:
    """The agreements that are signed, with their editions, and what a place costs."""
    signed = Agreement.objects.filter(signed_at__isnull=False).select_related("sponsor")
    context = {
        "agreements": signed.prefetch_related("reports").order_by("-starts_on", "reference"),
        "costs": PlaceCost.objects.select_related("set_by").order_by("-starts_on"),
        "today": request.place.today(request.now),
        "may_write": access.allows(request.roles, "editions.write"),
    }
    return render(request, "editions/list.html", context)


@needs("editions.write", of="report")
def prepare(request: Any, reference: str) -> HttpResponse:
    """A first draft of the next edition."""
    agreement = get_object_or_404(Agreement.objects.select_related("sponsor"), reference=reference)
    form = posted(EditionForm, request)
    if form.is_valid():
        edition = (agreement.reports.order_by("-edition").values_list("edition", flat=True).first() or 0) + 1
        given = form.given()
        content = content_of(agreement, **given, edition=edition)
        report = operations.prepare_report(agreement, **given, content=content, **_signed(request))
        return redirect("editions:edition", report.pk)
    return render(request, "editions/prepare.html", {"form": form, "agreement": agreement})


@needs("editions.write", of="report")
def rewrite(request: Any, pk: Any) -> HttpResponse:
    """The same draft with other words, another month, or the figures of now."""
    report = _report(pk)
    start = {"month": report.until.replace(day=1), "words": report.words}
    form = posted(EditionForm, request, initial=start)
    if form.is_valid():
        given = form.given()
        content = content_of(report.agreement, **given, edition=report.edition)
        operations.rewrite_report(report, **given, content=content, **_signed(request))
        messages.success(request, "L’édition est à jour. Une autre personne la publie.")
        return redirect("editions:edition", pk)
    context = {"form": form, "agreement": report.agreement, "report": report}
    return render(request, "editions/prepare.html", context)


@needs("sponsoring.view", of="report")
def edition(request: Any, pk: Any) -> HttpResponse:
    """Exactly what the sponsor sees, and what they do not see and why."""
    report = _report(pk)
    draft = report.state == ImpactReport.State.DRAFT
    context = {
        "report": report,
        "edition": Edition(report.content),
        "draft": draft,
        "own": report.drafted_by_id == request.user.pk,
        "may_write": draft and access.allows(request.roles, "editions.write"),
        "may_publish": draft
        and report.drafted_by_id != request.user.pk
        and access.allows(request.roles, "editions.publish"),
    }
    return render(request, "editions/edition.html", context)


@needs("sponsoring.view", of="report")
def edition_pdf(request: Any, pk: Any) -> HttpResponse:
    report = _report(pk)
    made = papers.as_pdf(Edition(report.content), now=report.published_at or report.drafted_at)
    return pdf_response(made, f"Rapport d’impact {report.agreement.reference} édition {report.edition}.pdf")


@needs("editions.publish", of="report")
@require_POST
def publish(request: Any, pk: Any) -> HttpResponse:
    """Compose again under the lock of publications: what was read is what is given, or nothing is."""
    report = _report(pk)
    with transaction.atomic():
        one_edition_at_a_time()
        content = content_of(report.agreement, until=report.until, words=report.words, edition=report.edition)
        operations.publish_report(report, content=content, by=request.user, now=request.now)
    messages.success(request, "L’édition est publiée\u202f: le mécène la voit, et elle ne changera plus.")
    return redirect("editions:edition", pk)


@needs("editions.write", of="cost")
def new_cost(request: Any) -> HttpResponse:
    """What a place and a computer cost from a day on."""
    today = request.place.today(request.now)
    form = posted(CostForm, request, initial={"starts_on": today})
    if form.is_valid():
        operations.set_cost(**form.cleaned_data, **_signed(request))
        messages.success(request, "Le coût est fixé\u202f: les mécènes le voient dès ce jour-là.")
        return redirect("editions:list")
    return render(request, "editions/cost.html", {"form": form})


def _signed(request: Any) -> dict[str, Any]:
    return {"by": request.user, "now": request.now, "today": request.place.today(request.now)}


def _report(pk: Any) -> ImpactReport:
    return get_object_or_404(
        ImpactReport.objects.select_related("agreement__sponsor", "drafted_by", "published_by"), pk=pk
    )
