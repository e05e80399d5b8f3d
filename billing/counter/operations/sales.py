"""Selling, and reversing a sale: one transaction, one ticket at the end of the till's chain."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.counter import ledger
from billing.counter.models import Duplicata, Sale, SaleLine, SalePayment, TillSession
from billing.counter.operations.cards import give_back, take_card
from billing.counter.operations.sessions import check_selling, lock_till
from billing.counter.queries import allowance
from billing.equipment.models import Device, Loan
from billing.equipment.operations import sell_device, sell_lent, take_back_sold
from billing.equipment.operations.selling import check_promise
from billing.tariffs.models import Price, Product
from billing.tariffs.queries import prices_on
from kit import formats
from kit.identifiers import new_id
from kit.journal import record
from kit.marks import mark
from kit.money import split_vat
from kit.refusals import Refused
from tenants.welcome.models import Beneficiary, Entitlement
from tenants.welcome.operations import touch
from tenants.welcome.operations.referrals import lock_person

MOST_OF_ONE = 20


class NothingWanted(Refused):
    """Le panier est vide : touchez d’abord un produit."""


class QuantityOutOfReach(Refused):
    """La quantité de « {product} » n’est pas possible : de 1 à 20."""


class NoRight(Refused):
    """Cette personne n’a pas de droit d’accès en cours : renouvelez-le ou demandez un bon d’orientation."""


class NotSoldToday(Refused):
    """« {product} » n’a pas de prix aujourd’hui : retirez-le du panier."""


class CeilingReached(Refused):
    """Plafond {group} dépassé : il reste {left} {period} à cette personne. Retirez un article."""


class PaymentsDoNotAddUp(Refused):
    """Le total est de {total} et les paiements font {paid} : corrigez les montants."""


class NotEnoughTendered(Refused):
    """La somme remise en espèces est plus petite que le montant à payer."""


class ReferenceMissing(Refused):
    """Notez le numéro du ticket de carte, du chèque ou du bon."""


class DeviceWanted(Refused):
    """Choisissez quel équipement la personne emporte."""


class NoPriceClass(Refused):
    """{tag} n’a pas de classe de prix : donnez-lui-en une depuis sa fiche, avec « Corriger »."""


class SameHand(Refused):
    """Une annulation se fait à deux : demandez à une autre personne de l’équipe."""


class AlreadyReversed(Refused):
    """Ce ticket est déjà annulé, ou c’est lui-même une annulation."""


class OtherChain(Refused):
    """Un ticket d’entraînement s’annule en entraînement, un vrai ticket dans une vraie caisse."""


@dataclass(frozen=True)
class Wanted:
    """A line of the basket; a card by its serial when it was scanned, a device by itself.

    With a loan, it is the device that the person already has, at the price that was promised.
    """

    product: Product
    quantity: int = 1
    serial: str = ""
    device: Device | None = None
    loan: Loan | None = None

    @classmethod
    def promised(cls, loan: Loan) -> "Wanted":
        """The device of a loan."""
        if loan.device.price_class is None:
            raise NoPriceClass(tag=loan.device.tag)
        return cls(loan.device.price_class, 1, device=loan.device, loan=loan)


@dataclass(frozen=True)
class Paid:
    """A part of the payment, in cents; `tendered_cents` is the cash handed over."""

    method: str
    amount_cents: int
    tendered_cents: int | None = None
    reference: str = ""


@transaction.atomic
def sell(
    session: TillSession, *, person: Beneficiary, wanted: Sequence[Wanted], payments: Sequence[Paid],
    by: Any, now: datetime, today: date,
) -> Sale:  # fmt: skip
    """Sell to a person who has the right, at the day's price, under the ceilings.

    A lent device costs what was promised, whatever the right and the ceilings have become since.
    The person's file is locked first, so that twelve sales at once see each other's; the till last.
    """
    session = check_selling(session, today=today)
    person = lock_person(person)
    if not wanted:
        raise NothingWanted
    bound = [one for one in wanted if one.loan is None]
    if bound and not Entitlement.objects.of(person).open_on(today).exists():
        raise NoRight
    for one in wanted:
        if one.loan is not None:
            check_promise(one.loan, person=person, today=today)
    lines = _priced(wanted, today)
    _check_ceilings(person, _priced(bound, today), today)
    paid = _check_payments(payments, total=sum(line.gross_cents for line in lines))
    if not session.training:
        _take_from_the_shelf(lines, wanted, person, by=by, now=now, today=today)
    sale = Sale(beneficiary=person, kind=Sale.Kind.SALE)
    _print(sale, session, lines, paid, verb="counter.sold", by=by, now=now, today=today)
    touch([person.pk], day=today)
    return sale


@transaction.atomic
def reverse(
    sale: Sale, *, session: TillSession, reason: str, by: Any, now: datetime, today: date
) -> Sale:  # fmt: skip
    """A second person undoes a whole sale: a negative ticket, the card back in stock, the money back."""
    session = check_selling(session, today=today)
    person = lock_person(sale.beneficiary)
    if sale.kind == Sale.Kind.REVERSAL or Sale.objects.filter(reverses=sale).exists():
        raise AlreadyReversed
    if sale.sold_by_id == by.pk:
        raise SameHand
    if sale.training != session.training:
        raise OtherChain
    lines = [_negative_line(line) for line in sale.lines.order_by("position")]
    payments = [_negative_payment(payment) for payment in sale.payments.order_by("position")]
    if not sale.training:
        _back_on_the_shelf(sale, reason, by=by, now=now, today=today)
    undone = Sale(beneficiary=person, kind=Sale.Kind.REVERSAL, reverses=sale, reason=reason.strip())
    _print(undone, session, lines, payments, verb="counter.reversed", by=by, now=now, today=today)
    return undone


@transaction.atomic
def print_receipt(sale: Sale, *, by: Any, now: datetime) -> Duplicata:
    """Note that a receipt is printed: number 0 is the original, the others are duplicatas."""
    lock_till(sale.till)
    printed = Duplicata.objects.create(sale=sale, number=sale.duplicatas.count(), by=by, at=now)
    verb = "counter.receipt_printed_again" if printed.number else "counter.receipt_printed"
    record(verb, on=sale, by=by, at=now, number=printed.number)
    return printed


def _priced(wanted: Sequence[Wanted], today: date) -> list[SaleLine]:
    prices = prices_on(today)
    lines = []
    for one in wanted:
        price = prices.get(one.product.pk)
        if price is None:
            raise NotSoldToday(product=one.product.name)
        lines += _lines_of(one, price)
    for position, line in enumerate(lines, start=1):
        line.position = position
    return lines


def _lines_of(one: Wanted, price: Price) -> list[SaleLine]:
    """One line, or one a card: each has its serial."""
    product = price.product
    if not 1 <= one.quantity <= MOST_OF_ONE:
        raise QuantityOutOfReach(product=product.name)
    if product.kind == Product.Kind.DEVICE and (one.device is None or one.quantity != 1):
        raise DeviceWanted
    if one.device is not None and one.device.price_class_id != product.pk:
        raise DeviceWanted
    if one.loan is not None:
        return [_line(product, price, 1, loan=one.loan)]
    if product.by_serial:
        return [_line(product, price, 1) for _ in range(one.quantity)]
    return [_line(product, price, one.quantity)]


def _line(product: Product, price: Price, quantity: int, *, loan: Loan | None = None) -> SaleLine:
    unit = price.solidarity_cents if loan is None else loan.option_price_cents
    label = product.name if loan is None else f"{product.name} – achat après prêt"[:120]
    gross = quantity * unit
    net, vat = split_vat(gross, rate_percent=price.vat_percent)
    return SaleLine(
        product=product, label=label, group=product.group, account=product.account,
        quantity=quantity, unit_cents=unit, reference_cents=price.reference_cents,
        vat_percent=price.vat_percent, gross_cents=gross, net_cents=net, vat_cents=vat,
    )  # fmt: skip


def _check_ceilings(person: Beneficiary, lines: list[SaleLine], today: date) -> None:
    cents: dict[str, int] = defaultdict(int)
    quantity: dict[str, int] = defaultdict(int)
    for line in lines:
        cents[line.group] += line.gross_cents
        quantity[line.group] += line.quantity
    for left in allowance(person, today):
        group = left.rule.group
        said = {"group": left.rule.get_group_display().lower(), "period": left.rule.get_period_display()}
        if left.left_cents is not None and cents[group] > left.left_cents:
            raise CeilingReached(left=formats.euros(left.left_cents), **said)
        if left.left_quantity is not None and quantity[group] > left.left_quantity:
            raise CeilingReached(left=f"{left.left_quantity} article(s)", **said)


def _check_payments(payments: Sequence[Paid], *, total: int) -> list[SalePayment]:
    paid = sum(payment.amount_cents for payment in payments)
    if paid != total or any(payment.amount_cents <= 0 for payment in payments):
        raise PaymentsDoNotAddUp(total=formats.euros(total), paid=formats.euros(paid))
    return [_payment(position, payment) for position, payment in enumerate(payments, start=1)]


def _payment(position: int, paid: Paid) -> SalePayment:
    cash = paid.method == SalePayment.Method.CASH
    exact = paid.amount_cents if paid.tendered_cents is None else paid.tendered_cents
    tendered = exact if cash else None
    if tendered is not None and tendered < paid.amount_cents:
        raise NotEnoughTendered
    if not cash and not paid.reference.strip():
        raise ReferenceMissing
    return SalePayment(
        position=position, method=paid.method, amount_cents=paid.amount_cents, tendered_cents=tendered,
        reference=paid.reference.strip(),
    )  # fmt: skip


def _take_from_the_shelf(
    lines: list[SaleLine], wanted: Sequence[Wanted], person: Beneficiary, *, by: Any, now: datetime,
    today: date,
) -> None:  # fmt: skip
    signed = {"by": by, "now": now, "today": today}
    serials: dict[Any, list[str]] = defaultdict(list)
    devices: dict[Any, list[Wanted]] = defaultdict(list)
    for one in wanted:
        if one.serial:
            serials[one.product.pk].append(one.serial)
        if one.device:
            devices[one.product.pk].append(one)
    for line in lines:
        product = line.product
        if product.by_serial:
            serial = serials[product.pk].pop(0) if serials[product.pk] else ""
            line.item = take_card(product, serial=serial, **signed)
        elif devices[product.pk]:
            line.device = _hand_over(devices[product.pk].pop(0), person, signed)


def _hand_over(one: Wanted, person: Beneficiary, signed: dict[str, Any]) -> Device | None:
    if one.loan is not None:
        return sell_lent(one.loan, person=person, **signed).device
    return sell_device(one.device, **signed) if one.device else None


def _back_on_the_shelf(sale: Sale, reason: str, *, by: Any, now: datetime, today: date) -> None:
    for line in sale.lines.select_related("item", "device"):
        if line.item is not None:
            give_back(line.item, reason=reason, by=by, now=now)
        if line.device is not None:
            take_back_sold(line.device, by=by, now=now, today=today)


def _negative_line(line: SaleLine) -> SaleLine:
    line.pk, line._state.adding = new_id(), True
    line.quantity, line.gross_cents = -line.quantity, -line.gross_cents
    line.net_cents, line.vat_cents = -line.net_cents, -line.vat_cents
    return line


def _negative_payment(payment: SalePayment) -> SalePayment:
    payment.pk, payment._state.adding = new_id(), True
    payment.amount_cents, payment.tendered_cents = -payment.amount_cents, None
    return payment


def _print(
    sale: Sale, session: TillSession, lines: list[SaleLine], payments: list[SalePayment],
    *, verb: str, by: Any, now: datetime, today: date,
) -> None:  # fmt: skip
    """Give the ticket its number at the end of the till's chain, and write it: the till is locked here."""
    till = lock_till(session.till)
    check_selling(session, today=today)  # it may have been counted since
    last, head = ("training_number", "training_head") if session.training else ("last_number", "head")
    sale.till, sale.session, sale.training = till, session, session.training
    sale.number, sale.previous_hash = getattr(till, last) + 1, getattr(till, head)
    sale.business_day, sale.sold_at, sale.sold_by = today, now, by
    sale.total_cents = sum(line.gross_cents for line in lines)
    sale.person_seal = ledger.seal_of_person(sale.pk, sale.beneficiary_id)
    sale.hash = ledger.hash_of(ledger.text_of(*ledger.said_by(sale, lines, payments)))
    sale.signature = ledger.signature_of(sale.hash)
    _write(sale, lines, payments)
    setattr(till, last, sale.number)
    setattr(till, head, sale.hash)
    till.save(update_fields=[last, head])
    record(
        verb, on=sale, by=by, at=now, till=str(till.pk), number=sale.number, hash=sale.hash,
        training=sale.training,
    )  # fmt: skip
    if not sale.training:
        mark(today)


def _write(sale: Sale, lines: list[SaleLine], payments: list[SalePayment]) -> None:
    sale.save(force_insert=True)
    for line in lines:
        line.sale = sale
    for payment in payments:
        payment.sale = sale
    SaleLine.objects.bulk_create(lines)
    SalePayment.objects.bulk_create(payments)
