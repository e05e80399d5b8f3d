"""A gift, once, on a page of Stripe."""

import pytest

from billing.gateway import GatewayRefused


@pytest.fixture
def give(gateway):
    def give(amount_cents=5_000, key="gift-1"):
        return gateway.open_checkout(
            amount_cents=amount_cents, label="Don à la branche de Grenoble", reference="gift-1", key=key,
            success_url="https://partenaires.example/merci/", cancel_url="https://partenaires.example/don/",
            email="camille@example.org",
        )  # fmt: skip

    return give


def test_a_gift_by_card(fake, gateway, give):
    opened = give()
    assert opened.url.startswith("https://")
    assert (opened.state, opened.paid) == ("open", False)
    fake.complete_checkout(opened.id)
    told = fake.event("checkout.session.completed")["data"]["object"]
    done = gateway.fetch(kind="checkout.session", id=told["id"])
    assert (done.paid, done.amount_cents, done.reference) == (True, 5_000, "gift-1")
    payment = gateway.fetch(kind="payment_intent", id=done.payment_id)
    assert (payment.received_cents, payment.reference, payment.method) == (5_000, "gift-1", "card")


def test_a_gift_by_debit_is_not_paid_when_its_page_is_complete(fake, gateway, give):
    opened = give()
    fake.complete_checkout(opened.id, "sepa_debit")
    assert gateway.fetch(kind="checkout.session", id=opened.id).paid is False
    fake.settle(opened.id)
    assert gateway.fetch(kind="checkout.session", id=opened.id).paid is True
    assert fake.event("checkout.session.async_payment_succeeded")


def test_a_debit_that_fails_is_told(fake, gateway, give):
    opened = give()
    fake.complete_checkout(opened.id, "sepa_debit")
    fake.fail_payment(opened.id)
    assert gateway.fetch(kind="checkout.session", id=opened.id).paid is False
    assert fake.event("checkout.session.async_payment_failed")


def test_a_page_opened_twice_with_one_key_is_one_page(give):
    assert give() == give()
    assert give(key="gift-2").id != give().id


def test_a_gift_is_no_smaller_than_stripe_takes(give):
    with pytest.raises(GatewayRefused, match="0,50 €"):
        give(amount_cents=49)
