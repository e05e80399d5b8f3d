"""The catalogue of programmes, as the national office reads and writes it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kit.ui.forms import posted
from programs.catalogue import operations, queries
from programs.catalogue.differences import between
from programs.catalogue.forms import VersionForm
from programs.catalogue.models import ProgrammeTemplate, TemplateVersion
from tenants.network import access
from tenants.network.access import needs

TONES = {"draft": "sun", "published": "ok", "superseded": "neutral", "retired": "no"}


@needs("catalogue.view", of="template")
def templates(request: Any) -> HttpResponse:
    """The programmes, each with its version in force and the draft that waits."""
    today = request.place.today(request.now)
    found = ProgrammeTemplate.objects.select_related("partner").prefetch_related("versions", "partner__names")
    lines = [
        {
            "template": template,
            "partner": template.partner.name_on(today) if template.partner else "",
            "current": queries.current(template),
            "draft": _draft_of(template),
        }
        for template in found
    ]
    return render(request, "catalogue/templates.html", {"lines": lines})


@needs("catalogue.view", of="template")
def template(request: Any, code: str) -> HttpResponse:
    """A programme: its version in force."""
    found = _template(code)
    version = queries.current(found)
    if version is None:
        return render(request, "catalogue/empty_template.html", {"template": found})
    return _show(request, found, version)


@needs("catalogue.view", of="template_version")
def version(request: Any, code: str, number: int) -> HttpResponse:
    """One version of a programme, and what it changes."""
    found = _template(code)
    wanted = next((v for v in found.versions.all() if v.number == number), None)
    if wanted is None:
        raise Http404
    return _show(request, found, wanted)


@needs("catalogue.publish", of="template_version")
@require_POST
def publish(request: Any, code: str, number: int) -> HttpResponse:
    """Publish a draft; the person who wrote it is refused."""
    draft = get_object_or_404(TemplateVersion, template__code=code, number=number)
    operations.publish(draft, by=request.user, now=request.now)
    messages.success(request, "La version est publiée. Les parcours déjà prévus gardent la leur.")
    return redirect("catalogue:version", code, number)


@needs("catalogue.write", of="template")
def draft(request: Any, code: str) -> HttpResponse:
    """Draft the next version from the last one."""
    found = _template(code)
    last = next(iter(found.versions.all()), None)
    if last is None:
        raise Http404
    form = posted(VersionForm, request, last=last)
    if form.is_valid():
        made = operations.draft_version(found, **form.draft(), by=request.user, now=request.now)
        messages.success(request, "Le brouillon est prêt. Une autre personne doit le relire et le publier.")
        return redirect("catalogue:version", code, made.number)
    context = {"template": found, "form": form, "number": last.number + 1}
    return render(request, "catalogue/draft.html", context)


def _template(code: str) -> ProgrammeTemplate:
    try:
        return queries.template_with_versions(code)
    except ProgrammeTemplate.DoesNotExist as error:
        raise Http404 from error


def _draft_of(template: ProgrammeTemplate) -> TemplateVersion | None:
    return next((v for v in template.versions.all() if v.state == TemplateVersion.State.DRAFT), None)


def _show(request: Any, template: ProgrammeTemplate, version: TemplateVersion) -> HttpResponse:
    today = request.place.today(request.now)
    before = next((v for v in template.versions.all() if v.number == version.number - 1), None)
    is_draft = version.state == TemplateVersion.State.DRAFT
    context = {
        "template": template,
        "version": version,
        "partner": template.partner.name_on(today) if template.partner else "",
        "tone": TONES[version.state],
        "tones": TONES,
        "differences": between(before, version) if before else [],
        "may_publish": is_draft and access.allows(request.roles, "catalogue.publish"),
        "own_draft": is_draft and version.drafted_by_id == request.user.pk,
        "may_draft": not _draft_of(template) and access.allows(request.roles, "catalogue.write"),
    }
    return render(request, "catalogue/version.html", context)
