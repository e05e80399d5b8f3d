"""Payment intents, charges and refunds."""

from stripe_fake import settling
from stripe_fake.problems import Problem, wrong_state
from stripe_fake.routes import route, shared
from stripe_fake.store import Store, Thing

shared("payment_intents", "payment_intent", "PaymentIntent")
shared("charges", "charge", "Charge")
shared("refunds", "refund", "Refund")
shared("disputes", "dispute", "Dispute")


@route("POST", "payment_intents", "PaymentIntentCreateParams")
def create(store: Store, given: Thing) -> Thing:
    intent = settling.new_intent(
        store, amount=given["amount"], methods=given.get("payment_method_types") or ["card"],
        customer=given.get("customer"), description=given.get("description"),
        payment_method=given.get("payment_method"), metadata=given.get("metadata") or {},
    )  # fmt: skip
    if intent["payment_method"]:
        intent["status"] = "requires_confirmation"
    return confirm(store, {}, intent["id"]) if given.get("confirm") else intent


@route("POST", "payment_intents/{}/confirm", "PaymentIntentConfirmParams")
def confirm(store: Store, given: Thing, number: str) -> Thing:
    intent = store.get("payment_intent", number)
    method = given.get("payment_method") or intent["payment_method"]
    if not method:
        raise Problem("You cannot confirm this PaymentIntent because it's missing a payment method.",
                      code="payment_intent_unexpected_state")  # fmt: skip
    settling.attempt(store, intent, method=method)
    return intent


@route("POST", "refunds", "RefundCreateParams")
def refund(store: Store, given: Thing) -> Thing:
    charge = _charge_of(store, given)
    left = charge["amount"] - charge["amount_refunded"]
    amount = given.get("amount", left)
    if left == 0:
        raise Problem(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise Problem(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
                      param="amount")  # fmt: skip
    return give_back(store, charge, amount, metadata=given.get("metadata") or {}, reason=given.get("reason"))


def give_back(store: Store, charge: Thing, amount: int, **values: object) -> Thing:
    """A card is refunded at once; a bank account when its bank has taken the money (`fake.settle`)."""
    by_card = charge["payment_method_details"]["type"] == "card"
    unknown: Thing = dict.fromkeys((
        "balance_transaction", "failure_balance_transaction", "payment_method", "pending_reason", "reason",
        "source_transfer_reversal", "transfer_reversal",
    ))  # fmt: skip
    made = store.add("refund", **unknown | {
        "amount": amount, "charge": charge["id"], "currency": "eur", "customer": charge["customer"],
        "payment_intent": charge["payment_intent"], "status": "succeeded" if by_card else "pending",
    } | values)  # fmt: skip
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    store.tell("refund.created", made)
    store.tell("charge.refunded", charge)
    return made


def _charge_of(store: Store, given: Thing) -> Thing:
    if "charge" in given:
        return store.get("charge", given["charge"], param="charge")
    intent = store.get("payment_intent", given.get("payment_intent", ""), param="payment_intent")
    if intent["status"] != "succeeded":
        raise wrong_state("This PaymentIntent does not have a successful charge to refund.",
                          "payment_intent_unexpected_state")  # fmt: skip
    return store.get("charge", intent["latest_charge"])


def take_back(store: Store, intent: Thing, *, reason: str) -> Thing:
    """The bank of a debit takes it back, without appeal; what it paid stays paid at Stripe."""
    charge = store.get("charge", intent["latest_charge"])
    charge["disputed"] = True
    made = store.add(
        "dispute",
        amount=charge["amount"], balance_transactions=[], charge=charge["id"], currency="eur",
        enhanced_eligibility_types=[], evidence={}, evidence_details={}, is_charge_refundable=False,
        payment_intent=intent["id"], reason=reason, status="needs_response",
    )  # fmt: skip
    store.tell_all(made, "charge.dispute.created", "charge.dispute.funds_withdrawn")
    made["status"] = "lost"
    store.tell("charge.dispute.closed", made)
    return made
