"""The cards of the shop: what is left, what came, where each one is."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from billing.counter import queries
from billing.counter.forms.stock import LotForm, MoveCardForm
from billing.counter.models import StockItem, StockLot
from billing.counter.operations.cards import move_card
from billing.counter.operations.lots import confirm_lot, drop_lot, read_lot
from billing.tariffs.models import Product
from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.network.modules import SHOP, only_with

A_PAGE = 50
_LINES = 200
_SOON = "bientot"


@needs("stock.view", of="stockitem")
@only_with(SHOP)
def stock(request: Any) -> HttpResponse:
    """What is left of each product, the nearly empty shelves first, and the parcels that wait."""
    may = {name: allows(request.roles, f"stock.{name}") for name in ("receive", "send", "count")}
    context = {
        "products": queries.shelves(request.place.today(request.now)).order_by("-low", "left", "name"),
        "waiting": StockLot.objects.filter(state=StockLot.State.READ).select_related("product").defer("rows"),
        "arriving": queries.parcels_to_receive(), "refused": queries.parcels_to_take_back(), "may": may,
    }  # fmt: skip
    return render(request, "counter/stock.html", context)


@needs("stock.view", of="stockitem")
@only_with(SHOP)
def cards(request: Any, pk: Any) -> HttpResponse:
    """The cards of a product, by state, by serial, or those that expire soon."""
    product = get_object_or_404(Product, pk=pk)
    words = request.GET.get("q", "")[:40].strip()
    asked = request.GET.get("etat", "")
    asked = asked if asked in {*StockItem.State.values, _SOON} else ""
    soon = queries.soon_over(request.place.today(request.now)).filter(product=product)
    mine = StockItem.objects.filter(product=product)
    narrowed = soon if asked == _SOON else mine.filter(Q(state=asked) if asked else Q())
    found = narrowed.filter(serial__icontains=words).order_by("expires_on", "serial")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    filters = _filters(mine, soon, asked)
    context = {"product": product, "page": page, "filters": filters, "words": words}
    return render(request, "counter/cards.html", context)


def _filters(mine: QuerySet[StockItem], soon: QuerySet[StockItem], asked: str) -> list[dict[str, Any]]:
    counts = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    links = [("", "Toutes", sum(counts.values())), (_SOON, "Expirent dans 30 jours", soon.count())]
    links += [(state.value, state.label, counts[state]) for state in StockItem.State if state in counts]
    return [
        {"label": label, "url": f"?etat={name}" if name else "?", "current": name == asked, "count": count}
        for name, label, count in links
        if count or not name
    ]


@needs("stock.view", of="stockitem")
@only_with(SHOP)
def card(request: Any, pk: Any) -> HttpResponse:
    """One card: where it is, where it has been, and what a manager may say of it."""
    item = get_object_or_404(StockItem.objects.select_related("product", "lot", "revealed_by"), pk=pk)
    form = posted(MoveCardForm, request, item=item)
    may = allows(request.roles, "stock.correct") and bool(form.possible)
    if may and request.method == "POST" and form.is_valid():
        move_card(item, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"La carte {item} est à jour.")
        return redirect("stock:card", item.pk)
    context = {
        "item": item, "form": form, "may": may, "events": item.events.select_related("by"),
        "sales": [line.sale for line in item.sale_lines.select_related("sale")],
    }  # fmt: skip
    return render(request, "counter/card.html", context)


@needs("stock.receive", of="stocklot")
@only_with(SHOP)
def new_lot(request: Any) -> HttpResponse:
    """Send a file or scan serials; nothing is in stock before it was looked at."""
    form = posted(LotForm, request)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        lot = read_lot(
            said["product"], lines=form.lines, label=said["label"], by=request.user, now=request.now,
            today=request.place.today(request.now),
        )  # fmt: skip
        return redirect("stock:lot", lot.pk)
    return render(request, "counter/new_lot.html", {"form": form})


@needs("stock.receive", of="stocklot")
@only_with(SHOP)
def lot(request: Any, pk: Any) -> HttpResponse:
    """What the lot would put on the shelf, and the lines that are wrong."""
    read = get_object_or_404(StockLot.objects.select_related("product"), pk=pk)
    if read.state != StockLot.State.READ:
        messages.info(request, "Ce lot n’est plus à vérifier.")
        return redirect("stock:stock")
    wrong = [row for row in read.rows if row["error"]]
    context = {
        "lot": read, "good": len(read.rows) - len(wrong), "wrong": wrong[:_LINES],
        "first": [row for row in read.rows if not row["error"]][:A_PAGE],
    }  # fmt: skip
    return render(request, "counter/lot.html", context)


@require_POST
@needs("stock.receive", of="stocklot")
@only_with(SHOP)
def confirm(request: Any, pk: Any) -> HttpResponse:
    read = get_object_or_404(StockLot, pk=pk)
    today = request.place.today(request.now)
    received = confirm_lot(read, by=request.user, now=request.now, today=today)
    messages.success(request, f"C’est en stock : {received.count} carte(s).")
    return redirect(reverse("stock:stock"))


@require_POST
@needs("stock.receive", of="stocklot")
@only_with(SHOP)
def drop(request: Any, pk: Any) -> HttpResponse:
    drop_lot(get_object_or_404(StockLot, pk=pk), by=request.user, now=request.now)
    messages.success(request, "Le lot est abandonné, et ce que disait le fichier est effacé.")
    return redirect("stock:stock")
