"""The versions of a programme: read, previewed, compared, published, retired."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from programs.catalogue import operations, queries
from programs.catalogue.differences import between
from programs.catalogue.facts import facts_of
from programs.catalogue.models import ProgrammeTemplate, TemplateVersion
from programs.catalogue.warnings import warnings_of
from tenants.network import access
from tenants.network.access import needs

TONES = {"draft": "sun", "published": "ok", "superseded": "neutral", "retired": "no"}


@needs("catalogue.view", of="template")
def template(request: Any, code: str) -> HttpResponse:
    """A programme: its version in force."""
    versions = queries.versions(code, today=request.place.today(request.now))
    wanted = queries.current(versions)
    if wanted is None:
        found = get_object_or_404(ProgrammeTemplate, code=code)
        may_write = access.allows(request.roles, "catalogue.write") and not found.retired_at
        return render(request, "catalogue/empty_template.html", {"template": found, "may_write": may_write})
    return _show(request, versions, wanted)


@needs("catalogue.view", of="template_version")
def version(request: Any, code: str, number: int) -> HttpResponse:
    """One version of a programme, and what it changes."""
    versions = queries.versions(code, today=request.place.today(request.now))
    return _show(request, versions, _numbered(versions, number))


@needs("catalogue.view", of="template_version")
def preview(request: Any, code: str, number: int) -> HttpResponse:
    """What an antenne and a prescriber will read."""
    versions = queries.versions(code, today=request.place.today(request.now))
    wanted = _numbered(versions, number)
    context = {"version": wanted, "template": wanted.template, "facts": facts_of(wanted)}
    return render(request, "catalogue/preview.html", context)


@needs("catalogue.view", of="template_version")
def compare(request: Any, code: str) -> HttpResponse:
    """Any two versions side by side: the last two when none is asked."""
    versions = queries.versions(code)
    if not versions:
        raise Http404
    new = _asked(versions, request.GET.get("a")) or versions[0]
    old = _asked(versions, request.GET.get("de")) or next((v for v in versions if v.number < new.number), new)
    context = {
        "template": new.template,
        "versions": versions,
        "old": old,
        "new": new,
        "differences": between(old, new),
    }
    return render(request, "catalogue/compare.html", context)


@needs("catalogue.publish", of="template_version")
@require_POST
def publish(request: Any, code: str, number: int) -> HttpResponse:
    """Publish a draft; the person who wrote it is refused."""
    draft = get_object_or_404(TemplateVersion, template__code=code, number=number)
    operations.publish(draft, seen=_moment(request.POST.get("seen", "")), by=request.user, now=request.now)
    messages.success(request, "La version est publiée. Les parcours déjà prévus gardent la leur.")
    return redirect("catalogue:version", code, number)


@needs("catalogue.publish", of="template_version")
@require_POST
def retire(request: Any, code: str, number: int) -> HttpResponse:
    """Offer a published version to nobody any more."""
    found = get_object_or_404(TemplateVersion, template__code=code, number=number)
    operations.retire_version(found, by=request.user, now=request.now)
    messages.success(request, "La version est retirée. Les parcours déjà prévus la gardent.")
    return redirect("catalogue:version", code, number)


def _numbered(versions: list[TemplateVersion], number: int) -> TemplateVersion:
    wanted = next((v for v in versions if v.number == number), None)
    if wanted is None:
        raise Http404
    return wanted


def _asked(versions: list[TemplateVersion], number: str | None) -> TemplateVersion | None:
    return next((v for v in versions if str(v.number) == number), None)


def _moment(words: str) -> Any:
    try:
        return parse_datetime(words)
    except ValueError:
        return None


def _show(request: Any, versions: list[TemplateVersion], version: TemplateVersion) -> HttpResponse:
    before = next((v for v in versions if v.number < version.number), None)
    is_draft = version.state == TemplateVersion.State.DRAFT
    may = {verb: access.allows(request.roles, f"catalogue.{verb}") for verb in ("write", "publish")}
    living = not version.template.retired_at
    context = {
        "template": version.template,
        "version": version,
        "versions": versions,
        "tone": TONES[version.state],
        "before": before,
        "differences": between(before, version) if before else [],
        "warnings": warnings_of(version) if is_draft else [],
        "own_draft": is_draft and version.drafted_by_id == request.user.pk,
        "may_publish": is_draft and living and may["publish"],
        "may_edit": is_draft and living and may["write"],
        "may_draft": living and may["write"] and not queries.draft_among(versions),
        "may_retire": version.state == TemplateVersion.State.PUBLISHED and may["publish"],
        "may_retire_template": living and may["publish"] and not queries.draft_among(versions),
    }
    return render(request, "catalogue/version.html", context)
