"""Demands for money that are issued: invoices, calls for funds, credit notes. They never change afterwards.

The amounts of an agreement and of its instalments are without VAT. A sponsorship or a service is invoiced
with VAT on top; a gift or a grant is called, without VAT (outside its scope). The legal mentions are those
of CGI, ann. II, art. 242 nonies A and Code de commerce, art. L441-9, L441-10 and D441-5.

`content` is all that the paper says, frozen (ISO dates, integer cents, percents as texts; of a credit note
every `…_cents` is below zero; what is unknown is ""):

    {
      "version": 1,
      "number": "FA-2026-0001",
      "kind": "invoice",                          # Invoice.Kind
      "title": "Facture",                         # Facture, Avoir, Appel de fonds
      "currency": "EUR",
      "issued_on": "2026-11-28",
      "due_on": "2026-12-28",
      "period": {"from": "2026-01-01", "to": "2026-12-31"},       # of the agreement: when it is delivered
      "seller": {PARTY, "vat_number": "FR…", "rna": "W…", "email", "phone"},
      "buyer": {PARTY, "id": "<sponsor>", "vat_number": "FR…", "status": "company", "email"},
      "agreement": {"id", "reference": "2026-001", "title", "kind": "service"},
      "instalment": {"id", "number": 1, "due_on"} or null,
      "credits": {"id", "number": "FA-2026-0001", "kind": "invoice", "issued_on"} or null,
      "reason": "",                               # why it is credited
      "lines": [{
        "label": "Accompagnement numérique, Grenoble",
        "quantity": 1, "unit": "C62",             # UN/ECE Recommendation 20: a piece
        "net_cents": 100000, "vat_category": "S", "vat_percent": "20",   # null in category "O"
        "vat_cents": 20000, "gross_cents": 120000,
      }],
      "vat": [{"category": "S", "percent": "20" or null, "net_cents", "vat_cents", "exemption": ""}],
      "net_cents": 100000, "vat_cents": 20000, "gross_cents": 120000,
      "bank": {"iban": "FR76…", "bic": "…", "holder": "…"},       # our own bank, for a transfer
      "terms": "À payer au plus tard le …",
      "mentions": ["Pénalités de retard : …", "…"],                # the whole sentences, in their order
    }

    PARTY = "name", "legal_form", "siren", "siret", "address": "12 rue …\\n38000 Grenoble",
            "street", "postcode", "city", "country": "FR", "contact"

Categories of VAT are those of EN 16931: "S" with the rate, "O" (not subject, `exemption` says why) without.
"vat" has one row a category and rate; its sums and those of the lines are the totals, to the cent. `street`,
`postcode` and `city` are read from the address when its last line begins with a postcode, else `street` is
the whole address. A credit note names what it credits, has its lines' categories, and a due day that is its
own day.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from billing.sponsoring.models import Agreement, Instalment, Invoice
from billing.sponsoring.operations import content as papers
from billing.sponsoring.operations.gateway_calls import tell_rail_later
from billing.sponsoring.operations.ledger import hold_sponsor
from billing.sponsoring.operations.numbers import take_number
from billing.sponsoring.queries.money import Account, account_of_invoice
from kit.formats import euros
from kit.journal import record
from kit.money import round_half_up, split_vat
from kit.refusals import Refused

INVOICED = (Agreement.Kind.SPONSORSHIP, Agreement.Kind.SERVICE)
LONGEST_TERM = timedelta(days=60)  # from the day of issue: C. com., art. L441-10


class NotInvoiced(Refused):
    """Une convention de {kind} ne se facture pas. Émettez un appel de fonds : il est sans TVA."""


class NotCalled(Refused):
    """Une convention de {kind} se facture, avec la TVA. Émettez une facture, non un appel de fonds."""


class NotSignedYet(Refused):
    """La convention {reference} n’est ni signée ni en cours : rien ne peut encore être demandé."""


class MoreThanAgreed(Refused):
    """Il ne reste que {euros} à demander sur {what}. Diminuez le montant."""


class NothingToIssue(Refused):
    """Un montant est plus grand que zéro."""


class WrongInstalment(Refused):
    """Cette échéance n’est pas de cette convention. Choisissez-en une autre."""


class DueTooSoonOrLate(Refused):
    """La date limite de paiement est entre aujourd’hui et le {last}. Changez-la."""


class IssuerUnknown(Refused):
    """L’identité de l’association manque (MAILLON_ISSUER) : demandez à la personne qui administre Maillon."""


class CannotCredit(Refused):
    """Un avoir ne se corrige pas par un autre : émettez une nouvelle pièce."""


class MoreThanLeft(Refused):
    """Il ne reste que {euros} à annuler sur {number}. Diminuez l’avoir."""


def issue_invoice(
    agreement: Agreement, *, net_cents: int, due_on: date, by: Any, now: datetime, today: date,
    instalment: Instalment | None = None, label: str = "",
) -> Invoice:  # fmt: skip
    """An invoice of `net_cents` and the VAT of the day, for an instalment or a part of the agreement."""
    return _issue(
        Invoice.Kind.INVOICE, agreement, net_cents=net_cents, due_on=due_on, instalment=instalment,
        label=label, by=by, now=now, today=today,
    )  # fmt: skip


def issue_call(
    agreement: Agreement, *, amount_cents: int, due_on: date, by: Any, now: datetime, today: date,
    instalment: Instalment | None = None, label: str = "",
) -> Invoice:  # fmt: skip
    """A call for funds of a gift or a grant: no VAT, and no invoice in law."""
    return _issue(
        Invoice.Kind.CALL, agreement, net_cents=amount_cents, due_on=due_on, instalment=instalment,
        label=label, by=by, now=now, today=today,
    )  # fmt: skip


@transaction.atomic
def _issue(
    kind: Invoice.Kind, agreement: Agreement, *, net_cents: int, due_on: date,
    instalment: Instalment | None, label: str, by: Any, now: datetime, today: date,
) -> Invoice:  # fmt: skip
    agreement = Agreement.objects.select_for_update(of=("self",)).order_by().get(pk=agreement.pk)
    _check_kind(agreement, kind)
    _check_due(due_on, kind=kind, today=today)
    _check_amount(agreement, instalment, net_cents)
    rate = vat_rate(today) if kind == Invoice.Kind.INVOICE else None
    vat_cents = round_half_up(Decimal(net_cents) * rate / 100) if rate is not None else 0
    line = papers.line(
        label or _label(agreement, instalment), net_cents=net_cents, vat_cents=vat_cents, rate=rate
    )
    return _write(
        kind, agreement, instalment=instalment, lines=[line], due_on=due_on, by=by, now=now, today=today,
    )  # fmt: skip


@transaction.atomic
def credit(
    invoice: Invoice, *, gross_cents: int, reason: str, by: Any, now: datetime, today: date
) -> Invoice:
    """A credit note of `gross_cents` (VAT included, above zero) on an invoice or a call for funds."""
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        raise CannotCredit
    hold_sponsor(invoice.sponsor_id)
    net_cents, vat_cents, rate = _part_of(invoice, gross_cents)
    line = papers.line(f"{reason} ({invoice.number})", net_cents=-net_cents, vat_cents=-vat_cents, rate=rate)
    note = _write(
        Invoice.Kind.CREDIT_NOTE, invoice.agreement, instalment=invoice.instalment, lines=[line],
        due_on=today, credits=invoice, reason=reason, by=by, now=now, today=today,
    )  # fmt: skip
    tell_rail_later(invoice, after=note, by=by, now=now)
    return note


def _write(
    kind: Invoice.Kind, agreement: Agreement, *, instalment: Instalment | None, lines: list[dict[str, Any]],
    due_on: date, by: Any, now: datetime, today: date, credits: Invoice | None = None, reason: str = "",
) -> Invoice:  # fmt: skip
    if not settings.MAILLON_ISSUER:
        raise IssuerUnknown
    number = take_number(Invoice.SERIES[kind], on=today)
    content = papers.of_invoice(
        kind, number, agreement=agreement, instalment=instalment, lines=lines, due_on=due_on,
        issued_on=today, credits=credits, reason=reason,
    )  # fmt: skip
    made = Invoice.objects.create(
        number=number, kind=kind, sponsor_id=agreement.sponsor_id, agreement=agreement,
        instalment=instalment, credits=credits, issued_on=today, due_on=due_on,
        net_cents=content["net_cents"], vat_cents=content["vat_cents"], gross_cents=content["gross_cents"],
        content=content, issued_by=by, issued_at=now,
    )  # fmt: skip
    record(f"sponsoring.{kind}_issued", on=made, by=by, at=now, number=number)
    return made


def vat_rate(day: date) -> Decimal:
    """The rate of VAT in percent on what sponsors buy; ValueError for a day before the first that is told."""
    for first, rate in settings.MAILLON_SERVICE_VAT:
        if date.fromisoformat(first) <= day:
            return Decimal(rate)
    raise ValueError(f"no rate of VAT is told for {day}")


def left_to_ask(agreement: Agreement, instalment: Instalment | None = None) -> int:
    """Cents without VAT that no invoice or call has asked for yet, of an instalment or of the agreement."""
    asked = Invoice.objects.filter(agreement=agreement)
    left = agreement.amount_cents - _net(asked)
    if instalment is not None:
        left = min(left, instalment.amount_cents - _net(asked.filter(instalment=instalment)))
    return max(0, left)


def _net(invoices: Any) -> int:
    return int(invoices.order_by().aggregate(net=Sum("net_cents", default=0))["net"])


def _check_kind(agreement: Agreement, kind: Invoice.Kind) -> None:
    if agreement.state not in Agreement.FIRM:
        raise NotSignedYet(reference=agreement.reference)
    invoiced = agreement.kind in INVOICED
    if invoiced != (kind == Invoice.Kind.INVOICE):
        raise (NotCalled if invoiced else NotInvoiced)(kind=agreement.get_kind_display().lower())


def _check_due(due_on: date, *, kind: Invoice.Kind, today: date) -> None:
    last = today + (LONGEST_TERM if kind == Invoice.Kind.INVOICE else timedelta(days=366))
    if not today <= due_on <= last:
        raise DueTooSoonOrLate(last=f"{last:%d/%m/%Y}")


def _check_amount(agreement: Agreement, instalment: Instalment | None, net_cents: int) -> None:
    if net_cents <= 0:
        raise NothingToIssue
    if instalment is not None and instalment.agreement_id != agreement.pk:
        raise WrongInstalment
    left = left_to_ask(agreement, instalment)
    if net_cents > left:
        what = f"l’échéance {instalment.number}" if instalment else f"la convention {agreement.reference}"
        raise MoreThanAgreed(euros=euros(left), what=what)


def _label(agreement: Agreement, instalment: Instalment | None) -> str:
    return f"{agreement.title} · échéance {instalment.number}" if instalment else agreement.title


def _part_of(invoice: Invoice, gross_cents: int) -> tuple[int, int, Decimal | None]:
    """(net, VAT, rate) of what is credited: the last credit note takes exactly what is left of both."""
    if gross_cents <= 0:
        raise NothingToIssue
    left: Account = account_of_invoice(invoice)
    if gross_cents > left.due_cents:
        raise MoreThanLeft(euros=euros(left.due_cents), number=invoice.number)
    percent = invoice.content["lines"][0]["vat_percent"]
    if percent is None:
        return gross_cents, 0, None
    notes = invoice.credit_notes.order_by().aggregate(
        net=Sum("net_cents", default=0), vat=Sum("vat_cents", default=0)
    )
    net_left, vat_left = invoice.net_cents + notes["net"], invoice.vat_cents + notes["vat"]
    net, _ = split_vat(gross_cents, rate_percent=Decimal(percent))
    net = min(max(net, gross_cents - vat_left), net_left)
    return net, gross_cents - net, Decimal(percent)
