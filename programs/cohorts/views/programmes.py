"""The national programmes that this antenne follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kit.ui.forms import posted
from programs.catalogue.differences import between
from programs.catalogue.models import TemplateVersion
from programs.cohorts import queries
from programs.cohorts.forms.programmes import AdoptForm
from programs.cohorts.models import AdoptedProgramme
from programs.cohorts.operations import adopt as adopt_version
from tenants.network.access import allows, needs


@needs("cohorts.view", of="programme")
def programmes(request: Any) -> HttpResponse:
    context = {
        "adopted": queries.programmes().prefetch_related("version__levels"),
        "offered": queries.versions_to_adopt(),
        "may_adopt": allows(request.roles, "programmes.adopt"),
    }
    return render(request, "cohorts/programmes.html", context)


@needs("programmes.adopt", of="template version")
def adopt(request: Any, pk: Any) -> HttpResponse:
    """Follow a published version; what it changes here is shown first."""
    known = TemplateVersion.objects.exclude(state=TemplateVersion.State.DRAFT)
    version = get_object_or_404(known.prefetch_related("levels"), pk=pk)
    here = AdoptedProgramme.objects.filter(template=version.template_id).select_related("version").first()
    form = posted(AdoptForm, request, version=version)
    if request.method == "POST" and form.is_valid():
        capacity = form.cleaned_data["capacity"]
        programme = adopt_version(version, capacity=capacity, by=request.user, now=request.now)
        messages.success(request, f"Votre antenne suit maintenant « {programme} ».")
        return redirect("cohorts:programmes")
    changes = between(here.version, version) if here else []
    context = {"form": form, "version": version, "here": here, "changes": changes}
    return render(request, "cohorts/adopt.html", context)
