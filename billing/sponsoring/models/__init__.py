from billing.sponsoring.models.agreements import Agreement, Amendment, Counterparty, Instalment, Signature
from billing.sponsoring.models.allocations import Allocation, Release, Use
from billing.sponsoring.models.bank import BankFile, BankLine
from billing.sponsoring.models.costs import PlaceCost
from billing.sponsoring.models.documents import AgreementDocument
from billing.sponsoring.models.money import Dunning, Invoice, LegalNumber, Payment, TaxReceipt
from billing.sponsoring.models.rail import GatewayCall, Reconciliation, StripeEvent
from billing.sponsoring.models.reports import ImpactReport
from billing.sponsoring.models.sponsors import Sponsor

__all__ = [
    "Agreement",
    "AgreementDocument",
    "Allocation",
    "Amendment",
    "BankFile",
    "BankLine",
    "Counterparty",
    "Dunning",
    "GatewayCall",
    "ImpactReport",
    "Instalment",
    "Invoice",
    "LegalNumber",
    "Payment",
    "PlaceCost",
    "Reconciliation",
    "Release",
    "Signature",
    "Sponsor",
    "StripeEvent",
    "TaxReceipt",
    "Use",
]
