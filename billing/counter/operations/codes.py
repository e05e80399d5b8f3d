"""The code of a card: kept closed, shown once, at the sale."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.counter.models import StockItem
from kit.journal import record
from kit.refusals import Refused
from kit.secrets import unlock


class NoCode(Refused):
    """Cette carte n’a pas de code à lire : il est sur la carte elle-même."""


class NotSoldYet(Refused):
    """Le code d’une carte se lit une fois qu’elle est vendue, pas avant."""


class CodeAlreadyShown(Refused):
    """Ce code a déjà été lu. S’il est perdu, annulez la vente : la carte ne resservira pas."""


@transaction.atomic
def reveal_code(item: StockItem, *, by: Any, now: datetime) -> str:
    """The code in clear, once; who read it and when is kept."""
    item = StockItem.objects.select_for_update().get(pk=item.pk)
    if item.state != StockItem.State.SOLD:
        raise NotSoldYet
    if not item.code_closed:
        raise NoCode
    if item.revealed_at is not None:
        raise CodeAlreadyShown
    item.revealed_at, item.revealed_by = now, by
    item.save(update_fields=["revealed_at", "revealed_by"])
    record("stock.code_revealed", on=item, by=by, at=now)
    return unlock(item.code_closed, label=item.serial)
