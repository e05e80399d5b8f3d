"""On an antenne's site: its own public sheet, as the public sees it; its manager writes it."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hub.opendata.addresses import page_of
from hub.opendata.gathering import gather
from hub.opendata.shown import is_old, shown
from kit.ui.forms import posted
from tenants.network import access
from tenants.network.access import needs
from tenants.network.models import SiteSheet
from tenants.network.operations import write_sheet
from tenants.network.site_forms import SiteSheetForm

# prenom.nom@… : two words of letters; a service has one (accueil@) or a figure in it.
_A_PERSON = re.compile(r"[a-z]+[._-][a-z]+(-[a-z]+)?@", re.IGNORECASE)


@require_safe
@needs("site.view", of="site")
def sheet(request: Any) -> HttpResponse:
    """As the public reads it, or would."""
    today = request.place.today(request.now)
    own = _own(request)
    sites = gather([own] if own else [], today=today)
    context = {
        "sheet": own,
        "site": shown(sites[0]) if sites else None,
        "old": own is not None and is_old(own, today=today),
        "public_page": page_of(request.place.antenne),
        "may_write": access.allows(request.roles, "site.write"),
        "names_somebody": bool(own and _A_PERSON.match(own.email)),
    }
    return render(request, "opendata/own.html", context)


@needs("site.write", of="site")
def write(request: Any) -> HttpResponse:
    """The form; to save it says that the sheet is right today."""
    antenne = request.place.antenne
    own = _own(request) or SiteSheet(antenne=antenne, street=antenne.address)
    form = posted(SiteSheetForm, request, instance=own)
    if request.method == "POST" and form.is_valid():
        publish = form.cleaned_data["publish"]
        write_sheet(antenne, text=form.text, publish=publish, by=request.user, now=request.now)
        words = "La fiche est publiée." if publish else "La fiche est gardée. Elle n’est pas publiée."
        messages.success(request, words)
        return redirect("site_sheet")
    return render(request, "opendata/write.html", {"form": form})


def _own(request: Any) -> SiteSheet | None:
    return SiteSheet.objects.select_related("antenne").filter(antenne=request.place.antenne).first()
