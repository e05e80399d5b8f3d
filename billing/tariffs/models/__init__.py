from billing.tariffs.models.between import CardTransfer, TillAnchor, TransferredCard
from billing.tariffs.models.prices import CeilingRule, Price, PriceList, PriceListItem
from billing.tariffs.models.products import SKU, Group, Product

__all__ = [
    "SKU",
    "CardTransfer",
    "CeilingRule",
    "Group",
    "Price",
    "PriceList",
    "PriceListItem",
    "Product",
    "TillAnchor",
    "TransferredCard",
]
