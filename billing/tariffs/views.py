"""The solidarity catalogue of the national office: in force, planned, and how it changes."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.tariffs import operations, queries
from billing.tariffs.differences import differences
from billing.tariffs.forms import CeilingForm, ListForm, ProductForm, moment
from billing.tariffs.models import CeilingRule, PriceList, Product
from kit.ui.forms import posted
from tenants.network.access import allows, needs

_DAY = timedelta(days=1)


@needs("tariffs.view", of="product")
def catalogue(request: Any) -> HttpResponse:
    """What each product costs today, what is planned, and the drafts that wait for a second person."""
    today = request.place.today(request.now)
    prices = queries.network_prices_on(today)
    products = list(Product.objects.current())
    for product in products:
        product.price = prices.get(product.pk)
    context = {
        "today": today, "products": products, "planned": queries.coming_prices(today),
        "apart": queries.own_prices_on(today),
        "drafts": queries.drafts(), **_endings(today),
        "ceilings": CeilingRule.objects.filter(during__endswith__isnull=True).order_by("group", "period"),
        "may_write": allows(request.roles, "tariffs.write"),
    }  # fmt: skip
    return render(request, "tariffs/catalogue.html", context)


def _endings(today: date, of: Product | None = None) -> dict[str, list[queries.Ending]]:
    found = queries.endings_after(today, of)
    return {"endings": [one for one in found if not one.then], "returns": [one for one in found if one.then]}


@needs("tariffs.view", of="product")
def product(request: Any, pk: Any) -> HttpResponse:
    """What a product is, and every price it had, has and will have."""
    found = get_object_or_404(Product, pk=pk)
    today = request.place.today(request.now)
    story = queries.story_of(found)
    context = {
        "product": found, "story": story, "today": today,
        "current": [price for price in story if price.holds_on(today)],
        "coming": [price for price in reversed(story) if price.first_day > today],
        **_endings(today, found),
        "may_write": allows(request.roles, "tariffs.write") and not found.retired_at,
    }  # fmt: skip
    return render(request, "tariffs/product.html", context)


@needs("tariffs.write", of="product")
def new_product(request: Any) -> HttpResponse:
    form = posted(ProductForm, request)
    if request.method == "POST" and form.is_valid():
        made = operations.add_product(**form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"« {made} » est au catalogue. Donnez-lui un prix dans une liste.")
        return redirect("tariffs:catalogue")
    return render(request, "tariffs/product_form.html", {"form": form})


@needs("tariffs.write", of="product")
def change_product(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Product, pk=pk)
    form = posted(ProductForm, request, instance=found)
    if request.method == "POST" and form.is_valid():
        changed = operations.change_product(found, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"« {changed} » est corrigé : les prochaines ventes le disent ainsi.")
        return redirect("tariffs:product", pk)
    return render(request, "tariffs/product_form.html", {"form": form, "product": found})


@require_POST
@needs("tariffs.write", of="product")
def retire(request: Any, pk: Any) -> HttpResponse:
    found = get_object_or_404(Product, pk=pk)
    operations.retire_product(found, by=request.user, now=request.now)
    messages.success(request, f"« {found} » ne se vend plus.")
    return redirect("tariffs:catalogue")


@needs("tariffs.write", of="pricelist")
def new_list(request: Any) -> HttpResponse:
    """Write the prices that change; they wait for a second person."""
    form = _list_form(request, initial={"first": request.place.today(request.now) + _DAY})
    if request.method == "POST" and form.is_valid():
        draft = operations.draft_list(**form.said, by=request.user, now=request.now)
        return redirect("tariffs:list", draft.pk)
    return render(request, "tariffs/list_form.html", {"form": form})


@needs("tariffs.write", of="pricelist")
def rewrite_list(request: Any, pk: Any) -> HttpResponse:
    """Write a draft anew: whoever does is its author."""
    draft = get_object_or_404(PriceList, pk=pk)
    if draft.state != PriceList.State.DRAFT and request.method != "POST":
        return redirect("tariffs:list", pk)
    form = _list_form(request, draft=draft)
    if request.method == "POST" and form.is_valid():
        seen = moment(form.cleaned_data["seen"])
        operations.rewrite_list(draft, **form.said, seen=seen, by=request.user, now=request.now)
        return redirect("tariffs:list", pk)
    return render(request, "tariffs/list_form.html", {"form": form, "draft": draft, "gone": _gone(draft)})


def _gone(draft: PriceList) -> list[Product]:
    """What was retired since the draft was written."""
    return list(Product.objects.filter(retired_at__isnull=False, pk__in=draft.items.values("product")))


def _list_form(request: Any, **options: Any) -> ListForm:
    prices = queries.network_prices_on(request.place.today(request.now))
    return posted(ListForm, request, products=list(Product.objects.current()), prices=prices, **options)


@needs("tariffs.view", of="pricelist")
def one_list(request: Any, pk: Any) -> HttpResponse:
    """What a list changes, product by product and place by place."""
    written = get_object_or_404(PriceList.objects.select_related("drafted_by", "published_by"), pk=pk)
    own = written.drafted_by_id == request.user.pk
    context = {
        "list": written, "differences": differences(written), "antennes": written.antennes.order_by("name"),
        "waits": written.state == PriceList.State.DRAFT, "own": own,
        "may_publish": allows(request.roles, "tariffs.publish") and not own,
        "may_write": allows(request.roles, "tariffs.write"),
    }  # fmt: skip
    return render(request, "tariffs/list.html", context)


@require_POST
@needs("tariffs.publish", of="pricelist")
def publish(request: Any, pk: Any) -> HttpResponse:
    draft = get_object_or_404(PriceList, pk=pk)
    how = {"seen": moment(request.POST.get("seen", "")), "today": request.place.today(request.now)}
    operations.publish_list(draft, **how, by=request.user, now=request.now)
    messages.success(request, f"« {draft} » est publiée : les antennes la lisent déjà.")
    return redirect("tariffs:catalogue")


@require_POST
@needs("tariffs.write", of="pricelist")
def discard(request: Any, pk: Any) -> HttpResponse:
    draft = get_object_or_404(PriceList, pk=pk)
    operations.discard_list(draft, by=request.user, now=request.now)
    messages.success(request, f"« {draft} » est abandonnée.")
    return redirect("tariffs:catalogue")


@needs("tariffs.write", of="ceilingrule")
def new_ceiling(request: Any) -> HttpResponse:
    today = request.place.today(request.now)
    form = posted(CeilingForm, request, initial={"first": today + _DAY})
    if request.method == "POST" and form.is_valid():
        operations.set_ceiling(**form.said, by=request.user, now=request.now, today=today)
        messages.success(request, "Le plafond est fixé : les antennes le lisent déjà.")
        return redirect("tariffs:catalogue")
    return render(request, "tariffs/new_ceiling.html", {"form": form})
