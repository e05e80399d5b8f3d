"""Parcels of cards between antennes: send, receive, refuse, take back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.counter import queries
from billing.counter.forms.parcels import ReceiveForm, RefuseForm, SendForm
from billing.counter.models import StockItem
from billing.counter.operations import parcels as operations
from billing.tariffs.models import CardTransfer
from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.network.modules import SHOP, only_with

A_PAGE = 50
_SENT = CardTransfer.State.SENT


@needs("stock.view", of="cardtransfer")
@only_with(SHOP)
def parcels(request: Any) -> HttpResponse:
    """What this antenne sent and what was sent to it, the last one first."""
    page = Paginator(queries.parcels(), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "here": request.place.antenne, "may_send": allows(request.roles, "stock.send")}
    return render(request, "counter/parcels.html", context)


@needs("stock.send", of="cardtransfer")
@only_with(SHOP)
def send(request: Any) -> HttpResponse:
    form = posted(SendForm, request)
    if request.method == "POST" and form.is_valid():
        sent = operations.send_cards(
            form.cleaned_data["recipient"], **form.chosen, by=request.user, now=request.now,
            today=request.place.today(request.now),
        )  # fmt: skip
        messages.success(request, f"Le colis pour {sent.recipient} est prêt : {sent.count} carte(s) y vont.")
        return redirect("stock:parcel", sent.pk)
    return render(request, "counter/send.html", {"form": form})


@needs("stock.view", of="cardtransfer")
@only_with(SHOP)
def parcel(request: Any, pk: Any) -> HttpResponse:
    """What is in it, who signed, and what was missing when it was opened."""
    one = get_object_or_404(queries.parcels(), pk=pk)
    ours = one.sender == request.place.antenne
    may = {name: allows(request.roles, f"stock.{name}") for name in ("receive", "send", "correct")}
    context = {
        "parcel": one, "ours": ours, "cards": one.cards.select_related("product"),
        "to_sign": not ours and one.state == _SENT and may["receive"],
        "to_take_back": ours and one.state in {_SENT, CardTransfer.State.REFUSED} and may["send"],
        "away": _still_away(one) if ours and may["correct"] else (),
    }  # fmt: skip
    return render(request, "counter/parcel.html", context)


@needs("stock.receive", of="cardtransfer")
@only_with(SHOP)
def receive(request: Any, pk: Any) -> HttpResponse:
    """Scan or tick what is in the parcel, and sign."""
    one = get_object_or_404(queries.parcels().filter(recipient=request.place.antenne), pk=pk)
    form = posted(ReceiveForm, request, cards=one.cards.select_related("product"))
    if request.method == "POST" and form.is_valid():
        got = operations.receive_parcel(one, serials=form.serials, by=request.user, now=request.now)
        tell = messages.warning if got.missing else messages.success
        tell(
            request, f"C’est signé : {got.count - got.missing} carte(s) en stock, {got.missing} manquante(s)."
        )
        return redirect("stock:parcel", pk)
    return _page_to_sign(request, one, "counter/receive.html", form)


@needs("stock.receive", of="cardtransfer")
@only_with(SHOP)
def refuse(request: Any, pk: Any) -> HttpResponse:
    one = get_object_or_404(queries.parcels().filter(recipient=request.place.antenne), pk=pk)
    form = posted(RefuseForm, request)
    if request.method == "POST" and form.is_valid():
        operations.refuse_parcel(one, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"Le colis est refusé : {one.sender} reprend ses cartes.")
        return redirect("stock:parcel", pk)
    return _page_to_sign(request, one, "counter/refuse.html", form)


@require_POST
@needs("stock.send", of="cardtransfer")
@only_with(SHOP)
def take_back(request: Any, pk: Any) -> HttpResponse:
    one = get_object_or_404(queries.parcels().filter(sender=request.place.antenne), pk=pk)
    operations.take_parcel_back(one, by=request.user, now=request.now)
    messages.success(request, "Le colis est repris : ses cartes sont de nouveau en stock.")
    return redirect("stock:parcel", pk)


@require_POST
@needs("stock.correct", of="cardtransfer")
@only_with(SHOP)
def found(request: Any, pk: Any) -> HttpResponse:
    one = get_object_or_404(queries.parcels().filter(sender=request.place.antenne), pk=pk)
    serial = request.POST.get("serial", "").replace("\x00", "")[:40]
    item = operations.find_again(one, serial=serial, by=request.user, now=request.now)
    messages.success(request, f"La carte {item} est de nouveau en stock.")
    return redirect("stock:parcel", pk)


def _still_away(one: CardTransfer) -> set[str]:
    """The missing ones that nobody has found again here."""
    gone = StockItem.objects.filter(serial__in=one.missing_serials, state=StockItem.State.TRANSFERRED)
    return set(gone.order_by().values_list("serial", flat=True))


def _page_to_sign(request: Any, one: CardTransfer, template: str, form: Any) -> HttpResponse:
    if one.state != _SENT and request.method == "GET":
        messages.info(request, f"Ce colis n’est plus à signer : il est {one.get_state_display().lower()}.")
        return redirect("stock:parcel", one.pk)
    return render(request, template, {"parcel": one, "form": form})
