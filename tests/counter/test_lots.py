"""Cards are looked at before they are in stock; their codes are closed at once."""

from datetime import timedelta

import pytest
import scenes
import shop
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from billing.counter.models import StockEvent, StockItem, StockLot
from billing.counter.operations import lots
from billing.counter.operations.cards import NoCardLeft
from billing.counter.operations.codes import reveal_code
from kit.antennes import inside
from kit.secrets import NotOurs, unlock


@pytest.fixture
def shelf(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    grenoble.card = shop.product(grenoble)
    return grenoble


def read(shelf, *lines):
    return lots.read_lot(shelf.card, lines=lines, by=shelf.denis, now=shelf.now, today=shelf.today)


def confirm(shelf, lot, **changes):
    return lots.confirm_lot(lot, **({"by": shelf.denis, "now": shelf.now, "today": shelf.today} | changes))


def test_wrong_lines_are_said_and_left_out(shelf):
    shop.cards(shelf, shelf.card, 1, prefix="K")
    lot = read(
        shelf, ("AB-0001", "1234", "31/12/2099"), ("AB-0001", "", ""), ("é", "", ""), ("AB-0002", "", "2020-01-01"),
        ("AB-0003", "", "bientôt"), ("Kcarte-5-0001", "", ""),
    )  # fmt: skip
    assert [bool(row["error"]) for row in lot.rows] == [False, True, True, True, True, True]
    received = confirm(shelf, lot)
    assert (received.count, received.rows) == (1, [])
    assert StockItem.objects.filter(lot=lot).get().serial == "AB-0001"


def test_no_code_stands_open_and_each_opens_for_its_card_alone(shelf):
    lot = read(shelf, ("AB-0001", "S3CRET", ""), ("AB-0002", "0THER1", ""))
    assert "S3CRET" not in str(lot.rows)
    confirm(shelf, lot)
    one, other = StockItem.objects.order_by("serial")
    assert unlock(one.code_closed, label=one.serial) == "S3CRET"
    with pytest.raises(NotOurs):
        unlock(one.code_closed, label=other.serial)


def test_nothing_good_is_refused_and_dropping_erases(shelf):
    with pytest.raises(lots.NothingInTheLot):
        read(shelf)
    bad = read(shelf, ("é", "", ""))
    with pytest.raises(lots.NoGoodCard):
        confirm(shelf, bad)
    assert lots.drop_lot(bad, by=shelf.denis, now=shelf.now).rows == []


def test_a_code_in_the_place_of_the_serial_is_not_kept(shelf):
    shelf.card.serial_prefix = "AB"
    lot = read(shelf, ("909912345678", "", ""), ("AB-0001", "1234", ""), ("un code !", "", ""))
    assert "909912345678" not in str(lot.rows)
    assert "un code" not in str(lot.rows)
    assert "est-ce le code" in lot.rows[0]["error"]
    assert confirm(shelf, lot).count == 1


def test_a_card_that_expired_since_it_was_read_is_left_out(shelf):
    lot = read(shelf, ("AB-0001", "", shelf.today.isoformat()), ("AB-0002", "", ""))
    assert confirm(shelf, lot, today=shelf.today + timedelta(days=1)).count == 1
    assert StockItem.objects.get().serial == "AB-0002"


def test_two_lots_that_share_a_card_confirmed_at_once(committed):
    world = committed
    with inside(world.grenoble):
        world.card = shop.product(world)
        read_lots = [read(world, ("AB-0001", "1", ""), (f"AB-100{n}", "2", "")) for n in range(2)]
    answers = scenes.at_once(
        2, standing=lambda: inside(world.grenoble), act=lambda n: confirm(world, read_lots[n])
    )
    assert answers == {"done": 2}
    with inside(world.grenoble):
        assert sorted(StockLot.objects.values_list("count", flat=True)) == [1, 2]
        assert StockItem.objects.count() == StockEvent.objects.count() == 3


def test_two_who_ask_for_one_code_at_once(committed):
    world = committed
    with inside(world.grenoble):
        world.card = shop.product(world)
        confirm(world, read(world, ("AB-0001", "1234", "")))
        shop.buy(world, shop.open_till(world), shop.amina(world), world.card)
        item = StockItem.objects.get()
    answers = scenes.at_once(
        2,
        standing=lambda: inside(world.grenoble),
        act=lambda _: reveal_code(item, by=world.denis, now=world.now),
    )
    assert answers == {"done": 1, "code_already_shown": 1}


def test_an_expired_card_leaves_the_shelf_and_is_not_sold(shelf):
    shop.cards(shelf, shelf.card, 1)
    StockItem.objects.update(expires_on=shelf.today - timedelta(days=1))
    amina, session = shop.amina(shelf), shop.open_till(shelf)
    with pytest.raises(NoCardLeft):
        shop.buy(shelf, session, amina, shelf.card)
    assert lots.expire_cards(today=shelf.today, now=shelf.now) == 1
    assert StockItem.objects.get().state == "expired"


def test_a_file_from_the_page(shelf, site):
    denis = site("grenoble", shelf.denis)
    content = "Numéro de série;Code;Expire le\nAB-0001;1234;31/12/2099\nAB-0002;5678;\n".encode()
    sent = {
        "product": shelf.card.pk,
        "label": "BL 12",
        "file": SimpleUploadedFile("lot.csv", content),
        "serials": "AB-0003",
    }
    page = denis.post("/caisse/cartes/recevoir/", sent)["Location"]
    assert "3 cartes à recevoir" in denis.get(page).text
    assert denis.post(f"{page}recevoir/").status_code == 302
    assert StockItem.objects.filter(state="available").count() == 3
    assert "AB-0002" in denis.get(f"/caisse/cartes/produits/{shelf.card.pk}/").text


def test_a_file_that_is_no_table_is_refused_with_a_sentence(shelf, site):
    denis = site("grenoble", shelf.denis)
    sent = {
        "product": shelf.card.pk,
        "file": SimpleUploadedFile("lot.xlsx", b"\x00\x01PK\x03"),
        "serials": "",
    }
    assert denis.post("/caisse/cartes/recevoir/", sent).status_code == 409
    assert StockLot.objects.count() == 0


def test_a_manager_corrects_a_card_and_a_volunteer_does_not(shelf, site):
    (item,) = shop.cards(shelf, shelf.card, 1)
    page, said = f"/caisse/cartes/{item.pk}/", {"to": "missing", "reason": "Introuvable"}
    site("grenoble", shelf.denis).post(page, said)
    item.refresh_from_db()
    assert item.state == "available"
    assert site("grenoble", shelf.maud).post(page, said).status_code == 302
    item.refresh_from_db()
    assert item.state == "missing"
    assert "Introuvable" in site("grenoble", shelf.maud).get(page).text


def test_the_home_page_says_what_runs_out(shelf, site):
    shop.cards(shelf, shelf.card, 3)
    assert "il en reste 3" in site("grenoble", shelf.denis).get("/").text
    assert "il en reste 3" not in site("grenoble", shelf.lea).get("/").text
