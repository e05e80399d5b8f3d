"""The till sells at the day's price, under the ceiling, each card once, each ticket chained."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import scenes
import shop

from billing.counter import ledger
from billing.counter.models import FIRST, Sale, StockItem, Till
from billing.counter.operations import sales, sessions
from billing.counter.operations.sales import Paid, Wanted, reverse, sell
from billing.counter.queries import allowance, expected_cash
from billing.tariffs.models import Product
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from tenants.network.middleware import Place
from tenants.welcome.models import Entitlement


@pytest.fixture
def desk(grenoble):
    grenoble.card = shop.product(grenoble)
    shop.ceiling(grenoble)
    shop.cards(grenoble, grenoble.card, 20)
    grenoble.amina = shop.amina(grenoble)
    grenoble.session = shop.open_till(grenoble)
    return grenoble


def test_a_card_for_cash(desk):
    sale = sell(
        desk.session, person=desk.amina, wanted=[Wanted(desk.card)], payments=[Paid("cash", 500, 1000)],
        by=desk.denis, now=desk.now, today=desk.today,
    )  # fmt: skip
    line, payment = sale.lines.get(), sale.payments.get()
    assert (sale.number, sale.total_cents, sale.business_day) == (1, 500, desk.today)
    assert (line.gross_cents, line.net_cents, line.vat_cents) == (500, 417, 83)
    assert payment.change_cents == 500
    assert line.item.serial == "Ccarte-5-0001"  # the first to expire
    assert line.item.state == StockItem.State.SOLD
    assert expected_cash(desk.session) == 5500
    assert Entry.objects.get(verb="counter.sold").details["hash"] == sale.hash


def test_each_ticket_names_the_one_before(desk):
    first = shop.buy(desk, desk.session, desk.amina, desk.card)
    second = shop.buy(desk, desk.session, desk.amina, desk.card)
    assert first.previous_hash == FIRST
    assert second.previous_hash == first.hash
    till = Till.objects.get()
    assert (till.last_number, till.head) == (2, second.hash)


def test_the_text_of_a_ticket_is_the_same_when_read_again_and_says_nobody(desk):
    sale = shop.buy(desk, desk.session, desk.amina, desk.card, quantity=2)
    again = Sale.objects.get()
    text = ledger.text_of(
        *ledger.said_by(again, again.lines.order_by("position"), again.payments.order_by("position"))
    )
    assert ledger.hash_of(text) == sale.hash
    assert again.signature == ledger.signature_of(sale.hash)
    assert "Amina" not in text
    assert str(desk.amina.pk) not in text


def test_the_ceiling_to_the_cent(desk):
    big = shop.product(desk, "recharge", cents=2999, kind="plan_month")
    penny = shop.product(desk, "deux-centimes", cents=2, kind="plan_month")
    shop.buy(desk, desk.session, desk.amina, big, cents=2999)
    with pytest.raises(sales.CeilingReached) as refused:
        shop.buy(desk, desk.session, desk.amina, penny, cents=2)
    assert "0,01" in str(refused.value)
    assert Sale.objects.count() == 1


def test_the_ceiling_counts_every_file_of_the_person(desk):
    from tenants.welcome.operations import merge

    for _ in range(6):
        shop.buy(desk, desk.session, desk.amina, desk.card)
    twin = shop.amina(desk, last_name="Dialo")
    merge(twin, desk.amina, by=desk.denis, now=desk.now)
    with pytest.raises(sales.CeilingReached):
        shop.buy(desk, desk.session, twin, desk.card)


def test_the_next_month_begins_anew(desk):
    for _ in range(6):
        shop.buy(desk, desk.session, desk.amina, desk.card)
    (left,) = allowance(desk.amina, desk.today)
    assert left.left_cents == 0
    (april,) = allowance(desk.amina, date(2022, 4, 1))
    assert april.left_cents == 3000


def test_without_a_right_nothing_is_sold(desk):
    ended = desk.today - timedelta(days=1)
    Entitlement.objects.update(start=ended - timedelta(days=30), end=ended)
    with pytest.raises(sales.NoRight):
        shop.buy(desk, desk.session, desk.amina, desk.card)
    assert StockItem.objects.filter(state="sold").count() == 0


@pytest.mark.parametrize(
    ("payments", "refusal"),
    [
        ([Paid("cash", 400)], sales.PaymentsDoNotAddUp),
        ([Paid("cash", 600), Paid("card", -100, None, "12")], sales.PaymentsDoNotAddUp),
        ([Paid("cash", 500, 400)], sales.NotEnoughTendered),
        ([Paid("card", 500)], sales.ReferenceMissing),
    ],
)
def test_payments_that_are_refused(desk, payments, refusal):
    with pytest.raises(refusal):
        sell(
            desk.session, person=desk.amina, wanted=[Wanted(desk.card)], payments=payments,
            by=desk.denis, now=desk.now, today=desk.today,
        )  # fmt: skip
    assert Till.objects.get().last_number == 0


def test_a_scanned_serial_is_the_card_that_leaves(desk):
    wanted = [Wanted(desk.card, serial="Ccarte-5-0007"), Wanted(desk.card, serial="Ccarte-5-0003")]
    sale = sell(
        desk.session, person=desk.amina, wanted=wanted, payments=shop.cash(1000),
        by=desk.denis, now=desk.now, today=desk.today,
    )  # fmt: skip
    assert {line.item.serial for line in sale.lines.all()} == {"Ccarte-5-0007", "Ccarte-5-0003"}
    with pytest.raises(sales.Refused):
        sell(
            desk.session, person=desk.amina, wanted=wanted[:1], payments=shop.cash(500),
            by=desk.denis, now=desk.now, today=desk.today,
        )  # fmt: skip


def test_a_second_person_reverses_and_the_card_and_the_allowance_come_back(desk):
    sale = shop.buy(desk, desk.session, desk.amina, desk.card)
    how = {"session": desk.session, "reason": "Mauvaise carte", "now": desk.now, "today": desk.today}
    with pytest.raises(sales.SameHand):
        reverse(sale, by=desk.denis, **how)
    undone = reverse(sale, by=desk.maud, **how)
    assert (undone.number, undone.total_cents, undone.reverses) == (2, -500, sale)
    assert undone.payments.get().amount_cents == -500
    assert StockItem.objects.get(serial="Ccarte-5-0001").state == StockItem.State.AVAILABLE
    assert allowance(desk.amina, desk.today)[0].used_cents == 0
    assert expected_cash(desk.session) == 5000
    for one in (sale, undone):
        with pytest.raises(sales.AlreadyReversed):
            reverse(one, by=desk.maud, **how)


def test_a_card_whose_code_was_read_never_goes_back_on_sale(desk):
    sale = shop.buy(desk, desk.session, desk.amina, desk.card)
    StockItem.objects.filter(state="sold").update(revealed_at=desk.now, revealed_by=desk.denis)
    reverse(sale, session=desk.session, reason="Erreur", by=desk.maud, now=desk.now, today=desk.today)
    assert StockItem.objects.get(serial="Ccarte-5-0001").state == StockItem.State.VOID


def test_training_sells_nothing_real(desk):
    training = shop.open_till(desk, code="c2", training=True)
    sale = shop.buy(desk, training, desk.amina, desk.card)
    assert sale.training
    assert str(sale) == "E1"
    assert sale.lines.get().item is None
    assert StockItem.objects.filter(state="sold").count() == 0
    assert allowance(desk.amina, desk.today)[0].used_cents == 0
    assert Till.objects.get(code="c2").last_number == 0
    with pytest.raises(sales.OtherChain):
        reverse(sale, session=desk.session, reason="Essai", by=desk.maud, now=desk.now, today=desk.today)


def test_a_session_sells_on_its_own_day_alone(desk):
    tomorrow = desk.today + timedelta(days=1)
    with pytest.raises(sessions.SessionOfAnotherDay):
        shop.buy(desk, desk.session, desk.amina, desk.card, today=tomorrow)
    sessions.count_cash(desk.session, counted_cents=5000, by=desk.denis, now=desk.now)
    with pytest.raises(sessions.CountBegun):
        shop.buy(desk, desk.session, desk.amina, desk.card)


def test_the_blind_count_is_kept_and_a_difference_asks_why(desk):
    shop.buy(desk, desk.session, desk.amina, desk.card)
    session = sessions.count_cash(desk.session, counted_cents=5400, by=desk.denis, now=desk.now)
    with pytest.raises(sessions.CountBegun):
        sessions.count_cash(desk.session, counted_cents=5500, by=desk.denis, now=desk.now)
    with pytest.raises(sessions.DifferenceToExplain):
        sessions.close_session(session, by=desk.denis, now=desk.now)
    closed = sessions.close_session(session, reason="Rendu trop", by=desk.denis, now=desk.now)
    assert (closed.state, closed.difference_cents) == ("closed", -100)
    with pytest.raises(sessions.TillNotOpen):
        shop.buy(desk, desk.session, desk.amina, desk.card)


def test_cash_goes_to_the_bank_but_never_more_than_there_is(desk):
    how = {"by": desk.denis, "now": desk.now, "today": desk.today}
    sessions.move_cash(desk.session, amount_cents=-4000, reason="Banque", **how)
    assert expected_cash(desk.session) == 1000
    with pytest.raises(sessions.NotEnoughCash):
        sessions.move_cash(desk.session, amount_cents=-1001, reason="Banque", **how)


def test_one_session_at_a_time(desk):
    with pytest.raises(sessions.TillAlreadyOpen):
        sessions.open_session(desk.session.till, float_cents=0, by=desk.denis, now=desk.now, today=desk.today)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique", "Indian/Reunion"])
def test_the_eve_of_a_price_change_keeps_its_price_to_the_last_second(desk, zone):
    """On the night the clocks change, and where midnight is not that of Paris."""
    change = date(2022, 3, 27)
    with at(NATIONAL):
        plan = Product.objects.create(sku="forfait", name="Forfait", kind="plan_month")
    shop.price(desk, plan, cents=500, end=change)
    shop.price(desk, plan, cents=700, first=change)
    desk.grenoble.zone = zone
    place = Place("antenne", desk.grenoble)
    last_second = datetime(2022, 3, 26, 23, 59, 59, tzinfo=ZoneInfo(zone))
    paid = []
    for number, now in enumerate([last_second, last_second + timedelta(seconds=1)]):
        today = place.today(now.astimezone(UTC))
        till = sessions.make_till(code=f"n{number}", name="Nuit", by=desk.maud, now=now)
        session = sessions.open_session(till, float_cents=0, by=desk.denis, now=now, today=today)
        sale = shop.buy(desk, session, desk.amina, plan, cents=(500, 700)[number], now=now, today=today)
        paid.append((sale.total_cents, sale.business_day))
    assert paid == [(500, date(2022, 3, 26)), (700, change)]


def test_twelve_sales_at_once_under_a_ceiling_give_exactly_thirty_euros(committed):
    world = committed
    with inside(world.grenoble):
        card = shop.product(world)
        shop.ceiling(world)
        shop.cards(world, card, 20)
        amina = shop.amina(world)
        tills = [shop.open_till(world, code=f"c{n}") for n in range(3)]
    answers = scenes.at_once(
        12,
        standing=lambda: inside(world.grenoble),
        act=lambda n: shop.buy(world, tills[n % 3], amina, card),
    )
    assert answers == {"done": 6, "ceiling_reached": 6}
    with inside(world.grenoble):
        assert sum(sale.total_cents for sale in Sale.objects.all()) == 3000
        assert StockItem.objects.filter(state="sold").count() == 6


def test_two_sales_of_one_card_at_once_sell_it_once(committed):
    world = committed
    with inside(world.grenoble):
        card = shop.product(world)
        shop.cards(world, card, 1)
        people = [shop.amina(world, first_name=name) for name in ("Amina", "Bilal")]
        tills = [shop.open_till(world, code=f"c{n}") for n in range(2)]
    answers = scenes.at_once(
        2,
        standing=lambda: inside(world.grenoble),
        act=lambda n: shop.buy(world, tills[n], people[n], card),
    )
    assert answers == {"done": 1, "no_card_left": 1}


def test_forty_sales_at_one_till_leave_no_gap(committed):
    world = committed
    with inside(world.grenoble):
        plan = shop.product(world, "forfait", kind="plan_month")
        people = [shop.amina(world, first_name=f"P{n}") for n in range(20)]
        session = shop.open_till(world)
    answers = scenes.at_once(
        20,
        standing=lambda: inside(world.grenoble),
        act=lambda n: shop.buy(world, session, people[n], plan),
    )
    assert answers == {"done": 20}
    with inside(world.grenoble):
        found = list(Sale.objects.order_by("number"))
        assert [sale.number for sale in found] == list(range(1, 21))
        assert [sale.previous_hash for sale in found] == [FIRST, *(sale.hash for sale in found[:-1])]
