from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.ui.living import samples


def living_page(request: HttpRequest) -> HttpResponse:
    """Every component with its states, for those who build pages. Development only.

    ?site=national (or partner) shows the other frames.
    """
    return render(request, "kit/living.html", samples(request.GET.get("site", "antenne")))
