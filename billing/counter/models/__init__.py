from billing.counter.models.sales import Closing, Duplicata, Sale, SaleLine, SalePayment
from billing.counter.models.stock import CountedCard, StockEvent, StockItem, StockLot, StockTake
from billing.counter.models.tills import FIRST, CashMovement, Till, TillSession

__all__ = [
    "FIRST",
    "CashMovement",
    "Closing",
    "CountedCard",
    "Duplicata",
    "Sale",
    "SaleLine",
    "SalePayment",
    "StockEvent",
    "StockItem",
    "StockLot",
    "StockTake",
    "Till",
    "TillSession",
]
