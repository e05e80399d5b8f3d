"""A product has a page: what it is, every price it had and will have; it is corrected, not rewritten."""

from datetime import timedelta
from html import unescape

import pytest
import shop
from price_lists import cents, draft, publish

from billing.counter.models import SaleLine
from billing.tariffs.models import Product
from billing.tariffs.operations import add_product, change_product, products, retire_product
from billing.tariffs.queries import endings_after
from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry


def page_of(office, product):
    return f"/catalogue-solidaire/produits/{product.pk}/"


def sent(product, **changes):
    names = ("name", "sku", "kind", "supplier", "serial_prefix", "low_stock", "account")
    return {name: getattr(product, name) for name in names} | changes


def test_a_product_s_page_tells_its_whole_story(office, site):
    publish(office, draft(office))
    publish(office, draft(office, 300, antennes=[office.grenoble]))
    publish(office, draft(office, 250, first=office.today, antennes=[office.lyon]))
    answer = site("reseau", office.person("partnerships@reseau.example")).get(page_of(office, office.card))
    today, rest = unescape(answer.text).split("À venir")
    coming, story = rest.split("Tous ses prix")
    assert "Toutes les antennes" in today
    assert "Lyon" in today
    assert "Grenoble" not in today.split("Aujourd’hui</h2>")[1]
    assert "Grenoble : 3\u00a0€" in coming
    assert "Toutes les antennes : 6\u00a0€" in coming
    for words in ("5\u00a0€", "6\u00a0€", "3\u00a0€", "2,50\u00a0€", "Prix solidaires", "Suite"):
        assert words in story, words
    assert "Corriger" not in answer.text


def test_a_product_without_a_price_says_that_it_is_not_sold(office, site):
    new = add_product(sku="x1", name="X", kind="plan_month", by=office.nadia, now=office.now)
    assert "Pas de prix aujourd’hui" in site("reseau", office.nadia).get(page_of(office, new)).text


def test_a_name_and_an_account_are_corrected_and_a_ticket_keeps_its_own(office, site):
    with inside(office.grenoble):
        session = shop.open_till(office)
        shop.cards(office, office.card, 2)
        shop.buy(office, session, shop.amina(office), office.card)
    nadia = site("reseau", office.nadia)
    answer = nadia.post(
        f"{page_of(office, office.card)}corriger/", sent(office.card, name="Carte 10 Go", account="707100")
    )
    assert answer["Location"] == page_of(office, office.card)
    assert "Carte 10 Go" in nadia.get(answer["Location"]).text
    entry = Entry.objects.get(verb="tariffs.product_changed")
    assert (entry.on_id, entry.details) == (str(office.card.pk), {"fields": ["account", "name"]})
    with inside(office.grenoble):
        line = SaleLine.objects.get()
        assert (line.label, line.account) == ("Carte prépayée 10 Go", "707000")


@pytest.mark.parametrize("changes", [{"sku": "carte-6"}, {"kind": "accessory"}])
def test_what_tickets_lean_on_is_frozen_once_there_is_a_price(office, site, changes):
    with pytest.raises(products.FrozenProduct):
        change_product(office.card, **changes, by=office.nadia, now=office.now)
    nadia, path = site("reseau", office.nadia), f"{page_of(office, office.card)}corriger/"
    assert "Ne change plus" in nadia.get(path).text
    assert nadia.post(path, sent(office.card, **changes)).status_code == 302  # the closed field is not read
    found = Product.objects.get(pk=office.card.pk)
    assert (found.sku, found.kind) == ("carte-5", "prepaid_card")


def test_before_its_first_price_a_code_is_corrected_but_cards_stay_cards(office):
    plan = add_product(sku="x1", name="X", kind="plan_month", by=office.nadia, now=office.now)
    plan = change_product(plan, sku="x2", kind="accessory", by=office.nadia, now=office.now)
    assert (plan.sku, plan.group) == ("x2", "accessory")
    card = add_product(sku="y1", name="Y", kind="sim", by=office.nadia, now=office.now)
    assert change_product(card, sku="y2", by=office.nadia, now=office.now).sku == "y2"
    with pytest.raises(products.FrozenProduct):
        change_product(card, kind="accessory", by=office.nadia, now=office.now)


def test_a_code_that_is_taken_stays_on_the_form(office, site):
    plan = add_product(sku="x1", name="X", kind="plan_month", by=office.nadia, now=office.now)
    path = f"{page_of(office, plan)}corriger/"
    answer = site("reseau", office.nadia).post(path, sent(plan, sku="sim", supplier="Opérateur"))
    assert (answer.status_code, "existe déjà" in answer.text) == (200, True)
    assert 'value="Opérateur"' in answer.text


def test_a_retired_product_keeps_its_page_and_is_corrected_no_more(office, site):
    nadia = site("reseau", office.nadia)
    assert nadia.post(f"{page_of(office, office.card)}retirer/").status_code == 302
    page = nadia.get(page_of(office, office.card)).text
    assert "Retiré du catalogue" in page
    assert "Tous ses prix" in page
    answer = nadia.post(f"{page_of(office, office.card)}corriger/", sent(office.card, name="Autre"))
    assert (answer.status_code, "il ne se corrige plus" in answer.text) == (409, True)
    assert cents(office, office.today) is None


def test_who_reads_the_catalogue_corrects_nothing(office, site):
    paul = site("reseau", office.person("partnerships@reseau.example"))
    written = draft(office)
    for path in (
        f"{page_of(office, office.card)}corriger/",
        f"/catalogue-solidaire/listes/{written.pk}/corriger/",
    ):
        assert paul.get(path).status_code == 403
        assert paul.post(path, {}).status_code == 403
    assert paul.get(page_of(office, office.card)).status_code == 200


def test_nothing_that_is_retired_is_announced_as_ending(office):
    publish(office, draft(office, last=office.today + timedelta(days=5)))
    retire_product(office.card, by=office.nadia, now=office.now)
    with at(NATIONAL):
        assert endings_after(office.today) == []
