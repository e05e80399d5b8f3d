"""Invoices: sent, void, paid elsewhere, and what paid them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import stripe

from billing.gateway import invoicing, reading
from billing.gateway.account import PAGE, once
from billing.gateway.calling import answered
from billing.gateway.refusals import OTHER_TOTAL, GatewayRefused
from billing.gateway.sponsors import Sponsors
from billing.gateway.words import Invoice, InvoiceLine, InvoicePayment, Method, SentInvoice


class Invoices(Sponsors):
    """Their numbers, lines and totals are ours; Stripe collects."""

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
            if made.status == "draft" and not made.lines.data:
                made = self._fill(made, lines=lines, key=key)
            if made.total != invoicing.total_cents(lines):
                raise GatewayRefused(OTHER_TOTAL.format(number=number))
            if made.status == "draft":
                made = self._api.v1.invoices.finalize_invoice(
                    made.id, {"auto_advance": False}, once(f"{key}:open")
                )
            if by_mail and made.status == "open":
                made = self._api.v1.invoices.send_invoice(made.id, {}, once(f"{key}:mail"))
        by_transfer = Method.TRANSFER in methods
        return reading.sent_invoice(
            made, bank=self.bank_of(customer=customer, key=f"{key}:bank") if by_transfer else None
        )

    def _numbered(self, number: str, *, customer: str) -> stripe.Invoice | None:
        listed = self._api.v1.invoices.list({"customer": customer, "limit": PAGE})
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
            once(f"{key}:draft"),
        )

    def _fill(self, draft: stripe.Invoice, *, lines: Sequence[InvoiceLine], key: str) -> stripe.Invoice:
        said = [invoicing.line_params(line, vat_cents=vat) for line, vat in invoicing.lines_with_vat(lines)]
        return self._api.v1.invoices.add_lines(draft.id, {"lines": said}, once(f"{key}:lines"))

    def void_invoice(self, *, invoice_id: str, key: str) -> Invoice:
        """Nobody can pay it any more; its number stays used. Refused once something was paid."""
        with answered():
            return reading.invoice(self._api.v1.invoices.void_invoice(invoice_id, {}, once(key)))

    def mark_paid_elsewhere(self, *, invoice_id: str, key: str) -> Invoice:
        """A cheque or a transfer to our own bank has paid all that was left."""
        with answered():
            return reading.invoice(
                self._api.v1.invoices.pay(invoice_id, {"paid_out_of_band": True}, once(key))
            )

    def payments_of_invoice(self, *, invoice_id: str) -> list[InvoicePayment]:
        """Done and awaited, oldest first. What was marked as paid elsewhere is none of them."""
        with answered():
            listed = self._api.v1.invoice_payments.list(
                {
                    "invoice": invoice_id,
                    "limit": PAGE,
                    "expand": ["data.payment.payment_intent.latest_charge"],
                }
            )
            return [reading.invoice_payment(one) for one in listed.auto_paging_iter()][::-1]

    def invoices_of_payment(self, *, payment_id: str) -> list[InvoicePayment]:
        """The invoices that a payment pays: none for a gift. The payment itself no longer says it."""
        with answered():
            listed = self._api.v1.invoice_payments.list(
                {
                    "payment": {"type": "payment_intent", "payment_intent": payment_id},
                    "limit": PAGE,
                    "expand": ["data.payment.payment_intent.latest_charge"],
                }
            )
            return [reading.invoice_payment(one) for one in listed.auto_paging_iter()][::-1]

    def invoices_since(self, *, moment: datetime) -> Iterator[Invoice]:
        """Created at `moment` or later, newest first: Stripe's side of the reconciliation."""
        with answered():
            listed = self._api.v1.invoices.list({"created": {"gte": int(moment.timestamp())}, "limit": PAGE})
            for one in listed.auto_paging_iter():
                yield reading.invoice(one)
