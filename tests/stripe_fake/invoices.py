"""Invoices: from a draft with its lines to paid or void."""

from collections.abc import Sequence
from typing import Any

from stripe_fake import cash, settling
from stripe_fake.problems import Problem, wrong_state
from stripe_fake.routes import route, shared
from stripe_fake.store import Store, Thing, page

shared("invoices", "invoice", "Invoice")
shared("invoiceitems", "invoiceitem", "InvoiceItem")
shared("invoice_payments", "invoice_payment", "InvoicePayment")


@route("POST", "invoices", "InvoiceCreateParams")
def create(store: Store, given: Thing) -> Thing:
    customer = store.get("customer", given.get("customer", ""), param="customer")
    collection = given.get("collection_method", "charge_automatically")
    if collection == "send_invoice" and not {"due_date", "days_until_due"} & set(given):
        raise Problem("If invoice is set to be billed through `send_invoice`, you must pass `due_date` or"
                      " `days_until_due`.", param="due_date")  # fmt: skip
    if "due_date" in given and given["due_date"] <= store.now():
        raise Problem("`due_date` must be in the future.", param="due_date")
    due = given.get("due_date") or store.now() + 86400 * given.get("days_until_due", 0)
    invoice = store.add("invoice", **_blank(store) | {
        "customer": customer["id"], "customer_email": customer["email"], "customer_name": customer["name"],
        "collection_method": collection, "due_date": due if collection == "send_invoice" else None,
        "auto_advance": given.get("auto_advance", False), "number": given.get("number"),
        "metadata": given.get("metadata") or {}, "description": given.get("description"),
        "footer": given.get("footer"), "payment_settings": _settings(given.get("payment_settings", {})),
    })  # fmt: skip
    invoice["lines"] = page([], url=f"/v1/invoices/{invoice['id']}/lines")
    if given.get("pending_invoice_items_behavior") == "include":
        for item in list(store.all("invoiceitem", customer=customer["id"], invoice=None)):
            _put_on(store, invoice, item)
    store.tell("invoice.created", invoice)
    return invoice


def _settings(given: Thing) -> Thing:
    options = (given.get("payment_method_options") or {}).get("customer_balance") or {}
    if "customer_balance" in given.get("payment_method_types", []) and "bank_transfer" not in options:
        raise Problem(
            "`customer_balance` needs its `bank_transfer`.",
            code="parameter_missing",
            param="payment_settings[payment_method_options][customer_balance][bank_transfer]",
        )
    return {"default_mandate": None, "payment_method_options": None, "payment_method_types": None} | given


def _blank(store: Store) -> Thing:
    unknown = dict.fromkeys((
        "application", "customer_tax_exempt", "default_payment_method", "default_source", "latest_revision",
        "on_behalf_of", "test_clock",
    ))  # fmt: skip
    amounts = dict.fromkeys((
        "amount_due", "amount_overpaid", "amount_paid", "amount_remaining", "amount_shipping",
        "attempt_count", "post_payment_credit_notes_amount", "pre_payment_credit_notes_amount",
        "starting_balance", "subtotal", "total",
    ), 0)  # fmt: skip
    moments = dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at"))
    return unknown | amounts | {
        "attempted": False, "automatic_tax": {"enabled": False}, "billing_reason": "manual",
        "currency": "eur", "default_tax_rates": [], "discounts": [], "issuer": {"type": "self"},
        "period_start": store.now(), "period_end": store.now(), "status": "draft", "lines": page([], url=""),
        "status_transitions": moments, "total_taxes": [],
    }  # fmt: skip


@route("POST", "invoices/{}", "InvoiceUpdateParams")
def update(store: Store, given: Thing, number: str) -> Thing:
    invoice = store.get("invoice", number)
    if invoice["status"] != "draft" and set(given) - {"metadata", "auto_advance", "expand"}:
        raise wrong_state("Finalized invoices can't be updated in this way", "invoice_not_editable")
    metadata = invoice["metadata"] | (given.pop("metadata", None) or {})
    given.pop("expand", None)
    invoice |= given | {"metadata": metadata}
    return invoice


@route("POST", "invoiceitems", "InvoiceItemCreateParams")
def add_item(store: Store, given: Thing) -> Thing:
    store.get("customer", given.get("customer", ""), param="customer")
    invoice = store.get("invoice", given["invoice"], param="invoice") if "invoice" in given else None
    item = _item(store, given, customer=given["customer"])
    if invoice:
        _put_on(store, _draft(invoice), item)
    return item


@route("POST", "invoices/{}/add_lines", "InvoiceAddLinesParams")
def add_lines(store: Store, given: Thing, number: str) -> Thing:
    invoice = _draft(store.get("invoice", number))
    for line in given["lines"]:
        item = _item(store, line, customer=invoice["customer"])
        _put_on(store, invoice, item, taxes=line.get("tax_amounts") or [])
    return invoice


def _draft(invoice: Thing) -> Thing:
    if invoice["status"] != "draft":
        raise wrong_state("This invoice is no longer editable.", "invoice_not_editable")
    return invoice


def _item(store: Store, given: Thing, *, customer: str) -> Thing:
    quantity = given.get("quantity", 1)
    amount = given["amount"] if "amount" in given else quantity * _unit_price(store, given)
    return store.add(
        "invoiceitem",
        customer=customer, invoice=None, amount=amount, currency="eur", quantity=quantity,
        quantity_decimal=str(quantity), date=store.now(), description=given.get("description"),
        discountable=True, period={"start": store.now(), "end": store.now()}, proration=False,
        metadata=given.get("metadata") or {}, test_clock=None,
    )  # fmt: skip


def _unit_price(store: Store, given: Thing) -> int:
    if "price_data" in given:
        return int(given["price_data"]["unit_amount"])
    if "pricing" in given:
        return int(store.get("price", given["pricing"]["price"], param="price")["unit_amount"])
    raise Problem("One of amount, pricing or price_data is needed.", code="parameter_missing", param="amount")


def _put_on(store: Store, invoice: Thing, item: Thing, *, taxes: Sequence[Any] = ()) -> None:
    item["invoice"] = invoice["id"]
    line = store.build(
        "line_item", id=store.new_id("il"), amount=item["amount"], currency="eur",
        description=item["description"], discountable=True, discounts=[], invoice=invoice["id"],
        period=item["period"], quantity=item["quantity"], subtotal=item["amount"], subscription=None,
        quantity_decimal=item["quantity_decimal"], taxes=[_tax(store, tax) for tax in taxes],
        parent={
            "type": "invoice_item_details", "subscription_item_details": None,
            "invoice_item_details": {"invoice_item": item["id"], "proration": False},
        },
    )  # fmt: skip
    invoice["lines"]["data"].append(line)
    _total(invoice)


def _tax(store: Store, given: Thing) -> Thing:
    rate = given["tax_rate_data"]
    return {
        "amount": given["amount"], "taxable_amount": given["taxable_amount"], "type": "tax_rate_details",
        "tax_behavior": "inclusive" if rate["inclusive"] else "exclusive",
        "tax_rate_details": {"tax_rate": f"txr_fake{rate['percentage'].replace('.', '_')}"},
        "taxability_reason": given.get("taxability_reason", "standard_rated"),
    }  # fmt: skip


def _total(invoice: Thing) -> None:
    lines = invoice["lines"]["data"]
    taxes = [tax for line in lines for tax in line["taxes"]]
    subtotal = sum(line["amount"] for line in lines)
    total = subtotal + sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "exclusive")
    invoice |= {
        "subtotal": subtotal, "total": total, "amount_due": total, "amount_remaining": total,
        "total_excluding_tax": total - sum(tax["amount"] for tax in taxes), "total_taxes": taxes,
        "subtotal_excluding_tax": subtotal,
    }  # fmt: skip


@route("POST", "invoices/{}/finalize", "InvoiceFinalizeInvoiceParams")
def finalise(store: Store, given: Thing, number: str) -> Thing:
    invoice = store.get("invoice", number)
    if invoice["status"] != "draft":
        raise wrong_state("This invoice is already finalized.", "invoice_already_finalized")
    if not invoice["lines"]["data"]:
        raise wrong_state("Nothing to invoice for customer", "invoice_no_customer_line_items")
    invoice |= {
        "status": "open", "number": invoice["number"] or f"FAKE-{number[-4:]}",
        "hosted_invoice_url": f"https://invoice.example/{number}",
        "invoice_pdf": f"https://invoice.example/{number}/pdf", "effective_at": store.now(),
    }  # fmt: skip
    invoice["status_transitions"]["finalized_at"] = store.now()
    store.tell("invoice.finalized", invoice)
    _wait_for_money(store, invoice)
    return invoice


def _wait_for_money(store: Store, invoice: Thing) -> None:
    if invoice["amount_remaining"] > 0:
        intent = settling.new_intent(
            store, amount=invoice["amount_remaining"], customer=invoice["customer"],
            methods=invoice["payment_settings"]["payment_method_types"] or ["card"],
        )  # fmt: skip
        settling.attach(store, invoice, intent, amount=invoice["amount_remaining"], default=True)
    settling.recount(store, invoice)
    cash.reconcile(store, invoice["customer"])


@route("POST", "invoices/{}/send", "InvoiceSendInvoiceParams")
def send(store: Store, given: Thing, number: str) -> Thing:
    invoice = store.get("invoice", number)
    if invoice["status"] == "draft":
        finalise(store, given, number)
    if invoice["status"] not in {"open", "paid"} or invoice["collection_method"] != "send_invoice":
        raise wrong_state("You can only send invoices whose collection_method is send_invoice.")
    store.tell("invoice.sent", invoice)
    return invoice


@route("POST", "invoices/{}/pay", "InvoicePayParams")
def pay(store: Store, given: Thing, number: str) -> Thing:
    invoice = _payable(store, number)
    if given.get("paid_out_of_band"):
        invoice["amount_paid_off_stripe"] = (invoice["amount_paid_off_stripe"] or 0) + invoice[
            "amount_remaining"
        ]
        settling.recount(store, invoice)
        return invoice
    method = given.get("payment_method") or invoice["default_payment_method"]
    if not method:
        raise Problem(
            "The customer has no default payment method.", code="invoice_payment_intent_requires_action"
        )
    settling.attempt(store, waiting(store, invoice), method=method)
    return invoice


def _payable(store: Store, number: str) -> Thing:
    invoice = store.get("invoice", number)
    if invoice["status"] == "paid":
        raise wrong_state("Invoice is already paid")
    if invoice["status"] not in {"open", "uncollectible"}:
        raise wrong_state(f"This invoice is {invoice['status']} and cannot be paid", "invoice_not_open")
    return invoice


def waiting(store: Store, invoice: Thing) -> Thing:
    """The payment intent that waits for the invoice's payer."""
    for payment in store.all("invoice_payment", invoice=invoice["id"], status="open", is_default=True):
        return store.get("payment_intent", payment["payment"]["payment_intent"])
    raise wrong_state("This invoice waits for no payment.")


@route("POST", "invoices/{}/attach_payment", "InvoiceAttachPaymentParams")
def attach_payment(store: Store, given: Thing, number: str) -> Thing:
    invoice = _payable(store, number)
    intent = store.get("payment_intent", given.get("payment_intent", ""), param="payment_intent")
    if intent["status"] == "canceled":
        raise wrong_state("A canceled PaymentIntent cannot be attached.")
    settling.attach(store, invoice, intent, amount=intent["amount"], default=False)
    return invoice


@route("POST", "invoices/{}/void", "InvoiceVoidInvoiceParams")
def void(store: Store, given: Thing, number: str) -> Thing:
    invoice = store.get("invoice", number)
    if invoice["status"] not in {"open", "uncollectible"}:
        raise wrong_state("You can only pass in open invoices. This invoice isn't open.", "invoice_not_open")
    if invoice["amount_paid"]:
        raise wrong_state("You cannot void a partially paid invoice.")
    invoice["status"] = "void"
    invoice["status_transitions"]["voided_at"] = store.now()
    settling.drop_what_waits(store, invoice)
    store.tell_all(invoice, "invoice.updated", "invoice.voided")
    return invoice
