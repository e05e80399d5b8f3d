"""Where the payment rail tells us what happened."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.sponsoring.operations import webhooks
from tenants.network.access import public


@csrf_exempt
@require_POST
@public("Stripe has no account here: it signs the body, and what is not signed is refused.")
def stripe(request: Any) -> HttpResponse:
    """2xx once the event and its effect are written; whatever else, Stripe tells it again."""
    webhooks.receive(
        body=request.body, signature=request.headers.get("Stripe-Signature", ""), now=request.now
    )
    return HttpResponse(status=200)
