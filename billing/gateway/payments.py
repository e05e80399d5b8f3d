"""Gifts by Checkout, and money that goes back."""

from typing import Any, TypeVar

from billing.gateway import reading
from billing.gateway.account import PAGE, Account, once
from billing.gateway.calling import answered
from billing.gateway.refusals import KEY_REUSED, GatewayRefused
from billing.gateway.words import Checkout, CreditNote, Refund

Made = TypeVar("Made", Refund, CreditNote)


class Payments(Account):
    """What is asked twice with one key is done once, however long ago the first time was."""

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
            return reading.checkout(self._api.v1.checkout.sessions.create(said, once(key)))

    def refund(self, *, payment_id: str, cents: int, key: str) -> Refund:
        """Give `cents` of a payment back, to where they came from."""
        params: Any = {"payment_intent": payment_id, "amount": cents, "metadata": {"key": key}}
        with answered():
            listed = self._api.v1.refunds.list({"payment_intent": payment_id, "limit": PAGE})
            made = _noted(listed, key) or self._api.v1.refunds.create(params, once(key))
        return _same(reading.refund(made), cents=cents)

    def credit(
        self, *, invoice_id: str, cents: int, reason: str, key: str, give_back: bool = False
    ) -> CreditNote:
        """A credit note of `cents`, VAT included; `reason` is printed on it.

        First less is left to pay. What was paid already is given back by Stripe when `give_back`, and
        otherwise by us, outside of Stripe.
        """
        params: Any = {"invoice": invoice_id, "amount": cents, "memo": reason, "metadata": {"key": key}}
        with answered():
            made = _noted(self._api.v1.credit_notes.list({"invoice": invoice_id, "limit": PAGE}), key)
            if made is None:
                left = self._api.v1.invoices.retrieve(invoice_id).amount_remaining
                if cents > left:
                    params["refund_amount" if give_back else "out_of_band_amount"] = cents - left
                made = self._api.v1.credit_notes.create(params, once(key))
        return _same(reading.credit_note(made), cents=cents)


def _noted(listed: Any, key: str) -> Any:
    """What was made with `key` before; Stripe itself forgets a key after a day."""
    return next((one for one in listed.auto_paging_iter() if reading.noted(one, "key") == key), None)


def _same(made: Made, *, cents: int) -> Made:
    if made.cents != cents:
        raise GatewayRefused(KEY_REUSED, stripe_code="idempotency_error")
    return made
