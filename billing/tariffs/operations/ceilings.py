"""How much of a group of products one person may buy."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from billing.tariffs.models import CeilingRule
from kit import formats
from kit.db import connection
from kit.journal import record
from kit.refusals import Refused


class CeilingAlreadyPlanned(Refused):
    """Ce plafond change déjà le {day} : choisissez un autre jour."""


class PastCeiling(Refused):
    """Un plafond vaut déjà aujourd’hui : le nouveau commence demain au plus tôt."""


class CeilingLimitsNothing(Refused):
    """Donnez un montant ou un nombre d’articles."""


@transaction.atomic
def set_ceiling(
    *, group: str, period: str = CeilingRule.Period.MONTH, first: date, amount_cents: int | None = None,
    quantity: int | None = None, by: Any, now: datetime, today: date,
) -> CeilingRule:  # fmt: skip
    """A ceiling from `first`; the one before it ends on the eve. The past never changes."""
    if amount_cents is None and quantity is None:
        raise CeilingLimitsNothing
    _one_at_a_time()
    known = list(CeilingRule.objects.filter(group=group, period=period).order_by("during"))
    later = next((rule for rule in known if rule.during.lower >= first), None)
    if later is not None:
        raise CeilingAlreadyPlanned(day=formats.day(later.during.lower))
    current = next((rule for rule in known if rule.during.upper is None), None)
    if current is not None:
        if first <= today:
            raise PastCeiling
        current.during = DateRange(current.during.lower, first)
        current.save(update_fields=["during"])
    rule = CeilingRule.objects.create(
        group=group, period=period, amount_cents=amount_cents, quantity=quantity,
        during=DateRange(first, None), set_by=by, set_at=now,
    )  # fmt: skip
    record("tariffs.ceiling_set", on=rule, by=by, at=now)
    return rule


def _one_at_a_time() -> None:
    """The whole table: before the first rule of a group there is no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE public.tariffs_ceilingrule IN SHARE ROW EXCLUSIVE MODE")
