"""Prices are written in a list, then published by a second person; what is past never changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from billing.tariffs.models import PriceList, PriceListItem, Product
from kit.journal import record
from kit.refusals import Refused
from kit.states import check, move


class EmptyList(Refused):
    """Cette liste n’a aucun prix : écrivez-en un au moins."""


class PriceTooHigh(Refused):
    """Le prix solidaire de « {product} » dépasse son prix de référence : vérifiez les deux."""


class LastDayBeforeFirst(Refused):
    """Le dernier jour vient avant le premier : vérifiez les deux."""


class RetiredMeanwhile(Refused):
    """« {product} » a été retiré du catalogue : corrigez cette liste, sans lui."""


class ChangedMeanwhile(Refused):
    """Une autre personne a changé cette liste entre-temps : rouvrez-la et relisez."""


@dataclass(frozen=True)
class Amounts:
    """What a product costs, in cents with VAT: to people, and elsewhere."""

    solidarity_cents: int
    reference_cents: int
    vat_percent: Decimal = Decimal("20.00")


Lines = Mapping[Product, Amounts]


@transaction.atomic
def draft_list(
    *, name: str, first: date, last: date | None = None, lines: Lines, antennes: Sequence[Any] = (), by: Any,
    now: datetime,
) -> PriceList:  # fmt: skip
    """Write a list that will hold from `first` (to `last`), for some antennes or (none given) for all."""
    draft = PriceList(name=name)
    _write(draft, first=first, last=last, lines=lines, antennes=antennes, by=by, now=now)
    record("tariffs.list_drafted", on=draft, by=by, at=now)
    return draft


@transaction.atomic
def rewrite_list(
    draft: PriceList, *, name: str, first: date, last: date | None = None, lines: Lines,
    antennes: Sequence[Any] = (), seen: datetime | None = None, by: Any, now: datetime,
) -> PriceList:  # fmt: skip
    """Write a draft anew. Whoever wrote last is its author: somebody else publishes.

    `seen` is the `drafted_at` of the text that was read; another one means that somebody wrote since.
    """
    draft = locked_list(draft, seen=seen)
    check(draft, to=PriceList.State.PUBLISHED)
    draft.name = name
    draft.items.all().delete()
    _write(draft, first=first, last=last, lines=lines, antennes=antennes, by=by, now=now)
    record("tariffs.list_changed", on=draft, by=by, at=now)
    return draft


@transaction.atomic
def discard_list(draft: PriceList, *, by: Any, now: datetime) -> PriceList:
    """Give up a draft: it will never be published."""
    draft = locked_list(draft)
    move(draft, to=PriceList.State.DISCARDED, by=by, now=now, verb="tariffs.list_discarded")
    return draft


def locked_list(draft: PriceList, *, seen: datetime | None = None) -> PriceList:
    """The list with its row's lock; ChangedMeanwhile when `seen` is not when it was last written."""
    found: PriceList = PriceList.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if seen is not None and seen != found.drafted_at:
        raise ChangedMeanwhile
    return found


def _write(
    draft: PriceList, *, first: date, last: date | None, lines: Lines, antennes: Sequence[Any], by: Any,
    now: datetime,
) -> None:  # fmt: skip
    _check(lines)
    if last is not None and last < first:
        raise LastDayBeforeFirst
    draft.during = DateRange(first, last + timedelta(days=1) if last else None)
    draft.everywhere, draft.drafted_by, draft.drafted_at = not antennes, by, now
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


def _check(lines: Lines) -> None:
    if not lines:
        raise EmptyList
    for product, amounts in lines.items():
        if product.retired_at is not None:
            raise RetiredMeanwhile(product=product.name)
        if amounts.solidarity_cents > amounts.reference_cents:
            raise PriceTooHigh(product=product.name)
