"""What the fake remembers: objects by kind, events, and a clock that can be moved."""

import copy
import time
from collections.abc import Callable, Iterator
from typing import Any

import stripe

from stripe_fake import fields
from stripe_fake.problems import missing

Thing = dict[str, Any]
RESOURCES: dict[str, Any] = {
    "customer": stripe.Customer, "product": stripe.Product, "price": stripe.Price,
    "invoice": stripe.Invoice, "invoiceitem": stripe.InvoiceItem, "invoice_payment": stripe.InvoicePayment,
    "line_item": stripe.InvoiceLineItem, "payment_intent": stripe.PaymentIntent, "charge": stripe.Charge,
    "refund": stripe.Refund, "dispute": stripe.Dispute,
    "credit_note": stripe.CreditNote, "checkout.session": stripe.checkout.Session,
    "event": stripe.Event, "customer_cash_balance_transaction": stripe.CustomerCashBalanceTransaction,
    "cash_balance": stripe.CashBalance, "funding_instructions": stripe.FundingInstructions,
}  # fmt: skip
PREFIXES = {
    "customer": "cus", "product": "prod", "price": "price", "invoice": "in", "invoiceitem": "ii",
    "invoice_payment": "inpay", "line_item": "il", "payment_intent": "pi", "charge": "ch", "refund": "re", "dispute": "du",
    "credit_note": "cn", "checkout.session": "cs_test", "event": "evt",
    "customer_cash_balance_transaction": "ccsbtxn",
}  # fmt: skip
# Left out of an answer until they are asked for with `expand`, or of a thing that was deleted.
_EXPANDED = {
    "invoice": {"payments", "confirmation_secret"}, "charge": {"refunds"},
    "customer": {"cash_balance", "invoice_credit_balance", "sources", "subscriptions", "tax", "tax_ids"},
    "checkout.session": {"line_items"},
}  # fmt: skip


class Store:
    """`request` is the call being answered, (id, idempotency key): its events name it.

    `notes` hold what an object keeps to itself, by its id.
    """

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._counts: dict[str, int] = {}
        self.request: tuple[str | None, str | None] = (None, None)
        self.clock: Callable[[], float] = time.time
        self.notes: dict[str, Thing] = {}

    def now(self) -> int:
        return int(self.clock())

    def new_id(self, prefix: str) -> str:
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}_fake{self._counts[prefix]:08d}"

    def build(self, kind: str, **values: Any) -> Thing:
        """An object with every field of the SDK's class, null where nothing is said; not remembered.

        A field that the class does not know, or one that may not be null and was forgotten, is a mistake
        of the fake itself: AssertionError.
        """
        shape = fields.shape(RESOURCES[kind])
        hidden = _EXPANDED.get(kind, set()) | {"deleted"}
        given = {"object": kind, "livemode": False, "created": self.now(), "metadata": {}} | values
        given = {name: value for name, value in given.items() if name in shape or name in values}
        nulls = {name: None for name, may_be_null in shape.items() if may_be_null and name not in hidden}
        assert set(given) <= set(shape), f"{kind}: {set(given) - set(shape)}"
        forgotten = set(shape) - set(given) - set(nulls) - hidden
        assert not forgotten, f"{kind}: {forgotten}"
        return nulls | given

    def add(self, kind: str, **values: Any) -> Thing:
        thing = self.build(kind, **{"id": self.new_id(PREFIXES[kind])} | values)
        self._things[thing["id"]] = thing
        return thing

    def get(self, kind: str, number: str, *, param: str = "id") -> Thing:
        thing = self._things.get(number)
        if thing is None or thing["object"] != kind:
            raise missing(kind, number, param=param)
        return thing

    def any(self, number: str) -> Thing | None:
        return self._things.get(number)

    def all(self, kind: str, **equal: Any) -> Iterator[Thing]:
        """Oldest first."""
        for thing in list(self._things.values()):
            if thing["object"] == kind and all(thing.get(name) == value for name, value in equal.items()):
                yield thing

    def strangers(self) -> set[str]:
        """Fields of ours that no object of this API version has; there should be none."""
        return {
            f"{thing['object']}: {path}"
            for thing in self._things.values()
            for path in fields.strangers(RESOURCES[thing["object"]], thing)
        }

    def tell(self, kind: str, thing: Thing) -> Thing:
        """An event, with the object as it is at this moment."""
        request, key = self.request
        return self.add(
            "event",
            type=kind,
            api_version=stripe.api_version,
            data={"object": copy.deepcopy(thing)},
            pending_webhooks=1,
            request={"id": request, "idempotency_key": key},
        )

    def tell_all(self, thing: Thing, *kinds: str) -> None:
        for kind in kinds:
            self.tell(kind, thing)


def page(things: list[Thing], *, url: str, has_more: bool = False) -> Thing:
    return {"object": "list", "url": url, "has_more": has_more, "data": things}
