"""How money reaches a payment intent, and from there the invoices that it pays."""

from collections.abc import Iterator
from typing import Any

from stripe_fake.problems import Problem, wrong_state
from stripe_fake.store import Store, Thing

# These tell success days later; until then a payment is in progress.
SLOW = frozenset({"sepa_debit"})


def new_intent(store: Store, *, amount: int, methods: list[str], **values: Any) -> Thing:
    """A payment intent that waits for its payer; `amount` in cents."""
    if amount < 1:
        raise Problem("This value must be greater than or equal to 1.", code="parameter_invalid_integer",
                      param="amount")  # fmt: skip
    unknown: Thing = dict.fromkeys((
        "application", "cancellation_reason", "customer", "latest_charge", "on_behalf_of", "payment_method",
        "payment_record", "review", "setup_future_usage", "source",
    ))  # fmt: skip
    intent = store.add(
        "payment_intent",
        **unknown
        | {
            "amount": amount, "amount_capturable": 0, "amount_received": 0, "currency": "eur",
            "capture_method": "automatic", "confirmation_method": "automatic",
            "payment_method_types": methods, "status": "requires_payment_method",
        }
        | values,
    )  # fmt: skip
    store.tell("payment_intent.created", intent)
    return intent


def succeed(store: Store, intent: Thing, *, method: str) -> Thing:
    """The whole amount arrives: a charge, and what the intent pays for is paid. Answers the charge."""
    charge = _charge(store, intent, method=method, status="succeeded")
    intent |= {
        "status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"],
        "next_action": None, "last_payment_error": None,
    }  # fmt: skip
    store.tell("charge.succeeded", charge)
    store.tell("payment_intent.succeeded", intent)
    for payment in payments_with(store, intent):
        receive(store, payment)
    return charge


def begin(store: Store, intent: Thing, *, method: str) -> None:
    """A debit was ordered; the bank answers in some days."""
    intent["status"] = "processing"
    intent["payment_method_options"] = {method: {}}
    store.tell("payment_intent.processing", intent)


def fail(store: Store, intent: Thing, *, method: str, code: str) -> None:
    """The bank says no; the payer may try again."""
    error = {"type": "card_error", "code": code, "message": "The payment was declined."}
    charge = _charge(store, intent, method=method, status="failed")
    charge |= {"paid": False, "captured": False, "failure_code": code}
    intent |= {"status": "requires_payment_method", "last_payment_error": error}
    intent["latest_charge"] = charge["id"]
    store.tell("charge.failed", charge)
    store.tell("payment_intent.payment_failed", intent)
    for payment in payments_with(store, intent):
        invoice = store.get("invoice", payment["invoice"])
        invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
        store.tell("invoice.payment_failed", invoice)


def attempt(store: Store, intent: Thing, *, method: str) -> None:
    """Pay with a test payment method (`pm_card_visa`, `pm_card_chargeDeclined`, `pm_sepa_debit…`).

    Raises a 402 Problem when it is declined.
    """
    if intent["status"] not in {"requires_payment_method", "requires_confirmation"}:
        raise wrong_state(
            f"This PaymentIntent's status is {intent['status']}.", "payment_intent_unexpected_state"
        )
    kind = "sepa_debit" if "sepa" in method else "card"
    intent["payment_method"] = method
    if "Declined" in method:
        fail(store, intent, method=kind, code="card_declined")
        raise Problem("Your card was declined.", status=402, code="card_declined", kind="card_error")
    if kind in SLOW:
        begin(store, intent, method=kind)
    else:
        succeed(store, intent, method=kind)


def _charge(store: Store, intent: Thing, *, method: str, status: str) -> Thing:
    unknown: Thing = dict.fromkeys((
        "application", "application_fee", "balance_transaction", "failure_balance_transaction",
        "on_behalf_of", "review", "source", "source_transfer",
    ))  # fmt: skip
    return store.add(
        "charge",
        **unknown,
        amount=intent["amount"], amount_captured=intent["amount"], amount_refunded=0, captured=True,
        currency=intent["currency"], customer=intent["customer"], disputed=False, paid=True,
        payment_intent=intent["id"], payment_method_details={"type": method}, refunded=False, status=status,
        billing_details={}, payment_method=intent["payment_method"],
    )  # fmt: skip


def payments_with(store: Store, intent: Thing) -> Iterator[Thing]:
    """The open invoice payments that wait for this intent."""
    for payment in store.all("invoice_payment", status="open"):
        if payment["payment"].get("payment_intent") == intent["id"]:
            yield payment


def attach(store: Store, invoice: Thing, intent: Thing, *, amount: int, default: bool) -> Thing:
    payment = store.add(
        "invoice_payment",
        invoice=invoice["id"], amount_requested=amount, currency="eur", is_default=default, status="open",
        payment={"type": "payment_intent", "payment_intent": intent["id"]},
        status_transitions={"canceled_at": None, "paid_at": None},
    )  # fmt: skip
    if intent["status"] == "succeeded":
        receive(store, payment)
    return payment


def receive(store: Store, payment: Thing) -> None:
    """What an invoice payment waited for has arrived."""
    payment |= {"status": "paid", "amount_paid": payment["amount_requested"]}
    payment["status_transitions"]["paid_at"] = store.now()
    store.tell("invoice_payment.paid", payment)
    recount(store, store.get("invoice", payment["invoice"]))


def recount(store: Store, invoice: Thing) -> None:
    """The invoice's figures from its payments and credit notes; it closes when nothing is left to pay."""
    paid = sum(p["amount_paid"] for p in store.all("invoice_payment", invoice=invoice["id"], status="paid"))
    paid += invoice["amount_paid_off_stripe"] or 0
    due = invoice["total"] - invoice["pre_payment_credit_notes_amount"]
    invoice |= {
        "amount_due": due, "amount_paid": paid, "amount_remaining": max(0, due - paid),
        "amount_overpaid": max(0, paid - due),
    }  # fmt: skip
    if invoice["status"] != "open":
        return
    if invoice["amount_remaining"] == 0:
        _close(store, invoice)
    else:
        _ask_for_the_rest(store, invoice)


def _close(store: Store, invoice: Thing) -> None:
    invoice |= {"status": "paid", "attempted": True}
    invoice["status_transitions"]["paid_at"] = store.now()
    drop_what_waits(store, invoice)
    store.tell_all(invoice, "invoice.updated", "invoice.paid", "invoice.payment_succeeded")


def _ask_for_the_rest(store: Store, invoice: Thing) -> None:
    for payment in store.all("invoice_payment", invoice=invoice["id"], status="open", is_default=True):
        payment["amount_requested"] = invoice["amount_remaining"]
        store.get("payment_intent", payment["payment"]["payment_intent"])["amount"] = invoice[
            "amount_remaining"
        ]


def drop_what_waits(store: Store, invoice: Thing) -> None:
    """Nobody can pay twice: what an invoice still waited for is cancelled."""
    for payment in store.all("invoice_payment", invoice=invoice["id"], status="open"):
        payment["status"] = "canceled"
        payment["status_transitions"]["canceled_at"] = store.now()
        intent = store.get("payment_intent", payment["payment"]["payment_intent"])
        if intent["status"] not in {"succeeded", "canceled"}:
            intent |= {"status": "canceled", "canceled_at": store.now()}
            store.tell("payment_intent.canceled", intent)
