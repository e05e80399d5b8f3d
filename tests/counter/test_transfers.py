"""Cards go from Grenoble to Lyon in a parcel that both sign; nobody else reads it or writes in it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import scenes
import shop
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from billing.counter import queries
from billing.counter.models import StockEvent, StockItem
from billing.counter.operations import lots, parcels
from billing.counter.operations.cards import CardNotForSale, NoCardLeft, take_card
from billing.counter.operations.codes import reveal_code
from billing.tariffs.models import CardTransfer, TransferredCard
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from kit.secrets import lock_up
from kit.states import NotThatWay
from tenants.network.models import Antenne

PAGE = "/caisse/cartes/colis/"
HOME = "/caisse/cartes/"


@pytest.fixture
def two(world):
    """Grenoble has five cards, Lyon none; nobody stands anywhere."""
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    return stocked(world)


def stocked(world):
    world.dora = world.person("desk@lyon.example")
    world.card = shop.product(world)
    with inside(world.grenoble):
        world.items = shop.cards(world, world.card, 5)
    return world


def send(world, *serials, quantity=0, to=None, after=0, **changes):
    """Denis sends from Grenoble, `after` minutes."""
    what = {"serials": serials} if serials else {"product": world.card, "quantity": quantity}
    options = {"by": world.denis, "today": world.today, "now": world.now + timedelta(minutes=after)} | changes
    with inside(world.grenoble):
        return parcels.send_cards(to or world.lyon, **what, **options)


def receive(world, parcel, *serials):
    with inside(world.lyon):
        return parcels.receive_parcel(parcel, serials=serials, by=world.dora, now=world.now)


def states(antenne, *items):
    with inside(antenne):
        found = dict(StockItem.objects.order_by().values_list("serial", "state"))
    return [found.get(str(item)) for item in items]


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def paris(world):
    """A third antenne with a shop; it needs no schema to be written to."""
    with at(NATIONAL):
        return Antenne.objects.create(
            code="paris", schema_name="paris", name="Paris", departement="75", state="open", open_at=world.now
        )


def test_the_first_to_expire_leave_the_stock_and_the_parcel_says_which(two):
    parcel = send(two, quantity=2)
    first, second, third, *_ = two.items
    assert states(two.grenoble, first, second, third) == ["transferred", "transferred", "available"]
    assert (parcel.state, parcel.sender, parcel.recipient, parcel.count) == (
        "sent",
        two.grenoble,
        two.lyon,
        2,
    )
    assert (parcel.sent_by, parcel.sent_at) == (two.denis, two.now)
    with inside(two.lyon):
        listed = queries.parcels_to_receive().get().cards.values_list("serial", flat=True)
        assert set(listed) == {first.serial, second.serial}
    with inside(two.grenoble):
        assert StockEvent.objects.filter(item=first).get().reason == "Vers Lyon"
        assert Entry.objects.get(verb="stock.transfer_sent").by == two.denis.pk
        with pytest.raises(CardNotForSale):
            take_card(two.card, serial=first.serial, by=two.denis, now=two.now, today=two.today)


def test_what_is_received_is_on_the_shelf_and_what_is_missing_is_named_on_both_sides(two):
    first, second, third, *_ = two.items
    parcel = send(two, first.serial, second.serial, third.serial)
    receive(two, parcel, first.serial, third.serial)
    assert states(two.lyon, first, second, third) == ["available", None, "available"]
    for antenne in (two.grenoble, two.lyon):
        with inside(antenne):
            seen = queries.parcels().get()
            assert (seen.state, seen.missing, seen.missing_serials) == ("received", 1, [second.serial])
            assert (seen.received_by, seen.received_at) == (two.dora, two.now)
    with inside(two.lyon):
        got = StockItem.objects.get(serial=first.serial)
        assert (got.product, got.expires_on, got.lot, got.received_at) == (
            two.card,
            first.expires_on,
            None,
            two.now,
        )
        event = got.events.get()
        assert (event.by, event.reason) == (two.dora, "De Grenoble")
        assert Entry.objects.get(verb="stock.transfer_received").by == two.dora.pk


def test_a_code_travels_closed_and_is_read_by_who_sells_it(two):
    first = two.items[0]
    with inside(two.grenoble):
        StockItem.objects.filter(pk=first.pk).update(code_closed=lock_up("S3CRET", label=first.serial))
    receive(two, send(two, first.serial), first.serial)
    with inside(two.lyon):
        assert "S3CRET" not in str(list(TransferredCard.objects.values()))
        item = take_card(two.card, by=two.dora, now=two.now, today=two.today)
        assert reveal_code(item, by=two.dora, now=two.now) == "S3CRET"


def test_there_and_back(two):
    first = two.items[0]
    receive(two, send(two, first.serial), first.serial)
    with inside(two.lyon):
        back = parcels.send_cards(
            two.grenoble, serials=[first.serial], by=two.dora, now=two.now, today=two.today
        )
    with inside(two.grenoble):
        parcels.receive_parcel(back, serials=[first.serial], by=two.denis, now=two.now)
        assert [event.state for event in StockEvent.objects.filter(item=first)] == [
            "transferred",
            "available",
        ]
    assert (states(two.grenoble, first), states(two.lyon, first)) == (["available"], ["transferred"])
    # And a second time the same way.
    receive(two, send(two, first.serial, after=1), first.serial)
    assert (states(two.grenoble, first), states(two.lyon, first)) == (["transferred"], ["available"])


def test_a_card_that_was_sent_does_not_come_back_by_a_lot(two):
    first = two.items[0]
    send(two, first.serial)
    with inside(two.grenoble):
        lot = lots.read_lot(
            two.card, lines=[(first.serial, "", "")], by=two.denis, now=two.now, today=two.today
        )
        assert "revient par un colis" in lot.rows[0]["error"]
        with pytest.raises(lots.NoGoodCard):
            lots.confirm_lot(lot, by=two.denis, now=two.now, today=two.today)


def test_a_parcel_that_is_not_received_is_cancelled(two):
    first = two.items[0]
    parcel = send(two, first.serial)
    with inside(two.grenoble):
        taken = parcels.take_parcel_back(parcel, by=two.denis, now=two.now)
        assert (taken.state, taken.taken_back_at) == ("taken_back", two.now)
    assert states(two.grenoble, first) == ["available"]
    with pytest.raises(NotThatWay):
        receive(two, parcel, first.serial)
    assert states(two.lyon, first) == [None]


def test_a_parcel_that_is_refused_is_taken_back(two):
    first = two.items[0]
    parcel = send(two, first.serial)
    with inside(two.lyon):
        parcels.refuse_parcel(parcel, reason="Pas commandé", by=two.dora, now=two.now)
    assert states(two.grenoble, first) == ["transferred"]
    with inside(two.grenoble):
        assert queries.parcels_to_take_back().get().reason == "Pas commandé"
        parcels.take_parcel_back(parcel, by=two.denis, now=two.now)
        with pytest.raises(NotThatWay):
            parcels.take_parcel_back(parcel, by=two.denis, now=two.now)
    assert states(two.grenoble, first) == ["available"]


def test_what_was_received_is_not_taken_back(two):
    first = two.items[0]
    parcel = send(two, first.serial)
    receive(two, parcel, first.serial)
    with inside(two.grenoble), pytest.raises(NotThatWay):
        parcels.take_parcel_back(parcel, by=two.denis, now=two.now)
    with inside(two.lyon), pytest.raises(NotThatWay):
        parcels.refuse_parcel(parcel, reason="Trop tard", by=two.dora, now=two.now)


def test_a_missing_card_that_had_stayed_is_found_again_once(two):
    first, second, *_ = two.items
    parcel = send(two, first.serial, second.serial)
    receive(two, parcel, first.serial)

    def found(serial, parcel=parcel):
        with inside(two.grenoble):
            return parcels.find_again(parcel, serial=serial, by=two.maud, now=two.now)

    with pytest.raises(parcels.NotMissingThere):
        found(first.serial)
    assert found(second.serial).state == "available"
    # Sent again, it is no longer where the first parcel had left it.
    receive(two, send(two, second.serial, after=1), second.serial)
    with pytest.raises(parcels.NotMissingThere):
        found(second.serial)
    assert states(two.lyon, second) == ["available"]


@pytest.mark.parametrize("where", ["itself", "without a shop", "suspended"])
def test_only_another_open_antenne_with_a_shop_receives_cards(two, where):
    other = two.grenoble if where == "itself" else paris(two)
    if where == "without a shop":
        other.has_shop = False
    elif where == "suspended":
        other.state = "suspended"
    with pytest.raises(parcels.NotAShop):
        send(two, quantity=1, to=other)


def test_what_is_not_on_the_shelf_is_not_sent(two):
    with pytest.raises(parcels.NotEnoughToSend, match="Il n’y a que 5"):
        send(two, quantity=6)
    with pytest.raises(parcels.CardNotHere, match="ZZ-1"):
        send(two, two.items[0].serial, "ZZ-1")
    with pytest.raises(parcels.NothingToSend):
        send(two)
    with pytest.raises(parcels.TooManyToSend):
        send(two, quantity=parcels.MOST_SENT + 1)
    assert states(two.grenoble, *two.items) == ["available"] * 5
    with inside(two.grenoble):
        assert not CardTransfer.objects.exists()


def test_who_receives_says_what_is_there_and_nothing_else(two):
    first, second, *_ = two.items
    parcel = send(two, first.serial)
    with pytest.raises(parcels.NothingArrived):
        receive(two, parcel)
    with pytest.raises(parcels.NotInTheParcel, match=second.serial):
        receive(two, parcel, first.serial, second.serial)
    with inside(two.lyon):
        StockItem.objects.create(product=two.card, serial=first.serial, received_at=two.now)
    with pytest.raises(parcels.AlreadyHere):
        receive(two, parcel, first.serial)
    with inside(two.lyon):
        assert queries.parcels_to_receive().count() == 1


def test_a_third_antenne_reads_nothing_of_a_parcel(two):
    with inside(two.lyon):
        card = StockItem.objects.create(product=two.card, serial="LY-0001", received_at=two.now)
        parcel = parcels.send_cards(
            paris(two), serials=[card.serial], by=two.dora, now=two.now, today=two.today
        )
        assert sql("SELECT count(*) FROM public.tariffs_transferredcard") == [(1,)]
    with inside(two.grenoble):
        assert sql("SELECT count(*) FROM public.tariffs_cardtransfer") == [(0,)]
        assert sql("SELECT count(*) FROM public.tariffs_transferredcard") == [(0,)]
        assert sql("UPDATE public.tariffs_cardtransfer SET reason = 'x'") == 0
        with pytest.raises(DatabaseError, match="row-level security"):
            sql(
                "INSERT INTO public.tariffs_transferredcard (id, transfer_id, product_id, serial, code_closed)"
                " VALUES (gen_random_uuid(), %s, %s, 'GR-1', '')", parcel.pk, two.card.pk,
            )  # fmt: skip


def test_an_antenne_writes_no_parcel_in_the_name_of_another(two):
    written = (
        "INSERT INTO public.tariffs_cardtransfer"
        " (id, sender_id, recipient_id, state, count, sent_by_id, sent_at, reason, missing, missing_serials,"
        " taken_back_at) VALUES (gen_random_uuid(), %s, %s, %s, 1, %s, now(), '', 0, '[]', now())"
    )
    with inside(two.lyon):
        for sender, recipient, state in (
            (two.grenoble, two.lyon, "sent"),
            (two.lyon, two.grenoble, "taken_back"),
        ):
            with pytest.raises(DatabaseError, match="row-level security"):
                sql(written, sender.pk, recipient.pk, state, two.dora.pk)
        assert sql(written, two.lyon.pk, two.grenoble.pk, "sent", two.dora.pk) == 1


RECEIVED = (
    "UPDATE public.tariffs_cardtransfer SET state = 'received', received_at = now(), received_by_id = %s"
)
REFUSED = "UPDATE public.tariffs_cardtransfer SET state = 'refused', refused_at = now(), reason = 'x'"
TAKEN_BACK = "UPDATE public.tariffs_cardtransfer SET state = 'taken_back', taken_back_at = now()"


def test_each_side_signs_for_itself_alone(two):
    send(two, quantity=1)
    with inside(two.grenoble):
        for statement, *parameters in ((RECEIVED, two.denis.pk), (REFUSED,)):
            with pytest.raises(DatabaseError, match="row-level security"):
                sql(statement, *parameters)
    with inside(two.lyon):
        with pytest.raises(DatabaseError, match="row-level security"):
            sql(TAKEN_BACK)
        with pytest.raises(DatabaseError, match="row-level security"):
            sql("UPDATE public.tariffs_cardtransfer SET reason = 'x'")
        for column, value in (("sender_id", two.lyon.pk), ("count", 0), ("sent_by_id", two.dora.pk)):
            with pytest.raises(DatabaseError, match="what was signed stays"):
                sql(f"{REFUSED}, {column} = %s", value)
        with pytest.raises(DatabaseError, match="permission denied"):
            sql("DELETE FROM public.tariffs_cardtransfer")
        with pytest.raises(DatabaseError, match="permission denied"):
            sql("UPDATE public.tariffs_transferredcard SET serial = 'x'")


def test_what_is_signed_is_not_signed_again(two):
    first, second, *_ = two.items
    parcel = send(two, first.serial, second.serial)
    receive(two, parcel, first.serial)
    with inside(two.lyon), pytest.raises(DatabaseError, match="what was signed stays"):
        sql("UPDATE public.tariffs_cardtransfer SET missing = 0, missing_serials = '[]'")
    with inside(two.grenoble), pytest.raises(DatabaseError, match="what was signed stays"):
        sql(TAKEN_BACK)
    # Nor is a card slipped into a parcel that has left the sender's hands.
    with inside(two.grenoble), pytest.raises(DatabaseError, match="row-level security"):
        TransferredCard.objects.create(transfer=parcel, product=two.card, serial="GR-1")


def test_two_who_receive_one_parcel_at_once(committed):
    two = stocked(committed)
    parcel = send(two, quantity=3)
    serials = [item.serial for item in two.items[:3]]
    answers = scenes.at_once(
        2,
        standing=lambda: inside(two.lyon),
        act=lambda n: parcels.receive_parcel(parcel, serials=serials[n:], by=two.dora, now=two.now),
    )
    assert answers == {"done": 1, "not_that_way": 1}
    with inside(two.lyon):
        assert StockItem.objects.count() == StockEvent.objects.count() == 3 - queries.parcels().get().missing


def test_received_and_taken_back_at_once(committed):
    two = stocked(committed)
    parcel = send(two, quantity=2)
    serials = [item.serial for item in two.items[:2]]

    def act(number):
        if number:
            return parcels.take_parcel_back(parcel, by=two.denis, now=two.now)
        with inside(two.lyon):
            return parcels.receive_parcel(parcel, serials=serials, by=two.dora, now=two.now)

    answers = scenes.at_once(2, standing=lambda: inside(two.grenoble), act=act)
    assert answers == {"done": 1, "not_that_way": 1}
    here, there = states(two.grenoble, *serials), states(two.lyon, *serials)
    assert (here, there) in (
        (["transferred"] * 2, ["available"] * 2),
        (["available"] * 2, [None] * 2),
    )


def test_two_who_send_the_same_cards_at_once(committed):
    two = stocked(committed)
    serials = [item.serial for item in two.items[:3]]
    answers = scenes.at_once(
        2,
        standing=lambda: inside(two.grenoble),
        act=lambda n: parcels.send_cards(
            two.lyon, serials=serials[:: 1 - 2 * n], by=two.denis, now=two.now, today=two.today
        ),
    )
    assert answers == {"done": 1, "card_not_here": 1}
    with inside(two.lyon):
        assert queries.parcels().get().count == 3


def test_a_parcel_and_a_lot_that_say_the_same_card_at_once(committed):
    two = stocked(committed)
    serial = two.items[0].serial
    parcel = send(two, serial)
    with inside(two.lyon):
        lot = lots.read_lot(two.card, lines=[(serial, "", "")], by=two.dora, now=two.now, today=two.today)

    def act(number):
        if number:
            return parcels.receive_parcel(parcel, serials=[serial], by=two.dora, now=two.now)
        return lots.confirm_lot(lot, by=two.dora, now=two.now, today=two.today)

    answers = scenes.at_once(2, standing=lambda: inside(two.lyon), act=act)
    assert answers["done"] == 1
    assert set(answers) - {"done"} <= {"already_here", "no_good_card"}
    assert states(two.lyon, serial) == ["available"]


def test_the_last_card_is_sold_or_sent_never_both(committed):
    two = stocked(committed)
    with inside(two.grenoble):
        StockItem.objects.exclude(pk=two.items[0].pk).delete()

    def act(number):
        if number:
            return send(two, quantity=1)
        return take_card(two.card, by=two.denis, now=two.now, today=two.today)

    answers = scenes.at_once(2, standing=lambda: inside(two.grenoble), act=act)
    assert answers["done"] == 1
    assert set(answers) - {"done"} <= {NoCardLeft.code(), parcels.NotEnoughToSend.code()}


def test_from_the_pages_of_both_antennes(two, site):
    denis, dora = site("grenoble", two.denis), site("lyon", two.dora)
    first, second, *_ = two.items
    form = denis.get(f"{PAGE}envoyer/").text
    assert ">Lyon</option>" in form
    assert ">Grenoble</option>" not in form
    said = {"key": uuid4(), "recipient": two.lyon.pk, "product": two.card.pk, "quantity": 2, "serials": ""}
    page = denis.post(f"{PAGE}envoyer/", said)["Location"]
    assert denis.post(f"{PAGE}envoyer/", said)["Location"] == page  # a second tap: one parcel
    assert states(two.grenoble, *two.items).count("transferred") == 2
    assert first.serial in denis.get(page).text
    assert "Reprendre les cartes" in denis.get(page).text
    assert "Colis à recevoir" in dora.get(HOME).text
    assert "Un colis de 2 cartes vient de Grenoble." in dora.get("/").text
    assert "Un colis de 2 cartes" not in denis.get("/").text
    assert "Ouvrir et signer" in dora.get(page).text
    assert dora.post(f"{page}recevoir/", {"scanned": "", "ticked": []}).status_code == 409
    answer = dora.post(f"{page}recevoir/", {"scanned": f"{first.serial}\n", "ticked": []})
    assert answer["Location"] == page
    for someone in (denis, dora):
        text = someone.get(page).text
        assert "1 manquante à l’ouverture" in text
        assert second.serial in text
        assert "Accueil" in text
    assert "Colis à recevoir" not in dora.get(HOME).text
    assert "1 manquante" in denis.get(PAGE).text
    maud = site("grenoble", two.maud)
    assert "Elle était restée ici" not in denis.get(page).text
    assert "Elle était restée ici" in maud.get(page).text
    assert maud.post(f"{page}retrouvee/", {"serial": second.serial})["Location"] == page
    assert states(two.grenoble, first, second) == ["transferred", "available"]
    assert "Elle était restée ici" not in maud.get(page).text


def test_all_of_it_is_there_at_a_stroke_and_scanned_serials_are_sent(two, site):
    denis, dora = site("grenoble", two.denis), site("lyon", two.dora)
    first, second, *_ = two.items
    said = {"key": uuid4(), "recipient": two.lyon.pk, "serials": f"{first}\n{second}\n"}
    page = denis.post(f"{PAGE}envoyer/", said)["Location"]
    dora.post(f"{page}recevoir/", {"scanned": "", "ticked": [first.serial], "complete": "on"})
    assert states(two.lyon, first, second) == ["available", "available"]
    text = denis.post(f"{PAGE}envoyer/", said | {"quantity": 2}).text
    assert "l’un des deux" in text
    # It has left: the sentence is above the form, and what was typed stays.
    gone = denis.post(f"{PAGE}envoyer/", said | {"key": uuid4()})
    assert gone.status_code == 409
    assert "retirez-la du colis" in gone.text
    assert second.serial in gone.text


def test_a_parcel_refused_from_the_page_comes_home(two, site):
    denis, dora = site("grenoble", two.denis), site("lyon", two.dora)
    parcel = send(two, quantity=2)
    page = f"{PAGE}{parcel.pk}/"
    assert dora.post(f"{page}refuser/", {"reason": ""}).status_code == 200
    assert dora.post(f"{page}refuser/", {"reason": "Pas commandé"})["Location"] == page
    assert dora.get(f"{page}recevoir/")["Location"] == page
    assert "Lyon a refusé votre colis" in denis.get("/").text
    assert "Pas commandé" in denis.get(HOME).text
    assert denis.post(f"{page}reprendre/")["Location"] == page
    assert "refusé votre colis" not in denis.get("/").text
    assert states(two.grenoble, *two.items) == ["available"] * 5


def test_neither_side_signs_for_the_other_and_a_host_sees_no_parcel(two, site):
    parcel = send(two, quantity=1)
    page = f"{PAGE}{parcel.pk}/"
    said = {"scanned": two.items[0].serial, "reason": "x"}
    for path in ("recevoir/", "refuser/"):
        assert site("grenoble", two.denis).post(page + path, said).status_code == 404
    assert site("lyon", two.dora).post(f"{page}reprendre/").status_code == 404
    assert site("lyon", two.marc).post(f"{page}retrouvee/", {"serial": "x"}).status_code == 404
    for host, person in (("grenoble", two.lea), ("lyon", two.karim)):
        assert site(host, person).get(page).status_code == 403
        assert site(host, person).get(PAGE).status_code == 403
        assert site(host, person).post(f"{page}recevoir/", said).status_code == 403
    assert "Un colis" not in site("lyon", two.karim).get("/").text


def test_another_antenne_finds_no_page_of_a_parcel(two, site):
    with inside(two.lyon):
        StockItem.objects.create(product=two.card, serial="LY-0001", received_at=two.now)
        parcel = parcels.send_cards(
            paris(two), serials=["LY-0001"], by=two.dora, now=two.now, today=two.today
        )
    denis = site("grenoble", two.denis)
    for path in ("", "recevoir/", "refuser/"):
        assert denis.get(f"{PAGE}{parcel.pk}/{path}").status_code == 404
    assert "Paris" not in denis.get(PAGE).text
