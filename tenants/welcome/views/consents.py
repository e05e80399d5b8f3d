"""What a person agrees to: said on their page, one purpose at a time."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenants.network.access import needs
from tenants.welcome.models import Beneficiary
from tenants.welcome.operations import note_consent


@require_POST
@needs("welcome.register", of="beneficiary")
def say_consent(request: Any, pk: Any) -> HttpResponse:
    person = get_object_or_404(Beneficiary, pk=pk)
    purpose, given = request.POST.get("purpose", ""), request.POST.get("given") == "yes"
    said = note_consent(person, purpose=purpose, given=given, by=request.user, now=request.now)
    words = "est noté" if said.given else "est retiré"
    messages.success(request, f"L’accord « {said.get_purpose_display()} » {words}.")
    return redirect("person", said.beneficiary_id)
