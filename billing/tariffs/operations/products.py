"""What the network's shops sell."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.tariffs.models import Product
from billing.tariffs.queries import frozen_fields
from kit.journal import record
from kit.refusals import Refused


class FrozenProduct(Refused):
    """Le code et la sorte de « {product} » ne changent plus : retirez-le, puis ajoutez un autre produit."""


class RetiredProduct(Refused):
    """« {product} » a été retiré du catalogue : il ne se corrige plus."""


@transaction.atomic
def add_product(*, by: Any, now: datetime, **details: Any) -> Product:
    """A new product; `details` are the fields of Product. ValidationError for a code that is taken."""
    product = Product(**details)
    product.full_clean()
    product.save()
    record("tariffs.product_added", on=product, by=by, at=now)
    return product


@transaction.atomic
def change_product(product: Product, *, by: Any, now: datetime, **details: Any) -> Product:
    """Correct a product. What was sold keeps its label and its account: a ticket copies them.

    `details` are fields of Product. FrozenProduct for what tickets, stocks and ceilings lean on.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.retired_at is not None:
        raise RetiredProduct(product=product.name)
    changed = sorted(name for name, value in details.items() if getattr(product, name) != value)
    if frozen_fields(product) & set(changed):
        raise FrozenProduct(product=product.name)
    for name in changed:
        setattr(product, name, details[name])
    product.full_clean()
    if changed:
        product.save(update_fields=changed)
        record("tariffs.product_changed", on=product, by=by, at=now, fields=changed)
    return product


@transaction.atomic
def retire_product(product: Product, *, by: Any, now: datetime) -> Product:
    """No antenne sells it any more; what was sold stays."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.retired_at is None:
        product.retired_at = now
        product.save(update_fields=["retired_at"])
        record("tariffs.product_retired", on=product, by=by, at=now)
    return product
