"""Credit notes: on an open invoice less is due, on a paid one the money goes back or is said to have gone."""

from stripe_fake import payments, settling
from stripe_fake.problems import Problem, wrong_state
from stripe_fake.routes import route, shared
from stripe_fake.store import Store, Thing, page

shared("credit_notes", "credit_note", "CreditNote")


@route("POST", "credit_notes", "CreditNoteCreateParams")
def create(store: Store, given: Thing) -> Thing:
    invoice = store.get("invoice", given["invoice"], param="invoice")
    if invoice["status"] not in {"open", "paid"}:
        raise wrong_state("Credit notes can only be issued for open or paid invoices.")
    amount = given.get("amount") or sum(line.get("amount", 0) for line in given.get("lines", []))
    credited = sum(note["amount"] for note in store.all("credit_note", invoice=invoice["id"]))
    if not 0 < amount <= invoice["total"] - credited:
        raise Problem("The credit note amount is greater than what is left to credit.", param="amount",
                      code="credit_note_amount_too_large")  # fmt: skip
    before = min(amount, invoice["amount_remaining"])
    note = _note(store, given, invoice, amount=amount, before=before)
    if given.get("refund_amount"):
        _refund(store, invoice, note, given["refund_amount"])
    invoice["pre_payment_credit_notes_amount"] += before
    invoice["post_payment_credit_notes_amount"] += amount - before
    store.tell("credit_note.created", note)
    settling.recount(store, invoice)
    return note


def _note(store: Store, given: Thing, invoice: Thing, *, amount: int, before: int) -> Thing:
    after = amount - before
    said = sum(given.get(name, 0) for name in ("refund_amount", "credit_amount", "out_of_band_amount"))
    if said != after:
        raise Problem(
            "The sum of credit amount, refund amount and out of band amount must equal the post payment"
            f" amount ({after}).", param="refund_amount",
        )  # fmt: skip
    number = f"{invoice['number']}-CN-{len(list(store.all('credit_note', invoice=invoice['id']))) + 1:02d}"
    return store.add(
        "credit_note",
        amount=amount, amount_shipping=0, currency="eur", customer=invoice["customer"],
        customer_balance_transaction=None, discount_amount=0, discount_amounts=[], invoice=invoice["id"],
        lines=page([], url="/v1/credit_notes/lines"), memo=given.get("memo"), number=number,
        metadata=given.get("metadata") or {}, out_of_band_amount=given.get("out_of_band_amount"),
        pdf="https://invoice.example/credit", post_payment_amount=after, pre_payment_amount=before,
        pretax_credit_amounts=[], reason=given.get("reason"), refunds=[], status="issued", subtotal=amount,
        total=amount, total_taxes=[],
        type="mixed" if before and after else "post_payment" if after else "pre_payment",
    )  # fmt: skip


def _refund(store: Store, invoice: Thing, note: Thing, amount: int) -> None:
    for payment in store.all("invoice_payment", invoice=invoice["id"], status="paid"):
        intent = store.get("payment_intent", payment["payment"]["payment_intent"])
        charge = store.get("charge", intent["latest_charge"])
        if charge["amount"] - charge["amount_refunded"] >= amount:
            made = payments.give_back(store, charge, amount)
            note["refunds"].append({"amount_refunded": amount, "refund": made["id"], "type": "refund"})
            return
    raise Problem("The refund amount exceeds what was paid.", param="refund_amount")
