"""The solidarity catalogue of the national office: in force, planned, and how it changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from billing.tariffs import operations
from billing.tariffs.forms import CeilingForm, ListForm, ProductForm, tomorrow
from billing.tariffs.models import CeilingRule, Price, PriceList, Product
from billing.tariffs.queries import changes_of, network_prices_on
from kit.ui.forms import posted
from tenants.network.access import allows, needs


@needs("tariffs.view", of="product")
def catalogue(request: Any) -> HttpResponse:
    """What each product costs today, what is planned, and the drafts that wait for a second person."""
    today = request.place.today(request.now)
    prices = network_prices_on(today)
    products = list(Product.objects.current())
    planned = Price.objects.filter(during__startswith__gt=today).select_related("product", "antenne")
    for product in products:
        product.price = prices.get(product.pk)
    context = {
        "products": products,
        "planned": planned.order_by("during", "product__name"),
        "apart": Price.objects.filter(during__contains=today, antenne__isnull=False)
        .select_related("product", "antenne")
        .order_by("antenne__name", "product__name"),
        "drafts": PriceList.objects.filter(state=PriceList.State.DRAFT).select_related("drafted_by"),
        "ceilings": CeilingRule.objects.filter(during__endswith__isnull=True).order_by("group", "period"),
        "may_write": allows(request.roles, "tariffs.write"),
    }
    return render(request, "tariffs/catalogue.html", context)


@needs("tariffs.write", of="product")
def new_product(request: Any) -> HttpResponse:
    form = posted(ProductForm, request)
    if request.method == "POST" and form.is_valid():
        product = operations.add_product(**form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"« {product} » est au catalogue. Donnez-lui un prix dans une liste.")
        return redirect("tariffs:catalogue")
    return render(request, "tariffs/new_product.html", {"form": form})


@require_POST
@needs("tariffs.write", of="product")
def retire(request: Any, pk: Any) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    operations.retire_product(product, by=request.user, now=request.now)
    messages.success(request, f"« {product} » ne se vend plus.")
    return redirect("tariffs:catalogue")


@needs("tariffs.write", of="pricelist")
def new_list(request: Any) -> HttpResponse:
    """Write the prices that change; they wait for a second person."""
    today = request.place.today(request.now)
    options = {"products": list(Product.objects.current()), "prices": network_prices_on(today)}
    form = posted(ListForm, request, **options, initial={"first": tomorrow(today)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        draft = operations.draft_list(
            name=said["name"], first=said["first"], lines=form.lines, antennes=list(said["antennes"]),
            by=request.user, now=request.now,
        )  # fmt: skip
        return redirect("tariffs:list", draft.pk)
    return render(request, "tariffs/new_list.html", {"form": form})


@needs("tariffs.view", of="pricelist")
def one_list(request: Any, pk: Any) -> HttpResponse:
    """What a list changes, product by product."""
    written = get_object_or_404(PriceList.objects.select_related("drafted_by", "published_by"), pk=pk)
    own = written.drafted_by_id == request.user.pk
    context = {
        "list": written, "changes": changes_of(written), "antennes": written.antennes.order_by("name"),
        "waits": written.state == PriceList.State.DRAFT, "own": own,
        "may_publish": allows(request.roles, "tariffs.publish") and not own,
        "may_write": allows(request.roles, "tariffs.write"),
    }  # fmt: skip
    return render(request, "tariffs/list.html", context)


@require_POST
@needs("tariffs.publish", of="pricelist")
def publish(request: Any, pk: Any) -> HttpResponse:
    draft = get_object_or_404(PriceList, pk=pk)
    today = request.place.today(request.now)
    operations.publish_list(draft, by=request.user, now=request.now, today=today)
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
    form = posted(CeilingForm, request, initial={"first": tomorrow(today)})
    if request.method == "POST" and form.is_valid():
        operations.set_ceiling(**form.said, by=request.user, now=request.now, today=today)
        messages.success(request, "Le plafond est fixé : les antennes le lisent déjà.")
        return redirect("tariffs:catalogue")
    return render(request, "tariffs/new_ceiling.html", {"form": form})
