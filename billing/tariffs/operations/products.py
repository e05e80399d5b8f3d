"""What the network's shops sell."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.tariffs.models import Product
from kit.journal import record


@transaction.atomic
def add_product(*, by: Any, now: datetime, **details: Any) -> Product:
    """A new product; `details` are the fields of Product. ValidationError for a code that is taken."""
    product = Product(**details)
    product.full_clean()
    product.save()
    record("tariffs.product_added", on=product, by=by, at=now)
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
