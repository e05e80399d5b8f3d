from billing.counter.models.sales import Closing, Duplicata, Sale, SaleLine, SalePayment
from billing.counter.models.stock import StockEvent, StockItem, StockLot
from billing.counter.models.stock_takes import CountedCard, StockTake, UncountedCard
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
    "UncountedCard",
]
