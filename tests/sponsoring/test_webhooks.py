"""What the rail tells, forged, doubled, shuffled, dropped then told again: the ledger ends the same."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import money
import pytest
import scenes
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from stripe_fake.fixtures import SECRET, fake  # noqa: F401

from billing.gateway import Event, ForgedEvent, Method, follows, open_gateway
from billing.sponsoring.models import Payment, StripeEvent
from billing.sponsoring.operations import gateway_calls, rail_facts, webhooks
from billing.sponsoring.operations.rail_facts import Facts
from kit.antennes import NATIONAL, at

SEQUENCES = 10_000
SEED = 20_261_128
DOOR = "/stripe/webhook/"


@pytest.fixture
def world(world):
    return money.today(world)


def sent(world, reference, *, cents=100_000):
    made = money.invoice(world, money.agreement(world, reference=f"2026-{reference}"), cents=cents)
    with at(NATIONAL):
        call = gateway_calls.send_to_rail(
            made, methods=list(Method), by=world.fanny, now=world.now, today=world.today
        )
    return made, call.answer["id"]


def told(fake) -> list[Event]:  # noqa: F811
    return list(open_gateway().events_since(moment=datetime(2020, 1, 1, tzinfo=UTC)))


# --- a life on the rail, with what it looked like after each step ------------------------------------------------
@dataclass
class Story:
    """The events of one payment's life, and the facts that each object showed from each step on."""

    events: list[tuple[int, Event]]
    facts: list[dict[tuple[str, str], Facts]]


def tell_story(fake, steps) -> Story:  # noqa: F811
    """Each step acts on the rail; then every object that was told of is looked at, by the real SDK."""
    gateway, known, events, facts = open_gateway(), {event.id for event in told(fake)}, [], []
    with at(NATIONAL):
        for number, step in enumerate(steps):
            step()
            new = [event for event in told(fake) if event.id not in known]
            known |= {event.id for event in new}
            events += [(number, event) for event in new]
            about = {(event.object_kind, event.object_id, event.customer_id) for _, event in events}
            facts.append(
                {
                    (kind, id): rail_facts.look(gateway, kind=kind, id=id, customer=customer)
                    for kind, id, customer in about
                    if id and follows(kind)
                }
            )
    return Story(events, facts)


def stories(world, fake) -> list[Story]:  # noqa: F811
    gateway = open_gateway()
    made = {name: sent(world, name) for name in ("card", "debit", "failed", "refund", "dispute", "transfer")}
    rail = {name: id for name, (_, id) in made.items()}
    customer = {one["number"]: one["customer"] for one in fake.store.all("invoice")}[
        made["transfer"][0].number
    ]

    def intent(name: str) -> str:
        return gateway.payments_of_invoice(invoice_id=rail[name])[0].payment_id

    def gift() -> None:
        of = money.agreement(world, kind="gift", reference="2026-gift")
        gateway_calls.open_gift_page(
            of.sponsor, amount_cents=5_000, token="g", agreement=of, success_url="http://x.example/",
            cancel_url="http://x.example/", by=world.fanny, now=world.now,
        )  # fmt: skip

    def page() -> str:
        return next(fake.store.all("checkout.session"))["id"]

    def pay(name: str, method: str = "card"):
        return lambda: fake.pay_invoice(rail[name], method)

    lives = {
        "card": [pay("card")],
        "debit": [pay("debit", "sepa_debit"), lambda: fake.settle(rail["debit"])],
        "failed": [
            pay("failed", "sepa_debit"), lambda: fake.fail_payment(rail["failed"]), pay("failed"),
        ],
        "refund": [
            pay("refund"),
            lambda: gateway.refund(payment_id=intent("refund"), cents=20_000, key="r1"),
            lambda: gateway.credit(invoice_id=rail["refund"], cents=30_000, reason="x", key="r2", give_back=True),
        ],
        "dispute": [
            pay("dispute", "sepa_debit"), lambda: fake.settle(rail["dispute"]),
            lambda: fake.take_back(intent("dispute")),
        ],
        "transfer": [
            lambda: fake.bank_transfer(customer, 50_000), lambda: fake.bank_transfer(customer, 70_000),
        ],
        "gift": [gift, lambda: fake.complete_checkout(page())],
    }  # fmt: skip
    return [tell_story(fake, steps) for steps in lives.values()]


def facts_of(story: Story, event: Event, *, at_step: int) -> Facts:
    """What the rail showed of the event's object at that step, which is never before the event's own."""
    return story.facts[at_step].get((event.object_kind, event.object_id), Facts())


def play(story: Story, chance: random.Random, *, now: datetime, inbox: bool) -> None:
    """Some events come, doubled, late and in any order; then the lost ones are replayed.

    With `inbox` each goes through the inbox as a webhook does; without, the same facts reach the ledger in
    fewer statements, and again where the inbox would have answered for them.
    """
    last = len(story.facts) - 1
    come = chance.choices(story.events, k=chance.randint(1, 4))
    lost = [event for step, event in story.events if (step, event) not in come]
    chance.shuffle(lost)
    for step, event in come:
        facts = facts_of(story, event, at_step=chance.randint(step, last))
        if inbox:
            webhooks.write_down(event, facts, now=now)
        elif facts != Facts():
            rail_facts.agree(facts, now=now)
    if inbox:
        for event in lost:
            webhooks.write_down(event, facts_of(story, event, at_step=last), now=now, replayed=True)
    else:
        rail_facts.agree(sum((facts_of(story, one, at_step=last) for one in lost), Facts()), now=now)


def effect_of(act) -> list[tuple]:
    """The ledger after `act`, which is then undone."""
    with transaction.atomic():
        act()
        ledger = money.ledger_from_here()
        transaction.set_rollback(True)
    return ledger


def in_order(story: Story, *, now: datetime) -> None:
    for step, event in story.events:
        assert webhooks.write_down(event, facts_of(story, event, at_step=step), now=now)


def test_ten_thousand_random_sequences_end_in_the_same_ledger(world, fake):  # noqa: F811
    chance = random.Random(SEED)
    lives = stories(world, fake)
    with at(NATIONAL):
        expected = [effect_of(lambda story=story: in_order(story, now=world.now)) for story in lives]
        assert [sum(row[2] for row in ledger) for ledger in expected] == [
            120_000, 120_000, 120_000, 70_000, 0, 120_000, 5_000,
        ]  # fmt: skip
        for number in range(SEQUENCES):
            which, inbox = chance.randrange(len(lives)), number % 40 == 0
            ledger = effect_of(
                lambda which=which, inbox=inbox: play(lives[which], chance, now=world.now, inbox=inbox)
            )
            assert ledger == expected[which], f"sequence {number} of seed {SEED}"


# --- through the real route -------------------------------------------------------------------------------------
def post(site, fake, event, *, secret=SECRET, body=None, at=None):  # noqa: F811
    raw, signature = fake.signed(event, secret, at=at)
    return site("reseau").post(
        DOOR, raw if body is None else body, content_type="application/json",
        headers={"stripe-signature": signature},
    )  # fmt: skip


def test_a_webhook_is_taken_once_with_its_effect(world, fake, site):  # noqa: F811
    made, rail = sent(world, "W")
    fake.pay_invoice(rail)
    event = fake.event("invoice.paid")
    assert [post(site, fake, event).status_code for _ in range(3)] == [200, 200, 200]
    with at(NATIONAL):
        assert StripeEvent.objects.get().effect.startswith("Paiement de")
        assert Payment.objects.get().invoice == made


def test_all_that_was_told_in_reverse_and_twice_ends_in_one_payment(world, fake, site):  # noqa: F811
    _, rail = sent(world, "W")
    fake.pay_invoice(rail, "sepa_debit")
    fake.settle(rail)
    for event in [*reversed(fake.events), *fake.events]:
        assert post(site, fake, event).status_code == 200
    assert [row[2] for row in money.ledger()] == [120_000]
    with at(NATIONAL):
        assert StripeEvent.objects.count() == len(fake.events)


def test_no_forged_event_is_accepted(world, fake, site):  # noqa: F811
    chance = random.Random(SEED)
    _, rail = sent(world, "W")
    fake.pay_invoice(rail)
    event = fake.event("invoice.paid")
    raw, signature = fake.signed(event, SECRET)
    old = int((timezone.now() - timedelta(minutes=10)).timestamp())
    forged = [
        fake.signed(event, "whsec_other"),
        fake.signed(event, SECRET, at=old),
        (raw, ""),
        (raw, "t=1,v1=x"),
    ]
    for _ in range(200):  # one byte of the body or of the signature is another one
        place = chance.randrange(len(raw))
        forged.append(
            (raw[:place] + bytes([raw[place] ^ chance.randint(1, 127)]) + raw[place + 1 :], signature)
        )
        place = chance.randrange(signature.index("v1=") + 3, len(signature))
        other = chance.choice([sign for sign in "0123456789abcdef" if sign != signature[place]])
        forged.append((raw, signature[:place] + other + signature[place + 1 :]))
    with at(NATIONAL):
        for body, signed in forged:
            with pytest.raises(ForgedEvent):
                webhooks.receive(body=body, signature=signed, now=world.now)
    for body, signed in forged[:6]:
        answer = site("reseau").post(
            DOOR, body, content_type="application/json", headers={"stripe-signature": signed}
        )
        assert answer.status_code == 400
    assert money.ledger() == []
    with at(NATIONAL):
        assert not StripeEvent.objects.exists()


def test_a_webhook_without_a_secret_or_on_another_host_is_refused(world, fake, site, settings):  # noqa: F811
    _, rail = sent(world, "W")
    fake.pay_invoice(rail)
    raw, signature = fake.signed(fake.event("invoice.paid"), SECRET)
    for host in ("grenoble", "partenaires", ""):
        answer = site(host).post(
            DOOR, raw, content_type="application/json", headers={"stripe-signature": signature}
        )
        assert answer.status_code == 404
    assert site("reseau").get(DOOR).status_code == 405
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert post(site, fake, fake.event("invoice.paid"), secret="").status_code == 400


def test_when_the_rail_does_not_answer_it_tells_us_again(world, fake, site):  # noqa: F811
    _, rail = sent(world, "W")
    fake.pay_invoice(rail)
    event = fake.event("invoice.paid")
    fake.fail_next(status=500, path="/v1/invoices/*")
    assert post(site, fake, event).status_code == 409
    with at(NATIONAL):
        assert not StripeEvent.objects.exists()
    assert post(site, fake, event).status_code == 200
    assert [row[2] for row in money.ledger()] == [120_000]


def test_what_the_rail_forgot_is_written_without_effect(world, fake):  # noqa: F811
    with at(NATIONAL):
        event = Event(
            id="evt_1", type="refund.updated", created_at=world.now, object_kind="refund",
            object_id="re_nothing", customer_id="", live=False,
        )  # fmt: skip
        taken = webhooks.take(event, gateway=open_gateway(), now=world.now)
        assert taken.effect == "Objet introuvable en ligne"


def test_the_command_takes_what_never_came(world, fake, capsys):  # noqa: F811
    _, rail = sent(world, "W")
    fake.pay_invoice(rail)
    call_command("replay_events", since=f"{world.today:%Y-%m-%d}")
    assert ", 0 pris" not in capsys.readouterr().out
    call_command("replay_events")
    assert ", 0 pris" in capsys.readouterr().out
    with at(NATIONAL):
        assert {one.replayed_at is None for one in StripeEvent.objects.all()} == {False}
    assert [row[2] for row in money.ledger()] == [120_000]
    with pytest.raises(CommandError, match="un jour"):
        call_command("replay_events", since="hier")


def test_twins_at_the_same_moment_write_one_payment(committed, fake):  # noqa: F811
    world = money.today(committed)
    _, rail = sent(world, "W")
    fake.pay_invoice(rail)
    events = [event for event in told(fake) if follows(event.object_kind)] * 2

    def act(number: int) -> None:
        webhooks.take(events[number], gateway=open_gateway(), now=world.now)

    answers = scenes.at_once(8, standing=lambda: at(NATIONAL), act=act)
    assert answers == {"done": 8}
    assert [row[2] for row in money.ledger()] == [120_000]
    connection.close()
