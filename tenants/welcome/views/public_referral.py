"""For social structures, without an account: send a person, and follow what was sent."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit.ui.forms import posted
from tenants.network.access import public
from tenants.welcome.forms.public_referral import PublicReferralForm
from tenants.welcome.models import Referral
from tenants.welcome.operations import receive_from_form
from tenants.welcome.referral_links import referral_id, token_of
from tenants.welcome.referral_news import news_of


@never_cache
@public("A social structure sends a person without an account; nothing is shown but its own words.")
def send(request: Any) -> HttpResponse:
    """The answer is the page that follows it: the same whether the person is known here or not."""
    antenne, this_year = request.place.key, request.place.today(request.now).year
    form = posted(PublicReferralForm, request, antenne=antenne, this_year=this_year)
    if request.method == "POST" and form.is_valid():
        address = get_adapter(request).get_client_ip(request)
        referral = receive_from_form(**form.sent, address=address, now=request.now)
        return redirect("welcome:follow", token_of(referral, antenne=antenne))
    return render(request, "welcome/send.html", {"form": form})


@require_safe
@never_cache
@public("A structure follows what it sent, by a signed link that names one referral of this antenne.")
def follow(request: Any, token: str) -> HttpResponse:
    """Where it stands, and nothing on the person."""
    pk = referral_id(token, antenne=request.place.key)
    referral = get_object_or_404(Referral, pk=pk)
    context = {"referral": referral, "news": news_of(referral), "link": request.build_absolute_uri()}
    response = render(request, "welcome/follow.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
