"""Each person's file that is opened during a visit leaves a line in the antenne's journal, once."""

from typing import Any

from django.http import HttpResponse

from billing.equipment.models import Loan
from programs.cohorts.models import Assessment, Enrolment
from tenants.network.operations import note_opened
from tenants.welcome.models import Beneficiary, Referral

# What a route says it shows (`needs(…, of=…)`), for those that show one person.
FILES: dict[str, type] = {
    "beneficiary": Beneficiary,
    "referral": Referral,
    "enrolment": Enrolment,
    "assessment": Assessment,
    "loan": Loan,
}


class FilesOpenedMiddleware:
    """After AccessMiddleware, which says who visits. A page whose line cannot be written is not shown."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        visit, match = getattr(request, "visit", None), request.resolver_match
        if visit is None or match is None or response.status_code != 200 or "pk" not in match.kwargs:
            return response
        model = FILES.get(getattr(match.func, "kind", ""))
        if model is not None:
            note_opened(visit, model(pk=match.kwargs["pk"]), now=request.now)
        return response
