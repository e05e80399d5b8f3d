"""Counting the cards: start, scan, close, and what to do of the differences."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.counter import queries
from billing.counter.forms.stock import CountForm, NoteMissingForm, StartCountForm
from billing.counter.models import CountedCard, StockItem, StockTake
from billing.counter.operations import stock_takes as operations
from kit.ui.forms import posted
from tenants.network.access import allows, needs
from tenants.network.modules import SHOP, only_with

_SHOWN = 500


@needs("stock.count", of="stocktake")
@only_with(SHOP)
def stock_takes(request: Any) -> HttpResponse:
    """The last ones; a POST starts one."""
    form = posted(StartCountForm, request)
    if request.method == "POST" and form.is_valid():
        take = operations.start_count(form.cleaned_data["product"], by=request.user, now=request.now)
        return redirect("stock:stock_take", take.pk)
    found = StockTake.objects.select_related("product", "started_by")[:20]
    running = next((take for take in found if not take.closed_at), None)
    return render(request, "counter/stock_takes.html", {"takes": found, "running": running, "form": form})


@needs("stock.count", of="stocktake")
@only_with(SHOP)
def stock_take(request: Any, pk: Any) -> HttpResponse:
    """The field that a scanner types into while it runs; once closed, its differences."""
    take = get_object_or_404(_takes(), pk=pk)
    form = posted(CountForm, request)
    if request.method == "POST" and form.is_valid():
        _say(request, operations.scan_cards(take, words=form.words, now=request.now))
        return redirect("stock:stock_take", pk)
    if take.closed_at:
        return render(request, "counter/stock_take_closed.html", _closed(request, take) | {"form": form})
    missing = queries.missing_of(take).select_related("product")
    context = {
        "take": take, "form": form, "found": take.counted.filter(expected=True).count(),
        "left": missing.count(), "missing": missing.order_by("serial")[:_SHOWN],
        "surprises": _surprises(take), "may_correct": allows(request.roles, "stock.correct"),
    }  # fmt: skip
    return render(request, "counter/stock_take.html", context)


@require_POST
@needs("stock.count", of="stocktake")
@only_with(SHOP)
def close(request: Any, pk: Any) -> HttpResponse:
    take = operations.close_count(get_object_or_404(StockTake, pk=pk), by=request.user, now=request.now)
    messages.success(request, f"L’inventaire est clos : {take.found} trouvées sur {take.expected} attendues.")
    return redirect("stock:stock_take", pk)


@needs("stock.correct", of="stocktake")
@only_with(SHOP)
def missing(request: Any, pk: Any) -> HttpResponse:
    """Say of the cards that were not found that they are missing."""
    take = get_object_or_404(_takes(), pk=pk)
    form = posted(
        NoteMissingForm, request, items=_still_there(take) if request.method == "GET" else _not_found(take)
    )
    if request.method == "POST" and form.is_valid():
        noted = operations.note_missing(take, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"C’est noté : {noted} carte(s) manquante(s).")
        return redirect("stock:stock_take", pk)
    return render(request, "counter/note_missing.html", {"take": take, "form": form})


@require_POST
@needs("stock.correct", of="stocktake")
@only_with(SHOP)
def take_back(request: Any, pk: Any) -> HttpResponse:
    counted = get_object_or_404(CountedCard, pk=pk)
    item = get_object_or_404(StockItem, pk=counted.item_id)
    operations.take_back_found(item, by=request.user, now=request.now)
    messages.success(request, f"La carte {item} est de nouveau disponible.")
    return redirect("stock:stock_take", counted.stock_take_id)


def _takes() -> Any:
    return StockTake.objects.select_related("product", "started_by", "closed_by")


def _closed(request: Any, take: StockTake) -> dict[str, Any]:
    uncounted = take.uncounted.select_related("item__product").order_by("item__serial")
    may = allows(request.roles, "stock.correct")
    return {
        "take": take, "uncounted": uncounted[:_SHOWN], "surprises": _surprises(take), "may_correct": may,
        "to_note": may and _still_there(take).exists(),
    }  # fmt: skip


def _surprises(take: StockTake) -> Any:
    return (
        take.counted.filter(expected=False).select_related("item__product").order_by("-at", "serial")[:_SHOWN]
    )


def _not_found(take: StockTake) -> Any:
    uncounted = take.uncounted.order_by().values("item")
    return StockItem.objects.filter(pk__in=uncounted).order_by("serial")


def _still_there(take: StockTake) -> Any:
    return _not_found(take).filter(state=StockItem.State.AVAILABLE)


def _say(request: Any, read: list[CountedCard]) -> None:
    expected = [one for one in read if one.expected]
    for one in [one for one in read if not one.expected][:5]:
        said = one.get_state_display().lower() if one.item else "inconnue ici"
        messages.warning(request, f"« {one.serial} » est notée, mais n’était pas attendue : {said}.")
    if expected:
        only = f"{expected[0].serial} est notée." if len(expected) == 1 else f"{len(expected)} cartes notées."
        messages.success(request, only)
