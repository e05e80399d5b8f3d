"""Attestations: delivered, printed, and checked by anybody who holds the code."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.documents.pdf import pdf_response
from programs.cohorts import queries
from programs.cohorts.models import Attestation, Cohort, Enrolment
from programs.cohorts.operations import issue_attestation, issue_attestations
from programs.cohorts.papers.attestations import paper, said, spaced
from tenants.network.access import needs, public
from tenants.network.tries import too_many

TRIES = 30  # unknown codes a minute and address


@require_POST
@needs("cohorts.complete", of="enrolment")
def issue(request: Any, pk: Any) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, pk=pk)
    issue_attestation(enrolment, antenne=request.place.name, by=request.user, now=request.now)
    return redirect("cohorts:attestation", enrolment.pk)


@require_POST
@needs("cohorts.complete", of="cohort")
def issue_all(request: Any, pk: Any) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=pk)
    issued = issue_attestations(cohort, antenne=request.place.name, by=request.user, now=request.now)
    told = f"Attestations délivrées : {len(issued)}. Imprimez-les, puis signez-les."
    messages.success(request, told if issued else "Chaque personne qui a terminé a déjà la sienne.")
    return redirect("cohorts:end", cohort.pk)


@needs("papers.print", of="enrolment")
def one_paper(request: Any, pk: Any) -> HttpResponse:
    """The PDF of one person."""
    enrolment = get_object_or_404(Enrolment.objects.select_related("cohort", "beneficiary"), pk=pk)
    found = queries.attestations_of(enrolment.cohort).filter(enrolment=enrolment)
    return _printed(request, list(found), f"Attestation {enrolment.beneficiary}.pdf")


@needs("papers.print", of="cohort")
def all_papers(request: Any, pk: Any) -> HttpResponse:
    """All of a cohort in one PDF, a page each."""
    cohort = get_object_or_404(Cohort, pk=pk)
    return _printed(request, list(queries.attestations_of(cohort)), f"Attestations {cohort}.pdf")


@public("Whoever is shown an attestation checks its code. The page tells no name.")
def check(request: Any, code: str = "") -> HttpResponse:
    """What the attestation of that code says; unknown, the same page with a sentence, and 404."""
    asked = code or request.GET.get("code", "").strip()
    plain = re.sub(r"[^A-Z0-9]", "", asked.upper())[:40]
    if plain and plain != code:
        return redirect("cohorts:check_code", plain)
    found = Attestation.objects.select_related("enrolment").filter(code=plain).first()
    return _checked(request, plain or asked[:40], found)


def _checked(request: Any, asked: str, found: Attestation | None) -> HttpResponse:
    if asked and found is None and too_many(request, "attestation", a_minute=TRIES):
        return render(request, "429.html", status=429)
    context = {
        "asked": spaced(asked),
        "found": found,
        "said": said(found.content) if found else None,
        "in_force": found is not None and found.enrolment.state == Enrolment.State.COMPLETED,
    }
    response = render(request, "cohorts/check.html", context, status=404 if asked and not found else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


def _printed(request: Any, attestations: list[Attestation], filename: str) -> HttpResponse:
    if not attestations:
        raise Http404
    antenne = request.place.antenne
    content = paper(
        attestations,
        address=request.build_absolute_uri(reverse("cohorts:check")),
        letterhead=[line for line in (antenne.name, antenne.address) if line],
        now=request.now,
    )
    return pdf_response(content, filename)
