"""Bank transfers: the virtual IBAN of a customer, and the cash that arrives there.

As Stripe's documentation has it, an invoice is never funded in part: what does not cover one whole stays
in the customer's cash balance, and so does what is too much.
"""

from typing import Any

from stripe_fake import settling
from stripe_fake.routes import listed, route
from stripe_fake.store import Store, Thing

_KIND = "customer_cash_balance_transaction"


@route("GET", "customers/{}/cash_balance", "CustomerCashBalanceRetrieveParams")
def balance(store: Store, given: Thing, customer: str) -> Thing:
    store.get("customer", customer)
    available = _available(store, customer)
    return store.build(
        "cash_balance", customer=customer, available={"eur": available} if available else None,
        settings={"reconciliation_mode": "automatic", "using_merchant_default": True},
    )  # fmt: skip


@route("GET", "customers/{}/cash_balance_transactions", "CustomerCashBalanceTransactionListParams")
def movements(store: Store, given: Thing, customer: str) -> Thing:
    store.get("customer", customer)
    mine = list(store.all(_KIND, customer=customer))
    return listed(mine, given, url=f"/v1/customers/{customer}/cash_balance_transactions")


@route("GET", "customers/{}/cash_balance_transactions/{}", "CustomerCashBalanceTransactionRetrieveParams")
def movement(store: Store, given: Thing, customer: str, number: str) -> Thing:
    store.get("customer", customer)
    return store.get(_KIND, number)


@route("POST", "customers/{}/funding_instructions", "CustomerFundingInstructionsCreateParams")
def instructions(store: Store, given: Thing, customer: str) -> Thing:
    store.get("customer", customer)
    country = given["bank_transfer"].get("eu_bank_transfer", {}).get("country", "DE")
    address: dict[str, Any] = {"city": "Paris", "country": country, "line1": "1 rue Inventée"}
    iban = {
        "account_holder_name": "Réseau Inventé", "bic": "FAKEFRPPXXX", "country": country,
        "iban": french_iban(customer), "account_holder_address": address, "bank_address": address,
    }  # fmt: skip
    return store.build(
        "funding_instructions", currency=given["currency"], funding_type="bank_transfer",
        bank_transfer={
            "country": country, "type": given["bank_transfer"]["type"],
            "financial_addresses": [{"type": "iban", "supported_networks": ["sepa"], "iban": iban}],
        },
    )  # fmt: skip


def french_iban(customer: str) -> str:
    """A valid number of no bank: always the same for a customer."""
    account = "".join(letter for letter in customer if letter.isdigit())[-11:].zfill(11)
    body = f"9999900001{account}"
    key = 97 - int(body + "00") % 97
    bban = f"{body}{key:02d}"
    check = 98 - int(bban + "152700") % 97  # F = 15, R = 27
    return f"FR{check:02d}{bban}"


def arrive(store: Store, customer: str, amount: int, *, reference: str = "") -> Thing:
    """A transfer of `amount` cents reaches the customer's virtual IBAN."""
    funded = {
        "bank_transfer": {
            "type": "eu_bank_transfer", "reference": reference,
            "eu_bank_transfer": {"bic": "FAKEFRPPXXX", "iban_last4": "0001", "sender_name": "Fondation"},
        }
    }  # fmt: skip
    moved = _move(store, customer, amount, "funded", funded=funded)
    store.tell("cash_balance.funds_available", balance(store, {}, customer))
    reconcile(store, customer)
    return moved


def _available(store: Store, customer: str) -> int:
    return sum(moved["net_amount"] for moved in store.all(_KIND, customer=customer))


def _move(store: Store, customer: str, amount: int, kind: str, **values: Any) -> Thing:
    moved = store.add(
        _KIND, customer=customer, currency="eur", net_amount=amount, type=kind,
        ending_balance=_available(store, customer) + amount, **values,
    )  # fmt: skip
    store.tell(f"{_KIND}.created", moved)
    return moved


def reconcile(store: Store, customer: str) -> None:
    """Pay the open invoices that accept transfers: the one of this very amount first, then the oldest."""
    for invoice in sorted(
        (i for i in store.all("invoice", customer=customer, status="open") if _by_transfer(i)),
        key=lambda i: (i["amount_remaining"] != _available(store, customer), i["created"]),
    ):
        if 0 < invoice["amount_remaining"] <= _available(store, customer):
            _fund(store, invoice)


def _by_transfer(invoice: Thing) -> bool:
    return "customer_balance" in (invoice["payment_settings"]["payment_method_types"] or [])


def _fund(store: Store, invoice: Thing) -> None:
    for payment in store.all("invoice_payment", invoice=invoice["id"], status="open", is_default=True):
        intent = store.get("payment_intent", payment["payment"]["payment_intent"])
        if intent["status"] == "processing":
            return
        _move(
            store, invoice["customer"], -intent["amount"], "applied_to_payment",
            applied_to_payment={"payment_intent": intent["id"]},
        )  # fmt: skip
        settling.succeed(store, intent, method="customer_balance")
