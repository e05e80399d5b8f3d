"""Checkout: a page of Stripe on which somebody pays once."""

from typing import Any

from stripe_fake import settling
from stripe_fake.problems import Problem, wrong_state
from stripe_fake.routes import route, shared
from stripe_fake.store import Store, Thing

shared("checkout/sessions", "checkout.session", "checkout.Session")


@route("POST", "checkout/sessions", "checkout.SessionCreateParams")
def create(store: Store, given: Thing) -> Thing:
    if given.get("mode") != "payment":
        raise Problem("The fake knows the mode `payment` only.", param="mode")
    if not given.get("success_url"):
        raise Problem("Missing required param: success_url.", code="parameter_missing", param="success_url")
    amount = sum(_line(store, line) for line in given.get("line_items", []))
    if amount < 50:
        raise Problem("The Checkout Session's total amount must convert to at least 50 cents.",
                      code="amount_too_small")  # fmt: skip
    number = store.new_id("cs_test")
    session = store.add("checkout.session", **_blank() | {
        "id": number, "amount_subtotal": amount, "amount_total": amount,
        "cancel_url": given.get("cancel_url"), "client_reference_id": given.get("client_reference_id"),
        "customer": given.get("customer"), "customer_email": given.get("customer_email"),
        "expires_at": given.get("expires_at", store.now() + 86400), "locale": given.get("locale"),
        "metadata": given.get("metadata") or {}, "submit_type": given.get("submit_type"),
        "payment_method_types": given.get("payment_method_types") or ["card"],
        "success_url": given["success_url"], "url": f"https://checkout.example/{number}",
    })  # fmt: skip
    # What Stripe copies to the payment when there is one; no field of the session says it.
    store.notes[number] = given.get("payment_intent_data", {})
    return session


def _blank() -> dict[str, Any]:
    unknown = dict.fromkeys((
        "billing_address_collection", "customer_creation", "invoice", "origin_context", "payment_intent",
        "payment_link", "payment_method_collection", "redirect_on_completion", "setup_intent",
        "subscription",
    ))  # fmt: skip
    return unknown | {
        "automatic_tax": {"enabled": False}, "currency": "eur", "custom_fields": [], "custom_text": {},
        "mode": "payment", "payment_status": "unpaid", "shipping_options": [], "status": "open",
        "ui_mode": "hosted_page",
    }  # fmt: skip


def _line(store: Store, line: Thing) -> int:
    if "price_data" in line:
        price = line["price_data"]
        if "product_data" not in price and "product" not in price:
            raise Problem("One of product or product_data is needed.", code="parameter_missing",
                          param="line_items[0][price_data]")  # fmt: skip
    else:
        price = store.get("price", line.get("price", ""), param="price")
    return int(price["unit_amount"]) * int(line.get("quantity", 1))


@route("POST", "checkout/sessions/{}/expire", "checkout.SessionExpireParams")
def expire(store: Store, given: Thing, number: str) -> Thing:
    session = store.get("checkout.session", number)
    _still_open(session)
    session |= {"status": "expired", "url": None}
    store.tell("checkout.session.expired", session)
    return session


def _still_open(session: Thing) -> None:
    if session["status"] != "open":
        raise wrong_state(f"Only open sessions; this one is {session['status']}.")


def complete(store: Store, number: str, *, method: str, email: str) -> Thing:
    """The payer has filled in the page. A debit stays unpaid until its bank has answered."""
    session = store.get("checkout.session", number)
    _still_open(session)
    intent = settling.new_intent(
        store, amount=session["amount_total"], methods=[method], customer=session["customer"],
        metadata=store.notes[number].get("metadata") or {},
        description=store.notes[number].get("description"),
    )  # fmt: skip
    session |= {
        "status": "complete", "payment_intent": intent["id"], "url": None,
        "customer_details": {"email": email, "name": "Camille Inventée"},
    }  # fmt: skip
    if method in settling.SLOW:
        settling.begin(store, intent, method=method)
    else:
        settling.succeed(store, intent, method=method)
        session["payment_status"] = "paid"
    store.tell("checkout.session.completed", session)
    return session


def settled(store: Store, intent: Thing) -> None:
    """Tell the session of a debit what its bank has answered."""
    for session in store.all("checkout.session", payment_intent=intent["id"], payment_status="unpaid"):
        paid = intent["status"] == "succeeded"
        session["payment_status"] = "paid" if paid else "unpaid"
        answer = "succeeded" if paid else "failed"
        store.tell(f"checkout.session.async_payment_{answer}", session)
