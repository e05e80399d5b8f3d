"""The national catalogue: two persons, one price a day, a past that nobody changes."""

from datetime import timedelta

import pytest
import scenes
import shop
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from price_lists import cents, draft, publish

from billing.tariffs import starting
from billing.tariffs.models import Price, PriceList, Product
from billing.tariffs.operations import ceilings as ceilings_operations
from billing.tariffs.operations import (
    lists,
    publishing,
    retire_product,
    set_ceiling,
)
from billing.tariffs.queries import ceilings_on, prices_on
from kit.antennes import NATIONAL, at, inside


def test_a_change_planned_for_midnight(office):
    publish(office, draft(office))
    assert (cents(office, office.today), cents(office, office.tomorrow)) == (500, 600)
    with inside(office.grenoble):
        assert (cents(office, office.today), cents(office, office.tomorrow)) == (500, 600)


def test_who_wrote_a_list_does_not_publish_it(office):
    with pytest.raises(publishing.SecondPersonWanted):
        publish(office, draft(office), by=office.nadia)


def test_a_price_in_force_is_not_replaced_today(office):
    with pytest.raises(publishing.PastPrice):
        publish(office, draft(office, first=office.today))
    assert PriceList.objects.get(name="Suite").state == "draft"


def test_two_plans_for_one_product_are_said(office):
    publish(office, draft(office, first=office.today + timedelta(days=10)))
    with pytest.raises(publishing.PriceAlreadyPlanned):
        publish(office, draft(office, 700))


def test_an_antenne_has_its_own_price_and_sees_no_other_s(office):
    publish(office, draft(office, 300, first=office.today, antennes=[office.grenoble]))
    with inside(office.grenoble):
        assert cents(office, office.today) == 300
    with inside(office.lyon):
        assert cents(office, office.today) == 500
        assert Price.objects.filter(antenne__isnull=False).count() == 0


@pytest.mark.parametrize("shift", [0, 30])
def test_the_database_refuses_two_prices_for_a_product_and_scope(office, shift):
    first = office.today - timedelta(days=shift)
    with pytest.raises(IntegrityError, match="tariffs_one_price_a_day"), transaction.atomic():
        shop.price(office, office.card, cents=1, first=first, end=first + timedelta(days=1))


def test_neighbouring_days_and_other_scopes_are_no_overlap(office):
    plan = Product.objects.create(sku="x1", name="X", kind="plan_month")
    shop.price(office, plan, cents=1, end=office.today)
    shop.price(office, plan, cents=2, first=office.today)
    shop.price(office, plan, cents=3, first=office.today, antenne=office.lyon)
    assert Price.objects.filter(product=plan).count() == 3


ATTACKS = [
    "UPDATE tariffs_price SET solidarity_cents = 1",
    "UPDATE tariffs_price SET during = daterange(lower(during) + 1, NULL)",
    "UPDATE tariffs_price SET during = daterange(lower(during), CURRENT_DATE - 1)",
    "UPDATE tariffs_ceilingrule SET amount_cents = 1",
    "UPDATE tariffs_pricelistitem SET solidarity_cents = 1",
    "UPDATE tariffs_pricelistitem SET price_list_id ="
    " (SELECT id FROM tariffs_pricelist WHERE state = 'draft') WHERE solidarity_cents = 500",
    "UPDATE tariffs_pricelist SET state = 'draft' WHERE state = 'published'",
    "UPDATE tariffs_pricelist SET name = 'Autre' WHERE state = 'published'",
    "DELETE FROM tariffs_pricelist WHERE state = 'published'",
    "DELETE FROM tariffs_pricelistitem",
    "INSERT INTO tariffs_pricelist_antennes (pricelist_id, antenne_id)"
    " SELECT p.id, a.id FROM tariffs_pricelist p, network_antenne a WHERE p.state = 'published' LIMIT 1",
    "DELETE FROM tariffs_price",
    "DELETE FROM tariffs_ceilingrule",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_in_force_never_changes_even_by_raw_sql(office, attack):
    draft(office)  # somewhere that a line could be moved to
    refused = IntegrityError, ProgrammingError
    words = "never changes|permission denied"
    with pytest.raises(refused, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_last_price_may_end_on_a_day_to_come(office):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tariffs_price SET during = daterange(lower(during), CURRENT_DATE + 1)")
    assert office.card.pk not in prices_on(office.today + timedelta(days=2))


@pytest.mark.parametrize("end", ["NULL", "upper(during) + 1", "CURRENT_DATE - 2"])
def test_a_price_that_ends_is_neither_lengthened_nor_cut_in_the_past(office, end):
    plan = Product.objects.create(sku="x1", name="X", kind="plan_month")
    ends = shop.price(office, plan, cents=1, end=office.today + timedelta(days=9))
    change = f"UPDATE tariffs_price SET during = daterange(lower(during), {end}) WHERE id = %s"
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        connection.cursor().execute(change, [ends.pk])


def test_a_ceiling_changes_tomorrow_and_not_today(office):
    how = {"group": "connection", "by": office.nadia, "now": office.now, "today": office.today}
    with pytest.raises(ceilings_operations.PastCeiling):
        set_ceiling(first=office.today, amount_cents=4000, **how)
    set_ceiling(first=office.tomorrow, amount_cents=4000, **how)
    assert [rule.amount_cents for rule in ceilings_on(office.today)] == [3000]
    assert [rule.amount_cents for rule in ceilings_on(office.tomorrow)] == [4000]
    with pytest.raises(ceilings_operations.CeilingAlreadyPlanned):
        set_ceiling(first=office.tomorrow, amount_cents=5000, **how)
    with pytest.raises(ceilings_operations.CeilingLimitsNothing):
        set_ceiling(first=office.tomorrow, **how)


def test_nadia_writes_and_fanny_publishes(office, site):
    nadia, fanny = site("reseau", office.nadia), site("reseau", office.fanny)
    assert "Carte prépayée 10 Go" in nadia.get("/catalogue-solidaire/").text
    sent = {
        "name": "Prix du printemps", "first": office.tomorrow.isoformat(), f"s_{office.card.pk}": "6",
        f"r_{office.card.pk}": "10", f"v_{office.card.pk}": "20",
    }  # fmt: skip
    half = nadia.post("/catalogue-solidaire/listes/nouvelle/", sent | {f"r_{office.card.pk}": ""})
    assert "Donnez les deux prix" in half.text
    page = nadia.post("/catalogue-solidaire/listes/nouvelle/", sent)["Location"]
    assert "Publier</span>" not in nadia.get(page).text
    assert "Publier</span>" in fanny.get(page).text
    assert fanny.post(f"{page}publier/").status_code == 302
    assert cents(office, office.tomorrow) == 600


def test_a_vat_of_zero_stays_zero_and_an_empty_one_is_asked(office, site):
    nadia = site("reseau", office.nadia)
    sent = {"name": "Sans TVA", "first": office.tomorrow.isoformat(), f"s_{office.card.pk}": "6",
            f"r_{office.card.pk}": "10"}  # fmt: skip
    asked = nadia.post("/catalogue-solidaire/listes/nouvelle/", sent | {f"v_{office.card.pk}": ""})
    assert "Donnez la TVA" in asked.text
    assert (
        nadia.post("/catalogue-solidaire/listes/nouvelle/", sent | {f"v_{office.card.pk}": "0"}).status_code
        == 302
    )
    assert PriceList.objects.get(name="Sans TVA").items.get().vat_percent == 0


def test_a_refused_list_keeps_what_was_typed(office, site):
    nadia = site("reseau", office.nadia)
    sent = {"name": "Trop cher", "first": office.tomorrow.isoformat(), f"s_{office.card.pk}": "12",
            f"r_{office.card.pk}": "10", f"v_{office.card.pk}": "20"}  # fmt: skip
    page = nadia.post("/catalogue-solidaire/listes/nouvelle/", sent)
    assert page.status_code == 409
    assert "dépasse son prix de référence" in page.text
    assert 'value="12"' in page.text
    assert 'value="Trop cher"' in page.text


def test_a_product_that_was_retired_meanwhile_is_not_priced(office):
    written = draft(office)
    retire_product(office.card, by=office.nadia, now=office.now)
    with pytest.raises(lists.RetiredMeanwhile):
        publish(office, written)


def test_two_publications_at_once_make_one_price(committed):
    world = committed
    world.now, world.today = timezone.now(), timezone.localdate()
    world.tomorrow = world.today + timedelta(days=1)
    with at(NATIONAL):
        starting.write(drafted_by=world.nadia, published_by=world.fanny, now=world.now, day=world.today)
        world.card = Product.objects.get(sku="carte-5")
        written = [draft(world, 600), draft(world, 700)]
    answers = scenes.at_once(
        2, standing=lambda: at(NATIONAL), act=lambda number: publish(world, written[number])
    )
    assert answers == {"done": 1, "price_already_planned": 1}


def test_two_first_ceilings_at_once_are_one(committed):
    world = committed
    how = {
        "group": "accessory",
        "first": world.today,
        "by": world.nadia,
        "now": world.now,
        "today": world.today,
    }
    answers = scenes.at_once(
        2, standing=lambda: at(NATIONAL), act=lambda number: set_ceiling(amount_cents=1000 + number, **how)
    )
    assert answers == {"done": 1, "ceiling_already_planned": 1}


def test_a_product_is_added_then_retired(office, site):
    nadia = site("reseau", office.nadia)
    sent = {
        "name": "Casque",
        "sku": "casque",
        "kind": "accessory",
        "supplier": "",
        "serial_prefix": "",
        "low_stock": 5,
        "account": "707000",
    }
    assert nadia.post("/catalogue-solidaire/produits/nouveau/", sent | {"account": "x"}).status_code == 200
    assert nadia.post("/catalogue-solidaire/produits/nouveau/", sent).status_code == 302
    assert nadia.post("/catalogue-solidaire/produits/nouveau/", sent).status_code == 200  # the code is taken
    made = Product.objects.get(sku="casque")
    assert nadia.post(f"/catalogue-solidaire/produits/{made.pk}/retirer/").status_code == 302
    assert "Casque" not in nadia.get("/catalogue-solidaire/").text.split("Prévu")[0].split("En vigueur")[1]


def test_partnerships_read_the_catalogue_and_write_nothing(office, site):
    paul = site("reseau", office.person("partnerships@reseau.example"))
    assert paul.get("/catalogue-solidaire/").status_code == 200
    assert paul.get("/catalogue-solidaire/listes/nouvelle/").status_code == 403
    ceiling = {"group": "connection", "period": "month", "amount_cents": "50", "first": "2030-01-01"}
    assert paul.post("/catalogue-solidaire/plafonds/nouveau/", ceiling).status_code == 403
    nadia = site("reseau", office.nadia)
    assert nadia.post("/catalogue-solidaire/plafonds/nouveau/", ceiling).status_code == 302
