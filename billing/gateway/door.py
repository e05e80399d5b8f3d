"""The gateway: what the product asks of Stripe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import stripe
from django.conf import settings

from billing.gateway import calling, fetching, invoicing, reading
from billing.gateway.calling import answered
from billing.gateway.refusals import OTHER_TOTAL, ForgedEvent, GatewayOff, GatewayRefused
from billing.gateway.words import (
    Bank,
    CashMovement,
    Checkout,
    CreditNote,
    Event,
    Fetched,
    Invoice,
    InvoiceLine,
    InvoicePayment,
    Method,
    Refund,
    SentInvoice,
)

_PAGE = 100  # the most that Stripe gives at once


def is_on() -> bool:
    """Whether a key was given. Without one the rail is shown as off, and all else works."""
    return bool(settings.STRIPE_SECRET_KEY)


def open_gateway() -> "Gateway":
    """The account of the settings. Raises GatewayOff without a key."""
    return Gateway(
        key=settings.STRIPE_SECRET_KEY,
        webhook_secret=settings.STRIPE_WEBHOOK_SECRET,
        base=settings.STRIPE_API_BASE,
    )


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """One account. Each method may raise GatewayBusy or GatewayRefused.

    `key` of a method is the idempotency key that the caller stored with its operation: up to 200 characters,
    never used for anything else. Stripe remembers one for a day at least.
    """

    key: str = field(repr=False)
    webhook_secret: str = field(default="", repr=False)
    base: str = ""
    timeout_seconds: float = calling.TIMEOUT_SECONDS
    retries: int = calling.RETRIES

    def __post_init__(self) -> None:
        if not self.key:
            raise GatewayOff

    @property
    def _api(self) -> stripe.StripeClient:
        return calling.client(
            key=self.key, base=self.base, timeout_seconds=self.timeout_seconds, retries=self.retries
        )

    # --- sponsors --------------------------------------------------------------------------------------
    def ensure_customer(
        self, *, reference: str, name: str, email: str, siren: str = "", known: str = "", key: str
    ) -> str:
        """Stripe's id for the sponsor `reference`, created or brought up to date; `known` is the id we kept.

        Without `known`, a customer with this e-mail address and reference is taken again.
        """
        params: Any = {
            "name": name,
            "email": email,
            "preferred_locales": ["fr-FR"],
            "metadata": {"reference": reference, "siren": siren},
        }
        with answered():
            found = known or self._customer_of(reference, email=email)
            if found:
                return self._api.v1.customers.update(found, params, _once(key)).id
            if siren:
                params["tax_id_data"] = [{"type": "fr_siren", "value": siren}]
            return self._api.v1.customers.create(params, _once(key)).id

    def _customer_of(self, reference: str, *, email: str) -> str:
        listed = self._api.v1.customers.list({"email": email, "limit": _PAGE})
        mine = (one.id for one in listed.auto_paging_iter() if reading.noted(one, "reference") == reference)
        return next(mine, "")

    def bank_of(self, *, customer: str, key: str) -> Bank | None:
        """The virtual IBAN of a sponsor: the same each time."""
        with answered():
            given = self._api.v1.customers.funding_instructions.create(
                customer,
                {
                    "currency": "eur",
                    "funding_type": "bank_transfer",
                    "bank_transfer": {
                        "type": "eu_bank_transfer",
                        "eu_bank_transfer": {"country": invoicing.COUNTRY},
                    },
                },
                _once(key),
            )
        return reading.bank(given)

    def cash_of(self, *, customer: str) -> int:
        """Cents that arrived by transfer and pay nothing yet: a part of an invoice, or too much."""
        with answered():
            available = self._api.v1.customers.cash_balance.retrieve(customer).available
        return int(available["eur"]) if available and "eur" in available else 0

    def transfers_of(self, *, customer: str) -> list[CashMovement]:
        """What came to a sponsor's cash balance and left it, oldest first."""
        with answered():
            listed = self._api.v1.customers.cash_balance_transactions.list(customer, {"limit": _PAGE})
            return [reading.cash_movement(one) for one in listed.auto_paging_iter()][::-1]

    # --- invoices --------------------------------------------------------------------------------------
    def send_invoice(
        self, *, number: str, customer: str, lines: Sequence[InvoiceLine], methods: Sequence[Method],
        due_on: date, key: str, by_mail: bool = False,
    ) -> SentInvoice:  # fmt: skip
        """The invoice `number` of ours, open at Stripe and ready to be paid until `due_on`.

        May be called again after any accident, even days later: an invoice of this number is taken up where
        it was left. Stripe writes to the sponsor itself when `by_mail`. Raises GatewayRefused when Stripe
        has this number with another total, or when `due_on` is over.
        """
        with answered():
            made = self._numbered(number, customer=customer)
            made = made or self._draft(number, customer=customer, methods=methods, due_on=due_on, key=key)
            if made.status == "draft":
                made = self._finalise(made, lines=lines, key=key)
            if made.total != invoicing.total_cents(lines):
                raise GatewayRefused(OTHER_TOTAL.format(number=number))
            if by_mail:
                made = self._api.v1.invoices.send_invoice(made.id, {}, _once(f"{key}:mail"))
        by_transfer = Method.TRANSFER in methods
        return reading.sent_invoice(
            made, bank=self.bank_of(customer=customer, key=f"{key}:bank") if by_transfer else None
        )

    def _numbered(self, number: str, *, customer: str) -> stripe.Invoice | None:
        listed = self._api.v1.invoices.list({"customer": customer, "limit": _PAGE})
        same = (one for one in listed.auto_paging_iter() if reading.noted(one, "number") == number)
        return next(same, None)

    def _draft(
        self, number: str, *, customer: str, methods: Sequence[Method], due_on: date, key: str
    ) -> stripe.Invoice:
        return self._api.v1.invoices.create(
            {
                "customer": customer,
                "number": number,
                "currency": "eur",
                "collection_method": "send_invoice",
                "due_date": invoicing.due_moment(due_on),
                "auto_advance": False,  # we send our own reminders
                "pending_invoice_items_behavior": "exclude",
                "payment_settings": invoicing.payment_settings(methods),
                "metadata": {"number": number},
            },
            _once(f"{key}:draft"),
        )

    def _finalise(self, draft: stripe.Invoice, *, lines: Sequence[InvoiceLine], key: str) -> stripe.Invoice:
        if not draft.lines.data:
            said = [
                invoicing.line_params(line, vat_cents=vat) for line, vat in invoicing.lines_with_vat(lines)
            ]
            self._api.v1.invoices.add_lines(draft.id, {"lines": said}, _once(f"{key}:lines"))
        return self._api.v1.invoices.finalize_invoice(draft.id, {"auto_advance": False}, _once(f"{key}:open"))

    def void_invoice(self, *, invoice_id: str, key: str) -> Invoice:
        """Nobody can pay it any more; its number stays used. Refused once something was paid."""
        with answered():
            return reading.invoice(self._api.v1.invoices.void_invoice(invoice_id, {}, _once(key)))

    def mark_paid_elsewhere(self, *, invoice_id: str, key: str) -> Invoice:
        """A cheque or a transfer to our own bank has paid all that was left."""
        with answered():
            return reading.invoice(
                self._api.v1.invoices.pay(invoice_id, {"paid_out_of_band": True}, _once(key))
            )

    def payments_of_invoice(self, *, invoice_id: str) -> list[InvoicePayment]:
        """Done and awaited, oldest first. What was marked as paid elsewhere is none of them."""
        with answered():
            listed = self._api.v1.invoice_payments.list(
                {
                    "invoice": invoice_id,
                    "limit": _PAGE,
                    "expand": ["data.payment.payment_intent.latest_charge"],
                }
            )
            return [reading.invoice_payment(one) for one in listed.auto_paging_iter()][::-1]

    def invoices_since(self, *, moment: datetime) -> Iterator[Invoice]:
        """Created at `moment` or later, newest first: Stripe's side of the reconciliation."""
        with answered():
            listed = self._api.v1.invoices.list({"created": {"gte": int(moment.timestamp())}, "limit": _PAGE})
            for one in listed.auto_paging_iter():
                yield reading.invoice(one)

    # --- gifts, and money that goes back ---------------------------------------------------------------
    def open_checkout(
        self, *, amount_cents: int, label: str, success_url: str, cancel_url: str, reference: str, key: str,
        email: str = "",
    ) -> Checkout:  # fmt: skip
        """A page of Stripe on which somebody pays once. `reference` comes back with the payment."""
        price: Any = {"currency": "eur", "unit_amount": amount_cents, "product_data": {"name": label}}
        params: Any = {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": success_url,
            "cancel_url": cancel_url,
            "client_reference_id": reference,
            "locale": "fr",
            "payment_intent_data": {"metadata": {"reference": reference}, "description": label},
        }
        with answered():
            said = params | ({"customer_email": email} if email else {})
            return reading.checkout(self._api.v1.checkout.sessions.create(said, _once(key)))

    def refund(self, *, payment_id: str, cents: int, key: str) -> Refund:
        """Give `cents` of a payment back, to where they came from."""
        with answered():
            return reading.refund(
                self._api.v1.refunds.create({"payment_intent": payment_id, "amount": cents}, _once(key))
            )

    def credit(
        self, *, invoice_id: str, cents: int, reason: str, key: str, give_back: bool = False
    ) -> CreditNote:
        """A credit note of `cents`, VAT included; `reason` is printed on it.

        First less is left to pay. What was paid already is given back by Stripe when `give_back`, and
        otherwise by us, outside of Stripe.
        """
        with answered():
            left = self._api.v1.invoices.retrieve(invoice_id).amount_remaining
            params: Any = {"invoice": invoice_id, "amount": cents, "memo": reason}
            if cents > left:
                params["refund_amount" if give_back else "out_of_band_amount"] = cents - left
            return reading.credit_note(self._api.v1.credit_notes.create(params, _once(key)))

    # --- what happened ---------------------------------------------------------------------------------
    def read_event(self, *, body: bytes, signature: str) -> Event:
        """A webhook, from its raw body and its Stripe-Signature header.

        Raises ForgedEvent when the signature is not ours, is more than five minutes old, or when no secret
        is set. Fetch the object again before you believe what it was.
        """
        try:
            return reading.event(self._api.construct_event(body, signature, self.webhook_secret))
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise ForgedEvent from error

    def events_since(self, *, moment: datetime) -> Iterator[Event]:
        """What happened at `moment` or later, oldest first. Stripe keeps thirty days."""
        with answered():
            listed = self._api.v1.events.list({"created": {"gte": int(moment.timestamp())}, "limit": _PAGE})
            found = [reading.event(one) for one in listed.auto_paging_iter()]
        yield from reversed(found)

    def fetch(self, *, kind: str, id: str, customer: str = "") -> Fetched:
        """The object of an event, as it is now. `customer` is asked for a cash movement only.

        Raises ValueError for a kind that the product does not follow (see `follows`).
        """
        if not fetching.follows(kind):
            raise ValueError(f"The gateway does not follow {kind}.")
        with answered():
            return fetching.KINDS[kind](self._api, id, customer)


def _once(key: str) -> Any:
    return {"idempotency_key": key}
