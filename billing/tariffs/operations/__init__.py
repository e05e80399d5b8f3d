"""The verbs of the solidarity catalogue."""

from billing.tariffs.operations.ceilings import set_ceiling
from billing.tariffs.operations.lists import Amounts, discard_list, draft_list, rewrite_list
from billing.tariffs.operations.products import add_product, change_product, retire_product
from billing.tariffs.operations.publishing import publish_list

__all__ = [
    "Amounts",
    "add_product",
    "change_product",
    "discard_list",
    "draft_list",
    "publish_list",
    "retire_product",
    "rewrite_list",
    "set_ceiling",
]
