"""The verbs of the solidarity catalogue."""

from billing.tariffs.operations.ceilings import set_ceiling
from billing.tariffs.operations.lists import Amounts, discard_list, draft_list, publish_list
from billing.tariffs.operations.products import add_product, retire_product

__all__ = [
    "Amounts",
    "add_product",
    "discard_list",
    "draft_list",
    "publish_list",
    "retire_product",
    "set_ceiling",
]
