"""The front door: a list of the sites, with addresses on the host and port that were asked for."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from hub.opendata.addresses import public_page
from tenants.network.access import public
from tenants.network.models import Antenne

_LARGE = (("reseau", "Réseau national", "building-2"), ("partenaires", "Espace mécènes", "handshake"))


@public("The front door lists the sites; each asks to sign in.")
def front(request: Any) -> HttpResponse:
    def at(label: str) -> str:
        return f"{request.scheme}://{label}.{request.get_host()}/"

    context = {
        "sites": [{"name": name, "icon": icon, "url": at(label)} for label, name, icon in _LARGE],
        "antennes": [
            {"label": antenne.name, "url": at(antenne.code)} for antenne in Antenne.objects.serving()
        ],
        "open_data": public_page(),
        "demo": settings.MAILLON_DEMO,
    }
    return render(request, "hub/front.html", context)
