"""The cards are counted: what is found, what is not, and what nobody expected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
import scenes
import shop
from django.db import connection, transaction
from django.utils import timezone

from billing.counter.models import StockItem, StockTake
from billing.counter.operations import lots
from billing.counter.operations import stock_takes as counts
from billing.counter.operations.cards import move_card, take_card
from billing.counter.queries import missing_of, shelves
from kit.antennes import inside
from kit.journal.models import Entry
from kit.states import NotThatWay

PAGE = "/caisse/cartes/inventaires/"


@pytest.fixture
def shelf(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    grenoble.later = grenoble.now + timedelta(minutes=5)
    grenoble.card = shop.product(grenoble)
    grenoble.items = shop.cards(grenoble, grenoble.card, 4)
    return grenoble


def start(world, product=None):
    return counts.start_count(product, by=world.denis, now=world.now)


def scan(world, take, *items):
    return counts.scan_cards(take, words="\n".join(map(str, items)), now=world.now)


def close(world, take):
    return counts.close_count(take, by=world.denis, now=world.now + timedelta(hours=1))


def not_found(take):
    return sorted(take.uncounted.values_list("item__serial", flat=True))


def read(take):
    """(serial, state as it was read, expected) of what was scanned."""
    return sorted(take.counted.values_list("serial", "state", "expected"))


def test_what_was_not_scanned_is_missing_and_stays_so(shelf):
    first, second, third, fourth = shelf.items
    take = start(shelf)
    scan(shelf, take, first, second, first)
    assert set(missing_of(take)) == {third, fourth}
    closed = close(shelf, take)
    assert (closed.found, closed.expected, closed.closed_by) == (2, 4, shelf.denis)
    move_card(third, to="void", by=shelf.maud, now=shelf.later)
    assert not_found(take) == [third.serial, fourth.serial]
    verbs = Entry.objects.filter(on_id=str(take.pk)).values_list("verb", "by")
    assert set(verbs) == {
        ("stock.count_started", shelf.denis.pk),
        ("stock.count_closed", shelf.denis.pk),
    }


def test_an_unknown_serial_and_a_card_that_is_not_available_are_surprising(shelf):
    first, second, *_ = shelf.items
    move_card(first, to="missing", by=shelf.maud, now=shelf.now)
    take = start(shelf)
    scan(shelf, take, first, second, "ZZ-9999")
    assert read(take) == [
        (first.serial, "missing", False), (second.serial, "available", True), ("ZZ-9999", "", False),
    ]  # fmt: skip
    assert (close(shelf, take).found, take.counted.count()) == (1, 3)


def test_what_is_no_serial_may_be_a_code_and_is_not_kept_whole(shelf):
    take = start(shelf)
    scan(shelf, take, "909912345678!")
    assert [serial for serial, *_ in read(take)] == ["9099…"]


def test_a_card_of_another_product_does_not_belong_to_the_count(shelf):
    (sim,) = shop.cards(shelf, shop.product(shelf, "sim", kind="sim"), 1)
    take = start(shelf, shelf.card)
    scan(shelf, take, sim, *shelf.items)
    assert (sim.serial, "available", False) in read(take)
    assert (close(shelf, take).found, take.uncounted.count()) == (4, 0)


def test_a_sale_during_the_count_makes_no_difference(shelf):
    first, second, *others = shelf.items
    session, amina = shop.open_till(shelf), shop.amina(shelf)
    take = start(shelf)
    # Sold before anybody scanned it; the serial is pasted afterwards from the scanner's memory.
    shop.buy(shelf, session, amina, shelf.card, now=shelf.later)
    scan(shelf, take, first, second, *others)
    # Sold once it was scanned.
    shop.buy(shelf, session, amina, shelf.card, now=shelf.later)
    assert {*StockItem.objects.filter(state="sold")} == {first, second}
    assert (close(shelf, take).found, take.counted.filter(expected=False).count()) == (4, 0)


def test_a_card_that_is_sold_and_not_scanned_is_not_missing(shelf):
    take = start(shelf)
    shop.buy(shelf, shop.open_till(shelf), shop.amina(shelf), shelf.card, now=shelf.later)
    scan(shelf, take, *shelf.items[1:])
    closed = close(shelf, take)
    assert (closed.found, closed.expected) == (3, 3)


def test_a_card_that_was_sold_before_is_surprising(shelf):
    shop.buy(shelf, shop.open_till(shelf), shop.amina(shelf), shelf.card)
    take = counts.start_count(by=shelf.denis, now=shelf.later)
    scan(shelf, take, *shelf.items)
    assert (shelf.items[0].serial, "sold", False) in read(take)


def test_a_lot_that_comes_during_the_count_is_not_missing(shelf):
    take = start(shelf)
    scan(shelf, take, *shelf.items)
    lot = lots.read_lot(
        shelf.card, lines=[("AB-0001", "", "")], by=shelf.denis, now=shelf.later, today=shelf.today
    )
    lots.confirm_lot(lot, by=shelf.denis, now=shelf.later, today=shelf.today)
    assert close(shelf, take).expected == 4


def test_missing_cards_are_noted_and_the_sold_ones_left_alone(shelf):
    first, second, third, _ = shelf.items
    take = start(shelf)
    scan(shelf, take, shelf.items[3])
    with pytest.raises(counts.CountStillOpen):
        counts.note_missing(take, cards=[first.pk], reason="Vol", by=shelf.maud, now=shelf.now)
    close(shelf, take)
    shop.buy(shelf, shop.open_till(shelf), shop.amina(shelf), shelf.card)  # the first to expire was there
    everything = [item.pk for item in shelf.items]
    noted = counts.note_missing(take, cards=everything, reason="Vol", by=shelf.maud, now=shelf.later)
    assert noted == 2
    assert set(StockItem.objects.filter(state="missing")) == {second, third}
    assert second.events.get().reason == "Vol"
    with pytest.raises(counts.NothingStillMissing):
        counts.note_missing(take, cards=everything, reason="Vol", by=shelf.maud, now=shelf.later)


def test_a_card_noted_missing_that_is_found_comes_back(shelf):
    first, second, *_ = shelf.items
    move_card(first, to="missing", by=shelf.maud, now=shelf.now)
    take = start(shelf)
    scan(shelf, take, first, second)
    assert counts.take_back_found(first, by=shelf.maud, now=shelf.later).state == "available"
    with pytest.raises(NotThatWay):
        counts.take_back_found(first, by=shelf.maud, now=shelf.later)
    with pytest.raises(NotThatWay):
        counts.take_back_found(second, by=shelf.maud, now=shelf.later)


def test_one_count_at_a_time_and_nothing_after_the_end(shelf):
    take = start(shelf, shelf.card)
    with pytest.raises(counts.CountRunning):
        start(shelf)
    close(shelf, take)
    with pytest.raises(counts.CountClosed):
        scan(shelf, take, shelf.items[0])
    with pytest.raises(counts.CountClosed):
        close(shelf, take)
    assert start(shelf).closed_at is None


def test_too_many_serials_at_once_are_refused(shelf):
    with pytest.raises(counts.TooManyAtOnce):
        scan(shelf, start(shelf), *range(lots.MOST + 1))


def test_two_who_start_and_two_who_close_at_once(committed):
    world = committed
    with inside(world.grenoble):
        shop.cards(world, shop.product(world), 2)
    here = lambda: inside(world.grenoble)  # noqa: E731
    assert scenes.at_once(2, standing=here, act=lambda _: start(world)) == {"done": 1, "count_running": 1}
    with inside(world.grenoble):
        take = StockTake.objects.get()
    assert scenes.at_once(2, standing=here, act=lambda _: close(world, take)) == {
        "done": 1,
        "count_closed": 1,
    }
    with inside(world.grenoble):
        assert take.uncounted.count() == 2


def test_a_card_that_is_being_sold_as_the_count_ends_is_not_missing(committed):
    world = committed
    with inside(world.grenoble):
        card = shop.product(world)
        sold, left = shop.cards(world, card, 2)
        take = start(world)
    taken, closed = Event(), Event()

    def sell_slowly():
        with inside(world.grenoble), transaction.atomic():
            take_card(card, by=world.denis, now=world.now, today=world.today)
            taken.set()
            assert closed.wait(60)
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        sale = thread.submit(sell_slowly)
        assert taken.wait(60)
        with inside(world.grenoble):
            close(world, take)
        closed.set()
        sale.result()
    with inside(world.grenoble):
        assert not_found(take) == [left.serial]
        sold.refresh_from_db()
        assert sold.state == "sold"


def test_from_the_page(shelf, site):
    denis, maud = site("grenoble", shelf.denis), site("grenoble", shelf.maud)
    first, second, third, fourth = shelf.items
    move_card(first, to="missing", by=shelf.maud, now=shelf.now)
    page = denis.post(PAGE, {"product": ""})["Location"]
    assert "3 encore à trouver" in denis.get(page).text
    assert "déjà commencé" in maud.post(PAGE, {"product": ""}).text
    denis.post(page, {"serial": second.serial, "many": f"{first.serial}\n{third.serial}\n"})
    text = denis.get(page).text
    assert "2 trouvées, 1 encore à trouver" in text
    assert "Inattendues" in text
    assert "Remettre en stock" not in text
    assert "Remettre en stock" in maud.get(page).text
    assert page in denis.get(PAGE).text
    assert denis.post(f"{page}clore/").status_code == 302
    assert "2 sur 3 à la clôture" in denis.get(page).text
    said = {"cards": [str(fourth.pk)], "reason": "Introuvable"}
    assert denis.post(f"{page}manquantes/", said).status_code == 403
    assert fourth.serial in maud.get(f"{page}manquantes/").text
    assert maud.post(f"{page}manquantes/", said)["Location"] == page
    fourth.refresh_from_db()
    assert fourth.state == "missing"
    assert fourth.serial in maud.get(page).text
    again = maud.post(f"{page}manquantes/", said)
    assert again.status_code == 409
    assert "rien à noter" in again.text
    late = denis.post(page, {"serial": fourth.serial})
    assert late.status_code == 409
    assert "Cet inventaire est clos" in late.text
    found = StockTake.objects.get().counted.get(item=first)
    assert denis.post(f"{PAGE}lues/{found.pk}/remettre/").status_code == 403
    assert maud.post(f"{PAGE}lues/{found.pk}/remettre/")["Location"] == page
    first.refresh_from_db()
    assert first.state == "available"


def test_a_host_and_another_antenne_do_not_count(shelf, site):
    take = start(shelf)
    assert site("grenoble", shelf.lea).get(PAGE).status_code == 403
    assert site("grenoble", shelf.lea).post(f"{PAGE}{take.pk}/clore/").status_code == 403
    assert site("lyon", shelf.marc).get(f"{PAGE}{take.pk}/").status_code == 404


def test_the_stock_page_counts_what_is_left_sold_and_soon_over(shelf, site):
    session, amina = shop.open_till(shelf), shop.amina(shelf)
    sold = shop.buy(shelf, session, amina, shelf.card, quantity=2)
    shop.buy(shelf, session, amina, shelf.card, now=shelf.later)
    lots.expire_cards(today=shelf.today + timedelta(days=200), now=shelf.now)
    soon, over = shop.cards(shelf, shelf.card, 2, prefix="S")
    StockItem.objects.filter(pk=soon.pk).update(expires_on=shelf.today + timedelta(days=30))
    StockItem.objects.filter(pk=over.pk).update(expires_on=shelf.today - timedelta(days=1))
    (one,) = shelves(shelf.today)
    assert sold.total_cents == 1000
    assert (one.left, one.sold, one.soon, one.expired, one.low, one.known) == (1, 3, 1, 1, True, True)
    text = site("grenoble", shelf.denis).get("/caisse/cartes/").text
    assert "?etat=bientot" in text
    narrowed = (
        site("grenoble", shelf.denis).get(f"/caisse/cartes/produits/{shelf.card.pk}/?etat=bientot").text
    )
    assert soon.serial in narrowed
    assert over.serial not in narrowed
    # Today's sales are not those of next month.
    assert shelves(shelf.today + timedelta(days=31)).get().sold == 0
