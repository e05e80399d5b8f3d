"""The fake is as strict as Stripe: what it would refuse there is refused here."""

import pytest
import stripe


@pytest.fixture
def api(fake):
    return stripe.StripeClient(fake.key, base_addresses={"api": fake.url}).v1


@pytest.fixture
def customer(api):
    return api.customers.create({"name": "Fondation", "email": "compta@fondation.example"}).id


@pytest.fixture
def draft(api, customer):
    made = api.invoices.create(
        {"customer": customer, "collection_method": "send_invoice", "days_until_due": 30}
    )
    api.invoice_items.create({"customer": customer, "invoice": made.id, "amount": 10_000, "currency": "eur"})
    return made.id


def refused(act, *, code, param=None):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        act()
    assert (refusal.value.code, refusal.value.param) == (code, param)


def test_a_field_that_this_version_does_not_know_is_refused(api, customer):
    for field in ("payment_intent", "charge", "paid", "billing"):
        refused(
            lambda said=field: api.invoices.create({"customer": customer, said: "x"}),
            code="parameter_unknown", param=field,
        )  # fmt: skip
    refused(
        lambda: api.invoices.create({"customer": customer, "payment_settings": {"types": ["card"]}}),
        code="parameter_unknown", param="payment_settings[types]",
    )  # fmt: skip


def test_a_field_that_is_needed_and_a_value_that_is_none_are_told(api, customer):
    refused(lambda: api.payment_intents.create({"currency": "eur"}), code="parameter_missing", param="amount")
    refused(
        lambda: api.payment_intents.create({"amount": 12.5, "currency": "eur"}),
        code="parameter_invalid", param="amount",
    )  # fmt: skip
    refused(
        lambda: api.invoices.create({"customer": customer, "collection_method": "by_pigeon"}),
        code="parameter_invalid", param="collection_method",
    )  # fmt: skip


def test_an_invoice_has_neither_charge_nor_payment_intent_but_payments(api, draft):
    api.invoices.finalize_invoice(draft)
    read = api.invoices.retrieve(draft)
    assert not {"payment_intent", "charge", "paid", "payments"} & set(read.to_dict())
    expanded = api.invoices.retrieve(draft, {"expand": ["payments.data.payment.payment_intent"]})
    assert expanded.payments.data[0].payment.payment_intent.amount == 10_000


def test_two_payments_are_attached_and_make_one_invoice_paid(api, fake, customer, draft):
    api.invoices.finalize_invoice(draft)
    for amount, left in ((4_000, 6_000), (6_000, 0)):
        paid = api.payment_intents.create(
            {
                "amount": amount,
                "currency": "eur",
                "customer": customer,
                "confirm": True,
                "payment_method": "pm_card_visa",
            }
        )
        read = api.invoices.attach_payment(draft, {"payment_intent": paid.id})
        assert read.amount_remaining == left
    assert read.status == "paid"
    states = [one.status for one in api.invoice_payments.list({"invoice": draft}).data]
    assert sorted(states) == ["canceled", "paid", "paid"]


def test_a_declined_card_is_a_402_and_an_event(api, fake, draft):
    api.invoices.finalize_invoice(draft)
    with pytest.raises(stripe.CardError) as declined:
        api.invoices.pay(draft, {"payment_method": "pm_card_chargeDeclined"})
    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
    assert fake.event("invoice.payment_failed")
    assert api.invoices.pay(draft, {"payment_method": "pm_card_visa"}).status == "paid"


def test_a_finalised_invoice_has_lines_and_is_changed_no_more(api, customer, draft):
    empty = api.invoices.create({"customer": customer})
    refused(lambda: api.invoices.finalize_invoice(empty.id), code="invoice_no_customer_line_items")
    api.invoices.finalize_invoice(draft)
    refused(lambda: api.invoices.add_lines(draft, {"lines": [{"amount": 1}]}), code="invoice_not_editable")
    refused(lambda: api.invoices.finalize_invoice(draft), code="invoice_already_finalized")


def test_pending_items_and_prices_make_an_invoice(api, customer):
    product = api.products.create({"name": "Place"})
    price = api.prices.create({"product": product.id, "currency": "eur", "unit_amount": 700})
    api.invoice_items.create({"customer": customer, "pricing": {"price": price.id}, "quantity": 3})
    made = api.invoices.create({"customer": customer, "pending_invoice_items_behavior": "include"})
    assert (made.total, made.lines.data[0].quantity) == (2_100, 3)
    assert api.products.retrieve(product.id).name == "Place"


def test_the_same_key_gives_the_same_answer_and_says_so(api, fake):
    said = {"name": "Fondation"}, {"idempotency_key": "one"}
    first, again = (api.customers.create(*said) for _ in range(2))
    assert first.id == again.id
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        api.customers.create({"name": "Autre"}, {"idempotency_key": "one"})


def test_a_call_that_was_not_understood_leaves_its_key_free(api):
    with pytest.raises(stripe.InvalidRequestError):
        api.customers.create({"surname": "x"}, {"idempotency_key": "one"})
    assert api.customers.create({"name": "x"}, {"idempotency_key": "one"}).name == "x"


def test_lists_have_pages_and_filters(api, customer):
    made = [api.customers.create({"email": f"{number}@fondation.example"}).id for number in range(12)]
    page = api.customers.list({"limit": 5})
    assert [one.id for one in page.data] == made[::-1][:5]
    assert [one.id for one in page.auto_paging_iter()] == [*made[::-1], customer]
    assert [one.id for one in api.customers.list({"email": "3@fondation.example"}).data] == [made[3]]


def test_an_unknown_path_is_a_404(fake):
    client = stripe.StripeClient(fake.key, base_addresses={"api": fake.url})
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized"):
        client.v1.subscriptions.list()
