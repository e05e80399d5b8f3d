"""Selling to a person, and reversing a sale."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.counter.forms.sales import ReverseForm, SellForm
from billing.counter.models import Sale
from billing.counter.operations import sales as operations
from billing.counter.queries import allowance, offer, session_for
from billing.equipment.queries import loans_to_buy
from kit import idempotency
from kit.ui.forms import posted
from tenants.network.access import needs
from tenants.network.modules import SHOP, only_with
from tenants.welcome.models import Beneficiary, Entitlement


@needs("counter.sell", of="beneficiary")
@only_with(SHOP)
def sell(request: Any, pk: Any) -> HttpResponse:
    """The basket of a person: what they may buy is said before, a refusal keeps the basket."""
    person = get_object_or_404(Beneficiary, pk=pk)
    if person.merged_into_id:
        return redirect("counter:sell", person.merged_into_id)
    session = session_for(request.user)
    if session is None:
        messages.info(request, "Ouvrez d’abord la caisse.")
        return redirect("counter:till")
    today = request.place.today(request.now)
    promised = loans_to_buy(person, today)
    form = posted(
        SellForm, request, offered=offer(today), promised=promised, initial={"loan": request.GET.get("pret")}
    )
    if request.method == "POST" and form.is_valid():
        return redirect("counter:receipt", _sell_once(request, session, person, form, today))
    right = Entitlement.objects.of(person).open_on(today).order_by("-end").first()
    left = allowance(person, today)
    context = {"form": form, "person": person, "session": session, "right": right, "left": left}
    return render(request, "counter/sell.html", context)


def _sell_once(request: Any, session: Any, person: Beneficiary, form: SellForm, today: Any) -> str:
    """The id of the sale; the same form sent twice gives the first one again."""

    def act() -> tuple[int, str]:
        sale = operations.sell(
            session, person=person, wanted=form.wanted, payments=form.payments, by=request.user,
            now=request.now, today=today,
        )  # fmt: skip
        return 201, json.dumps(str(sale.pk))

    asked = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    _, body = idempotency.once(
        str(form.cleaned_data["key"]), site=request.place.key, user=request.user.pk,
        asked=[request.path, asked], now=request.now, act=act,
    )  # fmt: skip
    return str(json.loads(body))


@needs("counter.reverse", of="sale")
@only_with(SHOP)
def reverse_sale(request: Any, pk: Any) -> HttpResponse:
    """A second person undoes the whole ticket, and says why."""
    sale = get_object_or_404(Sale.objects.select_related("till", "beneficiary", "sold_by"), pk=pk)
    session = session_for(request.user)
    if session is None:
        messages.info(request, "Ouvrez d’abord la caisse.")
        return redirect("counter:till")
    form = posted(ReverseForm, request)
    if request.method == "POST" and form.is_valid():
        undone = operations.reverse(
            sale, session=session, reason=form.cleaned_data["reason"], by=request.user, now=request.now,
            today=request.place.today(request.now),
        )  # fmt: skip
        messages.success(request, f"Le ticket {sale} est annulé par le ticket {undone}.")
        return redirect("counter:receipt", undone.pk)
    context = {
        "form": form,
        "sale": sale,
        "payments": sale.payments.all(),
        "own": sale.sold_by == request.user,
    }
    return render(request, "counter/reverse.html", context)
