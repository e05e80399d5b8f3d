"""Stripe is slow, full, broken or off; nothing is done twice and nobody waits for ever."""

import dataclasses
import logging
import threading

import pytest

from billing import gateway as door
from billing.gateway import Gateway, GatewayBusy, GatewayOff, GatewayRefused
from kit.refusals import Refused

REFUNDS = "/v1/refunds"


@pytest.fixture
def payment(fake, gateway, send):
    sent = send()
    fake.pay_invoice(sent.id)
    return gateway.payments_of_invoice(invoice_id=sent.id)[0].payment_id


@pytest.fixture
def refund(gateway, payment):
    def refund(by=gateway, key="refund-1", cents=1_000):
        return by.refund(payment_id=payment, cents=cents, key=key)

    return refund


@pytest.fixture
def refunded(fake, payment):
    """The cents that were really given back."""
    return lambda: sum(made["amount"] for made in fake.store.all("refund"))


def test_without_a_key_the_rail_is_off_and_says_so(settings):
    settings.STRIPE_SECRET_KEY = ""
    assert door.is_on() is False
    with pytest.raises(GatewayOff, match="STRIPE_SECRET_KEY"):
        door.open_gateway()


def test_with_a_key_the_rail_is_on(fake):
    assert door.is_on() is True


def test_an_error_of_stripe_is_tried_again(fake, refund, refunded):
    fake.fail_next(status=500, times=2, path=REFUNDS)
    assert refund().cents == refunded() == 1_000


def test_too_many_calls_are_tried_again_when_stripe_says_so(fake, refund, refunded):
    fake.fail_next(status=429, times=2, path=REFUNDS, retry=True)
    assert refund().cents == refunded() == 1_000


def test_too_many_calls_are_told_and_the_same_key_serves_later(fake, refund, refunded):
    fake.fail_next(status=429, path=REFUNDS)
    with pytest.raises(GatewayBusy, match="deux fois"):
        refund()
    assert refund().cents == refunded() == 1_000


def test_an_error_that_lasts_is_told(fake, refund, refunded):
    fake.fail_next(status=503, times=3, path=REFUNDS)
    with pytest.raises(GatewayBusy):
        refund()
    assert refunded() == 0


@pytest.mark.parametrize("lost", [{"status": 500}, {"status": 503}])
def test_an_answer_that_was_lost_is_given_again_and_not_the_money(fake, refund, refunded, lost):
    fake.fail_next(path=REFUNDS, done=True, **lost)
    assert refund().cents == refunded() == 1_000


def test_no_answer_is_a_refusal_in_bounded_time(fake, gateway, refund, refunded):
    fake.hang_next(times=3, path=REFUNDS, done=True)
    with pytest.raises(GatewayBusy):
        refund(by=dataclasses.replace(gateway, timeout_seconds=0.2))
    assert refund().cents == refunded() == 1_000


def test_one_call_without_answer_is_tried_again(fake, gateway, refund, refunded):
    fake.hang_next(path=REFUNDS, done=True)
    assert refund(by=dataclasses.replace(gateway, timeout_seconds=0.5)).cents == refunded() == 1_000


def test_the_bounds_are_those_of_a_page():
    """(1 + retries) × timeout stays below the minute in which gunicorn and people give up."""
    usual = Gateway(key="sk_test_biscotte")
    assert (1 + usual.retries) * usual.timeout_seconds <= 30


def test_nobody_at_the_address_is_busy():
    nobody = Gateway(key="sk_test_biscotte", base="http://127.0.0.1:9", retries=0)
    with pytest.raises(GatewayBusy):
        nobody.void_invoice(invoice_id="in_1", key="void")


def test_a_key_that_served_for_something_else_is_refused(fake, refund, refunded):
    refund()
    with pytest.raises(GatewayRefused, match="d’autres montants"):
        refund(cents=2_000)
    assert refunded() == 1_000


def test_a_whole_sending_may_lose_every_answer_once(fake, gateway, send):
    for path in ("/v1/invoices", "*/add_lines", "*/finalize", "*/funding_instructions"):
        fake.fail_next(status=500, times=2, path=path, done=True)
    sent = send()
    assert (sent.state, sent.total_cents) == ("open", 120_000)
    assert len(list(fake.store.all("invoice"))) == 1
    assert len(fake.store.get("invoice", sent.id)["lines"]["data"]) == 1


def test_eight_clicks_at_once_send_one_invoice(fake, send):
    sent = []
    clicks = [threading.Thread(target=lambda: sent.append(send())) for _ in range(8)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert len({one.id for one in sent}) == len(list(fake.store.all("invoice"))) == 1
    assert len(fake.store.get("invoice", sent[0].id)["lines"]["data"]) == 1


def test_a_wrong_key_is_told_to_who_administers(fake):
    stranger = Gateway(key="sk_test_tartine", base=fake.url)
    with pytest.raises(GatewayRefused, match="STRIPE_SECRET_KEY"):
        stranger.fetch(kind="invoice", id="in_1")


def test_what_stripe_does_not_know_is_told_with_what_finds_the_call_again(gateway):
    with pytest.raises(GatewayRefused, match="ne connaît pas") as refusal:
        gateway.fetch(kind="invoice", id="in_1")
    assert refusal.value.stripe_code == "resource_missing"
    assert refusal.value.fields["request_id"].startswith("req_")


def test_every_refusal_is_one_of_the_house():
    for kind in (GatewayOff, GatewayBusy, GatewayRefused):
        assert issubclass(kind, Refused)
        assert "\n" not in kind().sentence
        assert "{" not in kind().sentence


def test_no_address_of_a_sponsor_reaches_the_log(gateway, caplog):
    with caplog.at_level(logging.INFO, logger="root"):
        logging.getLogger("root").info("the log is heard")
        gateway.ensure_customer(reference="s", name="Camille", email="camille@fondation.example", key="s")
    assert "the log is heard" in caplog.text
    assert "fondation" not in caplog.text
