"""Tax receipts: one for the money of a gift that came in and stayed; a wrong one is cancelled by another."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from billing.sponsoring.models import Agreement, Counterparty, Payment, Sponsor, TaxReceipt
from billing.sponsoring.operations.ledger import hold_sponsor
from billing.sponsoring.operations.numbers import take_number
from billing.sponsoring.papers.forms import Form, form_for
from billing.sponsoring.papers.receipts import certified_articles, content_of
from kit.journal import record
from kit.refusals import Refused

RECEIPTS, CANCELLATIONS = "RF", "RA"


class NotAGift(Refused):
    """Seul un don donne un reçu fiscal : ce versement n’en est pas un."""


class NothingKept(Refused):
    """Ce versement a été remboursé : il ne reste rien à porter sur un reçu fiscal."""


class NotReceivedYet(Refused):
    """Ce versement est daté du {day} : le reçu s’émet une fois l’argent reçu."""


class TooMuchInReturn(Refused):
    """Les contreparties dépassent {percent} % du don : il ne donne pas de reçu fiscal."""


class SponsorUnknown(Refused):
    """Complétez d’abord la fiche du mécène : il manque {missing}."""


class NotEntitled(Refused):
    """Le réseau n’a pas dit à quel titre il émet ce reçu : réglages MAILLON_ISSUER et MAILLON_GIFTS."""


class ReceiptStands(Refused):
    """Le reçu {number} existe déjà pour ce versement : annulez-le avant d’en émettre un autre."""


class AlreadyCancelled(Refused):
    """Ce reçu est déjà annulé."""


class NotAReceipt(Refused):
    """Une annulation ne s’annule pas : émettez un nouveau reçu."""


class AnotherPersonCancels(Refused):
    """Vous avez émis ce reçu : une autre personne doit l’annuler."""


class NoReason(Refused):
    """Dites pourquoi ce reçu est annulé."""


@transaction.atomic
def issue_receipt(payment: Payment, *, by: Any, now: datetime, today: date) -> TaxReceipt:
    """A receipt for what was kept of a payment, numbered without gaps ("RF-2026-0001").

    What it says is frozen. CGI, art. 200, 238 bis, 978; one that should not be is fined (art. 1740 A).
    """
    hold_sponsor(payment.sponsor_id)
    # What came back or was receipted since the page was drawn is read under the lock.
    payment = Payment.objects.select_related("sponsor", "agreement").get(pk=payment.pk)
    form, amount_cents = check_receipt(payment, today=today)
    number = take_number(RECEIPTS, on=today)
    receipt = TaxReceipt.objects.create(
        number=number,
        sponsor=payment.sponsor,
        payment=payment,
        amount_cents=amount_cents,
        form=form.version,
        content=content_of(payment, form=form, number=number, amount_cents=amount_cents, on=today),
        issued_on=today,
        issued_by=by,
        issued_at=now,
    )
    record("sponsoring.receipt_issued", on=receipt, by=by, at=now, number=number)
    return receipt


@transaction.atomic
def cancel_receipt(
    receipt: TaxReceipt, *, reason: str, by: Any, now: datetime, today: date
) -> TaxReceipt:  # fmt: skip
    """The row that cancels a receipt ("RA-2026-0001"), by another person than who issued it."""
    hold_sponsor(receipt.sponsor_id)
    if receipt.cancels_id:
        raise NotAReceipt
    if TaxReceipt.objects.filter(cancels=receipt).exists():
        raise AlreadyCancelled
    if receipt.issued_by_id == by.pk:
        raise AnotherPersonCancels
    if not reason.strip():
        raise NoReason
    number = take_number(CANCELLATIONS, on=today)
    cancelling = TaxReceipt.objects.create(
        number=number,
        sponsor=receipt.sponsor,
        payment=receipt.payment,
        cancels=receipt,
        reason=reason.strip(),
        amount_cents=-receipt.amount_cents,
        form=receipt.form,
        content={"version": 1, "number": number, "cancels": receipt.number, "reason": reason.strip()},
        issued_on=today,
        issued_by=by,
        issued_at=now,
    )
    record("sponsoring.receipt_cancelled", on=receipt, by=by, at=now, number=number)
    return cancelling


def check_receipt(payment: Payment, *, today: date) -> tuple[Form, int]:
    """(form, cents of the receipt), or a refusal that says what is in the way."""
    if not payment.is_gift or payment.amount_cents <= 0:
        raise NotAGift
    kept = payment.amount_cents + sum(back.amount_cents for back in payment.refunded.all())
    if kept <= 0:
        raise NothingKept
    if payment.received_on > today:
        raise NotReceivedYet(day=f"{payment.received_on:%d/%m/%Y}")
    standing = TaxReceipt.objects.filter(payment=payment, cancels=None, cancelled_by=None).first()
    if standing is not None:
        raise ReceiptStands(number=standing.number)
    if payment.agreement is not None:
        _check_in_return(payment.agreement)
    form = form_for(payment.sponsor.status, on=today)
    _check_both_sides(payment.sponsor, form)
    return form, kept


def _check_in_return(agreement: Agreement) -> None:
    """BOI-BIC-RICI-20-30-10-20: what is received must be out of proportion with what is given."""
    in_return = sum(one.value_cents for one in agreement.counterparties.all())
    if in_return * 100 > agreement.amount_cents * Counterparty.SHARE_PERCENT:
        raise TooMuchInReturn(percent=Counterparty.SHARE_PERCENT)


def _check_both_sides(sponsor: Sponsor, form: Form) -> None:
    issuer = settings.MAILLON_ISSUER
    told = settings.MAILLON_GIFTS and all(issuer.get(name) for name in ("name", "address"))
    numbered = issuer.get("siren") or issuer.get("rna")
    if not told or not numbered or not certified_articles(form, sponsor.status):
        raise NotEntitled
    wanted = {"address": "son adresse"}
    if sponsor.status != Sponsor.Status.PERSON:
        wanted |= {"siren": "son SIREN", "legal_form": "sa forme juridique"}
    missing = [words for name, words in wanted.items() if not getattr(sponsor, name)]
    if missing:
        raise SponsorUnknown(missing=", ".join(missing))
