"""A catalogue to begin with: products and prices of the demonstration, all invented."""

from datetime import date, datetime
from typing import Any

from billing.tariffs.models import Group, PriceList, Product
from billing.tariffs.operations import Amounts, add_product, draft_list, publish_list, set_ceiling

_CARD, _SIM, _PLAN = Product.Kind.PREPAID_CARD, Product.Kind.SIM, Product.Kind.PLAN_MONTH
_DEVICE, _MORE = Product.Kind.DEVICE, Product.Kind.ACCESSORY
# (code, name, kind, solidarity price, reference price), in cents with VAT.
CATALOGUE = [
    ("carte-5", "Carte prépayée 10 Go", _CARD, 500, 1000),
    ("carte-10", "Carte prépayée 30 Go", _CARD, 1000, 2000),
    ("sim", "Carte SIM", _SIM, 200, 500),
    ("forfait-mois", "Mois de forfait 40 Go", _PLAN, 800, 1599),
    ("ordinateur-a", "Ordinateur portable A", _DEVICE, 15000, 29900),
    ("ordinateur-b", "Ordinateur portable B", _DEVICE, 10000, 22900),
    ("ordinateur-c", "Ordinateur portable C", _DEVICE, 7000, 17900),
    ("telephone", "Téléphone", _DEVICE, 8000, 15900),
    ("souris", "Souris", _MORE, 300, 990),
    ("chargeur", "Chargeur", _MORE, 500, 1990),
]
CEILING_CENTS = 3000  # of connection, a person and month


def write(*, drafted_by: Any, published_by: Any, now: datetime, day: date) -> PriceList:
    """The products, a list of their prices published from `day`, and the ceiling of connection."""
    lines = {
        add_product(sku=sku, name=name, kind=kind, by=drafted_by, now=now): Amounts(solidarity, reference)
        for sku, name, kind, solidarity, reference in CATALOGUE
    }
    draft = draft_list(name="Prix solidaires", first=day, lines=lines, by=drafted_by, now=now)
    set_ceiling(
        group=Group.CONNECTION, first=day, amount_cents=CEILING_CENTS, by=published_by, now=now, today=day
    )
    return publish_list(draft, by=published_by, now=now, today=day)
