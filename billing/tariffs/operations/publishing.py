"""A second person puts a list in force; what is past never changes."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from billing.tariffs.models import Price, PriceList, PriceListItem, Product
from billing.tariffs.operations.lists import RetiredMeanwhile, locked_list
from kit import formats
from kit.refusals import Refused
from kit.states import move


class SecondPersonWanted(Refused):
    """Une liste se publie à deux : demandez à une autre personne de la relire."""


class PastPrice(Refused):
    """Le prix de « {product} » vaut depuis le {day} : corrigez la liste, elle commence demain au plus tôt."""


class PriceAlreadyPlanned(Refused):
    """Un prix de « {product} » est déjà prévu à partir du {day} : choisissez un autre jour."""


class OverAlready(Refused):
    """Le dernier jour de cette liste est passé : corrigez ses dates."""


@transaction.atomic
def publish_list(
    draft: PriceList, *, seen: datetime | None = None, by: Any, now: datetime, today: date
) -> PriceList:
    """Put the prices in force from the list's first day; those before them end on its eve.

    A second person publishes. A list may begin today, or before, only where no price is in force yet.
    A product that the list leaves out keeps its price. `seen` as in rewrite_list: nobody publishes
    what was not read.
    """
    draft = locked_list(draft, seen=seen)
    if draft.drafted_by_id == by.pk:
        raise SecondPersonWanted
    if draft.last_day is not None and draft.last_day < today:
        raise OverAlready
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
    scope = Price.objects.filter(product=item.product, antenne=antenne, during__overlap=draft.during)
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
        product=item.product, antenne=antenne, price_list=draft, during=draft.during,
        solidarity_cents=item.solidarity_cents, reference_cents=item.reference_cents,
        vat_percent=item.vat_percent,
    )  # fmt: skip
