"""Writing a version: the same page for a first one, the next one, and a draft that is taken up again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.catalogue import operations, queries
from programs.catalogue.forms.versions import VersionForm
from programs.catalogue.models import ProgrammeTemplate, TemplateVersion
from programs.catalogue.starting.programmes import starting_text
from tenants.network.access import needs


@needs("catalogue.write", of="template")
def draft(request: Any, code: str) -> HttpResponse:
    """Draft the next version from the last one, or the first from its theme's text or from nothing."""
    found = get_object_or_404(ProgrammeTemplate, code=code)
    last = queries.last_text(found)
    if last is not None and last.state == TemplateVersion.State.DRAFT and request.method == "GET":
        return redirect("catalogue:edit", code, last.number)
    text = queries.next_text(last) if last else starting_text(request.GET.get("depart", found.theme), found)
    form = posted(VersionForm, request, text=text)
    if form.is_valid():
        made = operations.draft_version(found, **form.draft(), by=request.user, now=request.now)
        messages.success(request, "Le brouillon est prêt. Une autre personne doit le relire et le publier.")
        return redirect("catalogue:version", code, made.number)
    number = last.number + 1 if last else 1
    return render(request, "catalogue/editor.html", {"template": found, "form": form, "number": number})


@needs("catalogue.write", of="template_version")
def edit(request: Any, code: str, number: int) -> HttpResponse:
    """Take up a draft again: whoever saves it becomes its author."""
    found = get_object_or_404(queries.as_texts(), template__code=code, number=number)
    if found.state != TemplateVersion.State.DRAFT and request.method == "GET":
        return redirect("catalogue:version", code, number)
    form = posted(VersionForm, request, text=queries.text_of(found), seen=found.drafted_at)
    if form.is_valid():
        given, seen = form.draft(), form.was_seen()
        operations.rewrite_draft(found, **given, seen=seen, by=request.user, now=request.now)
        messages.success(request, "Le brouillon est enregistré. Une autre personne doit le publier.")
        return redirect("catalogue:version", code, number)
    context = {"template": found.template, "form": form, "number": number, "draft": found}
    return render(request, "catalogue/editor.html", context)


@needs("catalogue.write", of="template_version")
@require_POST
def discard(request: Any, code: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    found = get_object_or_404(TemplateVersion, template__code=code, number=number)
    operations.discard_draft(found, by=request.user, now=request.now)
    messages.success(request, f"Le brouillon de la version {number} est abandonné.")
    return redirect("catalogue:template", code)
