"""Prices are written in a list, then published by a second person; what is past never changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from billing.tariffs.models import Price, PriceList, PriceListItem, Product
from kit import formats
from kit.journal import record
from kit.refusals import Refused
from kit.states import move


class EmptyList(Refused):
    """Cette liste n’a aucun prix : écrivez-en un au moins."""


class NowhereInForce(Refused):
    """Choisissez les antennes où ces prix valent, ou toutes."""


class PriceTooHigh(Refused):
    """Le prix solidaire de « {product} » dépasse son prix de référence : vérifiez les deux."""


class SecondPersonWanted(Refused):
    """Une liste se publie à deux : demandez à une autre personne de la relire."""


class PastPrice(Refused):
    """Le prix de « {product} » vaut déjà depuis le {day} : une nouvelle liste commence demain au plus tôt."""


class RetiredMeanwhile(Refused):
    """« {product} » a été retiré du catalogue : abandonnez cette liste et refaites-la sans lui."""


class PriceAlreadyPlanned(Refused):
    """Un prix de « {product} » est déjà prévu à partir du {day} : choisissez un autre jour."""


@dataclass(frozen=True)
class Amounts:
    """What a product costs, in cents with VAT: to people, and elsewhere."""

    solidarity_cents: int
    reference_cents: int
    vat_percent: Decimal = Decimal("20.00")


@transaction.atomic
def draft_list(
    *, name: str, first: date, lines: Mapping[Product, Amounts], antennes: Sequence[Any] = (), by: Any,
    now: datetime,
) -> PriceList:  # fmt: skip
    """Write a list that will hold from `first`, for some antennes or (none given) for all."""
    if not lines:
        raise EmptyList
    for product, amounts in lines.items():
        if amounts.solidarity_cents > amounts.reference_cents:
            raise PriceTooHigh(product=product.name)
    draft = PriceList(
        name=name, during=DateRange(first, None), everywhere=not antennes, drafted_by=by, drafted_at=now
    )
    draft.full_clean(exclude=["drafted_by"])
    draft.save()
    draft.antennes.set(antennes)
    PriceListItem.objects.bulk_create(
        PriceListItem(
            price_list=draft, product=product, solidarity_cents=amounts.solidarity_cents,
            reference_cents=amounts.reference_cents, vat_percent=amounts.vat_percent,
        )
        for product, amounts in lines.items()
    )  # fmt: skip
    record("tariffs.list_drafted", on=draft, by=by, at=now)
    return draft


@transaction.atomic
def discard_list(draft: PriceList, *, by: Any, now: datetime) -> PriceList:
    """Give up a draft."""
    draft = PriceList.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    move(draft, to=PriceList.State.DISCARDED, by=by, now=now, verb="tariffs.list_discarded")
    return draft


@transaction.atomic
def publish_list(draft: PriceList, *, by: Any, now: datetime, today: date) -> PriceList:
    """Put the prices in force from the list's first day; those before them end on its eve.

    A second person publishes. A list may begin today, or before, only where no price is in force yet.
    """
    draft = PriceList.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.drafted_by_id == by.pk:
        raise SecondPersonWanted
    move(draft, to=PriceList.State.PUBLISHED, by=by, now=now, verb="tariffs.list_published", published_by=by)
    items = list(draft.items.select_related("product").order_by("product_id"))
    # One publication at a time touches a product: two lists never close the same price.
    held = Product.objects.select_for_update().filter(pk__in=[item.product_id for item in items])
    for product in held.order_by("pk"):
        if product.retired_at is not None:
            raise RetiredMeanwhile(product=product.name)
    for antenne in [None] if draft.everywhere else list(draft.antennes.order_by("pk")):
        for item in items:
            _put_in_force(draft, item, antenne, today)
    return draft


def _put_in_force(draft: PriceList, item: PriceListItem, antenne: Any, today: date) -> None:
    first = draft.during.lower
    scope = Price.objects.filter(product=item.product, antenne=antenne)
    later = scope.filter(during__startswith__gte=first).order_by("during").first()
    if later is not None:
        said = {"product": item.product.name, "day": formats.day(later.during.lower)}
        raise PriceAlreadyPlanned(**said) if later.during.lower > today else PastPrice(**said)
    current = scope.filter(during__contains=first).first()
    if current is not None:
        if first <= today:
            raise PastPrice(product=item.product.name, day=formats.day(current.during.lower))
        current.during = DateRange(current.during.lower, first)
        current.save(update_fields=["during"])
    Price.objects.create(
        product=item.product, antenne=antenne, price_list=draft, during=DateRange(first, None),
        solidarity_cents=item.solidarity_cents, reference_cents=item.reference_cents,
        vat_percent=item.vat_percent,
    )  # fmt: skip
