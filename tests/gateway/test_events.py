"""Webhooks are believed by their signature alone; what they missed is asked for at night."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from stripe_fake.fixtures import SECRET

from billing.gateway import ForgedEvent, follows, open_gateway


@pytest.fixture
def told(fake, send):
    """The event of a paid invoice."""
    fake.pay_invoice(send().id)
    return fake.event("invoice.paid")


def test_a_signed_event_says_what_to_fetch(fake, gateway, sponsor, told):
    body, signature = fake.signed(told, SECRET)
    event = gateway.read_event(body=body, signature=signature)
    assert (event.type, event.object_kind, event.customer_id) == ("invoice.paid", "invoice", sponsor)
    assert event.created_at == datetime.fromtimestamp(told["created"], tz=UTC)
    assert gateway.fetch(kind=event.object_kind, id=event.object_id).state == "paid"


def test_an_event_of_an_object_without_an_id_is_read(fake, gateway, sponsor):
    fake.bank_transfer(sponsor, 100)
    event = gateway.read_event(**named(fake.signed(fake.event("cash_balance.funds_available"), SECRET)))
    assert (event.object_kind, event.object_id, event.customer_id) == ("cash_balance", "", sponsor)
    assert not follows(event.object_kind)
    with pytest.raises(ValueError, match="cash_balance"):
        gateway.fetch(kind=event.object_kind, id=event.object_id)


def named(signed):
    return dict(zip(("body", "signature"), signed, strict=True))


def refused(gateway, body, signature):
    with pytest.raises(ForgedEvent) as refusal:
        gateway.read_event(body=body, signature=signature)
    assert refusal.value.status == 400


def test_a_forged_event_is_refused(fake, gateway, told):
    body, _ = fake.signed(told, SECRET)
    refused(gateway, *fake.signed(told, "whsec_another"))
    for signature in ("", "t=1", "v1=00", "t=x,v1=00", f"t={int(time.time())},v1=", "n’importe quoi"):
        refused(gateway, body, signature)


def test_an_altered_event_is_refused(fake, gateway, told):
    body, signature = fake.signed(told, SECRET)
    refused(gateway, body.replace(b"120000", b"999999"), signature)
    refused(gateway, body + b" ", signature)
    refused(gateway, b"\xff" + body, signature)


def test_an_old_event_is_refused_even_with_its_true_signature(fake, gateway, told):
    now = int(time.time())
    gateway.read_event(**named(fake.signed(told, SECRET, at=now - 240)))
    refused(gateway, *fake.signed(told, SECRET, at=now - 360))


def test_a_notification_of_another_kind_is_refused_though_it_is_signed(fake, gateway):
    """An endpoint that was set up for "thin" events would send these."""
    refused(gateway, *fake.signed({"object": "v2.core.event", "id": "evt_1"}, SECRET))


def test_without_a_secret_nothing_is_believed(fake, told, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    refused(open_gateway(), *fake.signed(told, ""))
    refused(open_gateway(), *fake.signed(told, SECRET))


def test_the_night_reads_every_event_in_order_over_many_pages(fake, gateway, sponsor):
    for _ in range(120):
        fake.bank_transfer(sponsor, 1)
    read = list(gateway.events_since(moment=timezone.now() - timedelta(hours=1)))
    assert [event.id for event in read] == [event["id"] for event in fake.events]
    assert len(read) > 240
    pages = [given for _, path, given in fake.calls if path == "/v1/events"]
    assert len(pages) == 3


def test_the_night_reads_since_a_moment(fake, gateway, sponsor):
    fake.store.clock = lambda: time.time() + 3600
    fake.bank_transfer(sponsor, 1)
    later = list(gateway.events_since(moment=timezone.now() + timedelta(minutes=30)))
    assert [event.object_kind for event in later] == ["customer_cash_balance_transaction", "cash_balance"]


def test_every_kind_that_tells_of_money_can_be_fetched(fake, gateway, send):
    """Whatever an invoice's life sends us is either read again or openly not followed."""
    sent = send()
    fake.pay_invoice(sent.id)
    gateway.credit(invoice_id=sent.id, cents=100, reason="Geste", key="credit", give_back=True)
    kinds = set()
    for event in fake.events:
        read = gateway.read_event(**named(fake.signed(event, SECRET)))
        kinds.add(read.object_kind)
        if follows(read.object_kind):
            assert gateway.fetch(kind=read.object_kind, id=read.object_id, customer=read.customer_id)
    assert {kind for kind in kinds if not follows(kind)} == {"customer"}
    assert {"invoice", "invoice_payment", "payment_intent", "charge", "refund", "credit_note"} <= kinds


def test_the_body_is_what_was_sent_to_the_byte(fake, told):
    body, _ = fake.signed(told, SECRET)
    assert json.loads(body)["data"]["object"]["object"] == "invoice"
