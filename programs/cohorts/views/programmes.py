"""The national programmes that this antenne follows."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kit.ui.forms import posted
from programs.catalogue.differences import between
from programs.catalogue.facts import Fact, facts_of
from programs.cohorts import queries
from programs.cohorts.forms.programmes import AdoptForm
from programs.cohorts.operations import adopt as adopt_version
from tenants.network.access import allows, needs


@needs("cohorts.view", of="programme")
def programmes(request: Any) -> HttpResponse:
    """What is followed, and what may be: a new version with its difference."""
    versions = queries.followed_and_offered()
    by_id = {version.pk: version for version in versions}
    offered, adopted = [], []
    for version in versions:
        if version.pk == version.followed:
            adopted.append({"version": version, "facts": _facts(version)})
        else:
            before = by_id.get(version.followed)
            changes = between(before, version) if before else []
            offered.append({"version": version, "before": before, "differences": changes})
    context = {
        "adopted": adopted,
        "offered": sorted(offered, key=lambda line: line["before"] is None),
        "may_adopt": allows(request.roles, "programmes.adopt"),
    }
    return render(request, "cohorts/programmes.html", context)


@needs("programmes.adopt", of="template version")
def adopt(request: Any, pk: Any) -> HttpResponse:
    """Follow a published version; what it changes here is shown first."""
    version, here = queries.adoption(pk)
    if version is None:
        raise Http404
    form = posted(AdoptForm, request, version=version)
    if request.method == "POST" and form.is_valid():
        programme = adopt_version(version, **form.choices(), by=request.user, now=request.now)
        messages.success(request, f"Votre antenne suit maintenant « {programme.version.title} ».")
        return redirect("cohorts:programmes")
    changes = between(here, version) if here and here != version else []
    context = {
        "form": form,
        "version": version,
        "here": here,
        "changes": changes,
        "facts": facts_of(version),
    }
    return render(request, "cohorts/adopt.html", context)


def _facts(version: Any) -> list[Fact]:
    return facts_of(version, capacity=version.here_capacity, overrides=version.here_overrides)
