"""Electronic invoices: Factur-X, profile EN 16931 (a PDF/A-3 that people read, an XML that programs read).

    xml = e_invoices.write_xml(invoice)
    e_invoices.embed(pdf.render(…, archived=True), xml, title=…, author=…)   → the bytes to send

The codes are those of EN 16931-1 and of its French use: UNTDID 1001 (380 invoice, 381 credit note),
4451 (subjects of notes), 4461 (30 credit transfer), 5305 (S taxed, E exempt, O out of the scope of VAT),
ISO 6523 0002 (SIREN) and 0009 (SIRET), and 0225, under which the French directory knows an organisation
by its SIREN.
Amounts are integer cents, and positive on a credit note too: its type says what they mean.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import facturx
from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration
from drafthorse.models.payment import PaymentMeans, PaymentTerms
from drafthorse.models.tradelines import LineItem

_GUIDELINE = "urn:cen.eu:en16931:2017"
_SERVICES = "S1"  # the French framework of a plain invoice for services, sent by who provides them
_INVOICE, _CREDIT_NOTE = "380", "381"
_CREDIT_TRANSFER = "30"
_SIREN, _SIRET, _DIRECTORY = "0002", "0009", "0225"
_OUT_OF_SCOPE = "O"


@dataclass(frozen=True)
class Party:
    """Who sells or buys; `address` is at most three lines without postcode and town."""

    name: str
    address: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    siren: str = ""
    siret: str = ""
    vat_number: str = ""


@dataclass(frozen=True)
class Line:
    """`category` and `percent` as in Tax; `net_cents` is for `quantity` of `unit` (UN/ECE rec. 20)."""

    label: str
    net_cents: int
    category: str
    percent: Decimal | None
    quantity: Decimal = Decimal(1)
    unit: str = "C62"


@dataclass(frozen=True)
class Tax:
    """What is taxed alike; `reason` says why there is no tax (E at 0 %, O without a percent)."""

    category: str
    percent: Decimal | None
    net_cents: int
    vat_cents: int
    reason: str = ""


@dataclass(frozen=True)
class EInvoice:
    """`notes` are (UNTDID 4451 code, text): PMT, PMD and AAB in France; `credits` (number, day) of what
    it takes back, which makes it a credit note; `period` (first, last day) of the service."""

    number: str
    issued_on: date
    due_on: date
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[Tax, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    terms: str
    notes: tuple[tuple[str, str], ...] = ()
    contract: str = ""
    iban: str = ""
    bic: str = ""
    period: tuple[date, date] | None = None
    credits: tuple[str, date] | None = None


def write_xml(invoice: EInvoice) -> bytes:
    """The XML of UN/CEFACT (CII); what it says is not judged here but for its shape (XSD)."""
    document = Document()
    document.context.guideline_parameter.id = _GUIDELINE
    document.context.business_parameter.id = _SERVICES
    document.header.id = invoice.number
    document.header.type_code = _CREDIT_NOTE if invoice.credits else _INVOICE
    document.header.issue_date_time = invoice.issued_on
    for code, text in invoice.notes:
        document.header.notes.add(_note(code, text))
    agreement, trade = document.trade.agreement, document.trade
    # What is out of the scope of VAT names nobody's VAT number (BR-O-02).
    taxed = any(tax.category != _OUT_OF_SCOPE for tax in invoice.taxes)
    _write_party(agreement.seller, invoice.seller, taxed=taxed)
    _write_party(agreement.buyer, invoice.buyer, taxed=taxed)
    if invoice.contract:
        agreement.contract.issuer_assigned_id = invoice.contract
    for number, line in enumerate(invoice.lines, start=1):
        trade.items.add(_line(number, line))
    _write_settlement(trade.settlement, invoice)
    made: bytes = document.serialize(schema="FACTUR-X_EN16931")
    return made


def embed(pdf: bytes, xml: bytes, *, title: str, author: str, subject: str, language: str = "fr-FR") -> bytes:
    """The PDF/A-3 with the XML inside, as factur-x.xml, and the metadata that say so."""
    made: bytes = facturx.generate_from_binary(
        pdf, xml, flavor="factur-x", level="en16931", check_xsd=True, check_schematron=False,
        pdf_metadata={"title": title, "author": author, "subject": subject, "keywords": "Factur-X"},
        lang=language, afrelationship="alternative",
    )  # fmt: skip
    return made


def _write_party(party: Any, said: Party, *, taxed: bool) -> None:
    party.name = said.name
    for name, line in zip(("line_one", "line_two", "line_three"), said.address, strict=False):
        setattr(party.address, name, line)
    party.address.postcode, party.address.city_name = said.postcode, said.city
    party.address.country_id = said.country
    if said.siret:
        party.global_id.add((_SIRET, said.siret))
    if said.siren:
        party.legal_organization.id = (_SIREN, said.siren)
        party.electronic_address.uri_ID = (_DIRECTORY, said.siren)
    if said.vat_number and taxed:
        party.tax_registrations.add(TaxRegistration(id=("VA", said.vat_number)))


def _line(number: int, said: Line) -> LineItem:
    line = LineItem()
    line.document.line_id = str(number)
    line.product.name = said.label
    line.agreement.net.amount = _euros(said.net_cents)
    if said.quantity != 1:
        line.agreement.net.basis_quantity = (said.quantity, said.unit)
    line.delivery.billed_quantity = (said.quantity, said.unit)
    tax = line.settlement.trade_tax
    tax.type_code, tax.category_code = "VAT", said.category
    if said.percent is not None:
        tax.rate_applicable_percent = said.percent
    line.settlement.monetary_summation.total_amount = _euros(said.net_cents)
    return line


def _write_settlement(settlement: Any, invoice: EInvoice) -> None:
    settlement.currency_code = "EUR"
    settlement.payment_reference = invoice.number
    settlement.payment_means.add(_means(invoice))
    for tax in invoice.taxes:
        settlement.trade_tax.add(_tax(tax))
    terms = PaymentTerms()
    terms.description = invoice.terms
    terms.due = _midnight(invoice.due_on)
    settlement.terms.add(terms)
    if invoice.period:
        settlement.period.start, settlement.period.end = map(_midnight, invoice.period)
    if invoice.credits:
        number, day = invoice.credits
        settlement.invoice_referenced_document.issuer_assigned_id = number
        settlement.invoice_referenced_document.issue_date_time = _midnight(day)
    sums = settlement.monetary_summation
    sums.line_total = sums.tax_basis_total = _euros(invoice.net_cents)
    sums.tax_total = (_euros(invoice.vat_cents), "EUR")
    sums.grand_total = sums.due_amount = _euros(invoice.gross_cents)


def _means(invoice: EInvoice) -> PaymentMeans:
    means = PaymentMeans()
    means.type_code = _CREDIT_TRANSFER
    if invoice.iban:
        means.payee_account.iban = invoice.iban
    if invoice.bic:
        means.payee_institution.bic = invoice.bic
    return means


def _tax(said: Tax) -> ApplicableTradeTax:
    tax = ApplicableTradeTax()
    tax.type_code, tax.category_code = "VAT", said.category
    tax.basis_amount, tax.calculated_amount = _euros(said.net_cents), _euros(said.vat_cents)
    if said.percent is not None:
        tax.rate_applicable_percent = said.percent
    if said.reason:
        tax.exemption_reason = said.reason
    return tax


def _note(code: str, text: str) -> IncludedNote:
    note = IncludedNote()
    note.content, note.subject_code = text, code
    return note


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
