"""Programmes: the list, a new one, the end of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.catalogue import operations, queries
from programs.catalogue.forms.templates import TemplateForm, code_of
from programs.catalogue.models import ProgrammeTemplate
from tenants.network import access
from tenants.network.access import needs


@needs("catalogue.view", of="template")
def templates(request: Any) -> HttpResponse:
    """The programmes, each with its version in force and the draft that waits."""
    found = queries.templates(request.place.today(request.now))
    lines = [
        {
            "template": template,
            "current": queries.published_among(template.versions.all()),
            "draft": queries.draft_among(template.versions.all()),
        }
        for template in found
    ]
    context = {"lines": lines, "may_write": access.allows(request.roles, "catalogue.write")}
    return render(request, "catalogue/templates.html", context)


@needs("catalogue.write", of="template")
def new_template(request: Any) -> HttpResponse:
    """A programme; its first version is written next, from its theme's text or from nothing."""
    today = request.place.today(request.now)
    form = posted(TemplateForm, request, partners=queries.named_partners(today))
    if form.is_valid():
        given = form.cleaned_data
        made = operations.draft_template(
            code=code_of(given["name"]), name=given["name"], theme=given["theme"], partner=given["partner"],
            by=request.user, now=request.now,
        )  # fmt: skip
        start = made.theme if given["start"] == "theme" else "vide"
        return redirect(f"{reverse('catalogue:draft', args=[made.code])}?depart={start}")
    return render(request, "catalogue/new_template.html", {"form": form})


@needs("catalogue.publish", of="template")
@require_POST
def retire_template(request: Any, code: str) -> HttpResponse:
    """Offer the programme to no other antenne."""
    found = get_object_or_404(ProgrammeTemplate, code=code)
    operations.retire_template(found, by=request.user, now=request.now)
    messages.success(request, "Le programme est retiré. Les parcours déjà prévus vont à leur terme.")
    return redirect("catalogue:template", code)
