"""The rail: one demand however often we die, money once, and the ledger that says the same as the rail."""

import money
import pytest
import scenes
from stripe_fake.fixtures import fake  # noqa: F401

from billing.gateway import GatewayBusy, GatewayOff, Method, open_gateway
from billing.sponsoring import tasks
from billing.sponsoring.models import GatewayCall, Invoice, Payment, Reconciliation, Sponsor
from billing.sponsoring.operations import gateway_calls, payments, reconciliation, webhooks
from billing.sponsoring.operations.ledger import AlreadyNoted
from billing.sponsoring.queries.money import account_of_invoice, refundable_cents
from kit.antennes import NATIONAL, PARTNER, at

EVERY_WAY = list(Method)


@pytest.fixture
def world(world):
    return money.today(world)


def send(world, made, methods=EVERY_WAY):
    with at(NATIONAL):
        return gateway_calls.send_to_rail(
            made, methods=methods, by=world.fanny, now=world.now, today=world.today
        )


def replay(world):
    with at(NATIONAL):
        return webhooks.replay(since=world.now - webhooks.KEPT, now=world.now)


def differences(world):
    with at(NATIONAL):
        found = reconciliation.reconcile(now=world.now, by=world.fanny).differences
    return sorted((one["kind"], one["rail_cents"], one["ledger_cents"]) for one in found)


def refund(world, payment, cents, token="t"):
    with at(NATIONAL):
        return gateway_calls.refund_on_rail(payment, cents=cents, token=token, by=world.fanny, now=world.now)


def online(world, fake, cents=100_000):  # noqa: F811
    """An invoice that a card has paid, in the ledger."""
    made = money.invoice(world, cents=cents)
    fake.pay_invoice(send(world, made).answer["id"])
    replay(world)
    with at(NATIONAL):
        return made, Payment.objects.get(invoice=made)


def test_an_invoice_is_sent_with_our_number_our_total_and_an_iban(world, fake):  # noqa: F811
    made = money.invoice(world, cents=100_001)
    answer = send(world, made).answer
    (there,) = fake.store.all("invoice")
    assert (there["number"], there["total"], there["status"]) == (made.number, 120_001, "open")
    assert answer["bank"]["iban"].startswith("FR")
    with at(NATIONAL):
        assert Sponsor.objects.get().gateway_customer
    assert send(world, made).answer == answer
    assert len(list(fake.store.all("invoice"))) == 1


@pytest.mark.parametrize(
    "path", ["/v1/customers", "/v1/invoices", "*/add_lines", "*/finalize", "*/funding_instructions"]
)
@pytest.mark.parametrize("done", [True, False])
def test_whoever_dies_between_the_call_and_its_answer_finds_the_same_invoice(world, fake, path, done):  # noqa: F811
    made = money.invoice(world)
    fake.fail_next(status=500, times=3, path=path, done=done)
    with pytest.raises(GatewayBusy):
        send(world, made)
    with at(NATIONAL):
        assert GatewayCall.objects.get().answer is None
        assert not Payment.objects.exists()
    assert send(world, made).answer["state"] == "open"
    (there,) = fake.store.all("invoice")
    assert (there["number"], there["total"]) == (made.number, made.gross_cents)


def test_the_worker_takes_up_what_was_left_without_an_answer(world, fake):  # noqa: F811
    made = money.invoice(world)
    fake.fail_next(status=500, times=3, path="*/finalize", done=True)
    with pytest.raises(GatewayBusy):
        send(world, made)
    fake.forget_keys()
    with at(NATIONAL):
        key = GatewayCall.objects.get().key
    tasks.perform_call(key)
    tasks.perform_call(key)
    assert len(list(fake.store.all("invoice"))) == 1
    assert send(world, made).answer["state"] == "open"


def test_without_a_key_the_rail_is_off_and_money_is_noted_all_the_same(world, settings):
    settings.STRIPE_SECRET_KEY = ""
    made = money.invoice(world)
    with pytest.raises(GatewayOff):
        send(world, made)
    money.pay(world, 120_000, invoice=made)
    with at(NATIONAL):
        assert account_of_invoice(made).left_cents == 0


def test_a_card_a_debit_and_a_transfer_end_in_the_ledger_once(world, fake):  # noqa: F811
    made = [money.invoice(world, money.agreement(world, reference=f"2026-{n}")) for n in range(3)]
    ids = [send(world, one).answer["id"] for one in made]
    fake.pay_invoice(ids[0], "card")
    fake.pay_invoice(ids[1], "sepa_debit")
    replay(world)
    assert [row[2] for row in money.ledger()] == [120_000]
    fake.settle(ids[1])
    with at(NATIONAL):
        customer = made[2].sponsor.__class__.objects.get(pk=made[2].sponsor_id).gateway_customer
    fake.bank_transfer(customer, 120_000)
    done = replay(world)
    assert (done.failed, done.taken > 0) == ([], True)
    assert sorted((row[3], row[2]) for row in money.ledger()) == [(one.number, 120_000) for one in made]
    assert replay(world).taken == 0
    assert differences(world) == []


def test_a_part_by_transfer_waits_there_and_is_told(world, fake):  # noqa: F811
    made = money.invoice(world)
    send(world, made)
    with at(NATIONAL):
        customer = Sponsor.objects.get().gateway_customer
    fake.bank_transfer(customer, 50_000)
    replay(world)
    assert money.ledger() == []
    assert differences(world) == [("cash", 50_000, None)]


def test_a_cheque_for_a_part_makes_the_rail_ask_for_the_rest(world, fake):  # noqa: F811
    made = money.invoice(world)
    rail = send(world, made).answer["id"]
    paid = money.pay(world, 50_000, rail="cheque", reference="CHQ-7", invoice=made)
    assert differences(world) == [("left", 120_000, 70_000)]
    tasks.perform_call(f"left-{paid.pk}")
    assert open_gateway().fetch(kind="invoice", id=rail).remaining_cents == 70_000
    fake.pay_invoice(rail)
    replay(world)
    with at(NATIONAL):
        assert account_of_invoice(made).left_cents == 0
    assert differences(world) == []


@pytest.mark.parametrize(("how", "state"), [("paid", "paid"), ("credited", "void")])
def test_what_is_settled_elsewhere_cannot_be_paid_online_any_more(world, fake, how, state):  # noqa: F811
    made = money.invoice(world)
    rail = send(world, made).answer["id"]
    done = money.pay(world, 120_000, invoice=made) if how == "paid" else money.credit(world, made, 120_000)
    for _ in range(2):
        tasks.perform_call(f"left-{done.pk}")
    assert open_gateway().fetch(kind="invoice", id=rail).state == state
    replay(world)
    assert differences(world) == []


def test_what_was_partly_paid_before_is_sent_for_the_rest(world, fake):  # noqa: F811
    made = money.invoice(world)
    money.pay(world, 20_000, invoice=made)
    rail = send(world, made).answer["id"]
    assert open_gateway().fetch(kind="invoice", id=rail).remaining_cents == 100_000


def test_a_refund_online_is_one_however_often_it_is_asked(world, fake):  # noqa: F811
    made, paid = online(world, fake)
    fake.fail_next(status=500, times=3, path="/v1/refunds", done=True)
    with pytest.raises(GatewayBusy):
        refund(world, paid, 30_000)
    with at(NATIONAL):
        assert refundable_cents(paid) == 90_000  # it is on its way
    refund(world, paid, 30_000)
    refund(world, paid, 30_000)
    replay(world)
    with at(NATIONAL):
        assert refundable_cents(paid) == 90_000
        assert account_of_invoice(made).paid_cents == 90_000
        assert Payment.objects.get(refunds=paid).amount_cents == -30_000
    with pytest.raises(gateway_calls.MoreThanPaid, match="900"):
        refund(world, paid, 90_001, token="u")
    assert differences(world) == []


def test_a_refund_made_on_the_rail_s_own_pages_is_found(world, fake):  # noqa: F811
    _, paid = online(world, fake)
    open_gateway().refund(payment_id=paid.reference, cents=10_000, key="by-hand")
    assert differences(world) == [("refunded", 10_000, 0)]
    replay(world)
    assert differences(world) == []


def test_a_debit_that_its_bank_takes_back_is_owed_again(world, fake):  # noqa: F811
    made = money.invoice(world)
    rail = send(world, made).answer["id"]
    fake.pay_invoice(rail, "sepa_debit")
    fake.settle(rail)
    replay(world)
    with at(NATIONAL):
        paid = Payment.objects.get()
    fake.take_back(paid.reference)
    replay(world)
    with at(NATIONAL):
        assert account_of_invoice(made).left_cents == 120_000
        assert Payment.objects.get(refunds=paid).amount_cents == -120_000


def gift(world, of, cents=5_000, token="g"):
    with at(NATIONAL):
        return gateway_calls.open_gift_page(
            of.sponsor, amount_cents=cents, token=token, agreement=of, success_url="http://x.example/ok",
            cancel_url="http://x.example/no", by=world.fanny, now=world.now,
        )  # fmt: skip


def test_a_gift_is_paid_on_a_page_and_noted_for_its_agreement(world, fake):  # noqa: F811
    of = money.agreement(world, kind="gift")
    assert gift(world, of) == gift(world, of)
    (page,) = fake.store.all("checkout.session")
    fake.complete_checkout(page["id"])
    assert differences(world) == [("missing", 5_000, None)]
    replay(world)
    with at(NATIONAL):
        paid = Payment.objects.get()
        assert (paid.amount_cents, paid.agreement, paid.invoice) == (5_000, of, None)
    assert differences(world) == []


def test_a_page_of_payment_takes_gifts_alone(world, fake):  # noqa: F811
    with pytest.raises(gateway_calls.OnlyGifts):
        gift(world, money.agreement(world))


def test_every_difference_is_told(world, fake):  # noqa: F811
    made = money.invoice(world)
    rail = send(world, made).answer["id"]
    fake.pay_invoice(rail)
    assert differences(world) == [("left", 0, 120_000), ("missing", 120_000, None)]
    replay(world)
    with at(NATIONAL):
        Payment.objects.create(
            sponsor=made.sponsor, agreement=made.agreement, rail="stripe", reference="pi_nobody",
            amount_cents=700, received_on=world.today, at=world.now,
        )  # fmt: skip
    assert differences(world) == [("unknown", None, 700)]
    next(fake.store.all("invoice"))["number"] = "STRANGE-1"
    kinds = {kind for kind, *_ in differences(world)}
    assert kinds == {"stranger", "not_online", "unknown"}


def test_a_payment_by_hand_is_noted_once_and_for_what_can_be_paid(world):
    made = money.invoice(world)
    money.pay(world, 10, invoice=made)
    with pytest.raises(AlreadyNoted):
        money.pay(world, 10, invoice=made)
    with pytest.raises(payments.NotByHand):
        money.pay(world, 10, reference="x", rail="stripe", invoice=made)
    with pytest.raises(payments.NothingPaid):
        money.pay(world, 0, reference="x", invoice=made)
    note = money.credit(world, made, 10)
    with pytest.raises(payments.NotPayable):
        money.pay(world, 10, reference="x", invoice=note)
    with pytest.raises(payments.NobodyPays):
        money.pay(world, 10, reference="x")


def test_what_goes_back_by_hand_never_passes_what_came(world):
    made = money.invoice(world)
    paid = money.pay(world, 1_000, invoice=made)

    def back(payment, cents, reference):
        with at(NATIONAL):
            return payments.note_refund(
                payment, cents=cents, reference=reference, given_on=world.today, by=world.fanny, now=world.now,
                today=world.today,
            )  # fmt: skip

    first = back(paid, 400, "VIR-R1")
    assert (first.amount_cents, first.refunds, first.invoice) == (-400, paid, made)
    with pytest.raises(gateway_calls.MoreThanPaid, match="6"):
        back(paid, 601, "VIR-R2")
    with pytest.raises(payments.NotRefundable):
        back(first, 1, "VIR-R2")
    back(paid, 600, "VIR-R2")
    with at(NATIONAL):
        assert account_of_invoice(Invoice.objects.get()).paid_cents == 0


def test_two_offices_at_once_do_not_give_the_same_euro_back(committed):
    world = committed
    paid = money.pay(world, 1_000, invoice=money.invoice(world))

    def act(number: int) -> None:
        payments.note_refund(
            paid, cents=600, reference=f"R-{number}", given_on=world.today, by=world.fanny, now=world.now,
            today=world.today,
        )  # fmt: skip

    answers = scenes.at_once(4, standing=lambda: at(NATIONAL), act=act)
    assert answers == {"done": 1, "more_than_paid": 3}


def test_two_offices_at_once_do_not_ask_the_rail_twice_for_the_same_euro(committed, fake):  # noqa: F811
    world = money.today(committed)
    _, paid = online(world, fake)

    def act(number: int) -> None:
        gateway_calls.refund_on_rail(paid, cents=70_000, token=f"{number}", by=world.fanny, now=world.now)

    answers = scenes.at_once(3, standing=lambda: at(NATIONAL), act=act)
    assert answers == {"done": 1, "more_than_paid": 2}
    replay(world)
    assert sorted(row[2] for row in money.ledger()) == [-70_000, 120_000]


def test_a_sponsor_opens_its_page_of_gift_from_the_partner_site(world, fake):  # noqa: F811
    of = money.agreement(world, kind="gift")
    called = money.invoice(world, of, cents=5_000)
    with at(PARTNER):
        address = gateway_calls.open_gift_page(
            of.sponsor, amount_cents=5_000, token="p", invoice=called, success_url="http://x.example/ok",
            cancel_url="http://x.example/no", by=world.fanny, now=world.now,
        )  # fmt: skip
    assert address.startswith("http")
    fake.complete_checkout(next(fake.store.all("checkout.session"))["id"], "sepa_debit")
    replay(world)
    assert money.ledger() == []
    fake.settle(next(fake.store.all("checkout.session"))["id"])
    replay(world)
    with at(NATIONAL):
        assert account_of_invoice(called).left_cents == 0


def test_the_night_takes_what_never_came_and_leaves_no_difference(world, fake):  # noqa: F811
    made = money.invoice(world)
    fake.pay_invoice(send(world, made).answer["id"])
    for _ in range(2):
        tasks.keep_the_rail(0)
    with at(NATIONAL):
        assert account_of_invoice(made).left_cents == 0
        assert Reconciliation.objects.count() == 2
        assert Reconciliation.objects.first().differences == []


def test_the_night_is_quiet_without_a_key(world, settings):
    settings.STRIPE_SECRET_KEY = ""
    tasks.keep_the_rail(0)
    with at(NATIONAL):
        assert not Reconciliation.objects.exists()
