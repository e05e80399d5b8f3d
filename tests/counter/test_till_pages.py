"""A day at the desk, page by page: open, sell, print, reverse, count, close; and who may not."""

import re
from io import BytesIO

import pytest
import shop
from django.utils import timezone
from pypdf import PdfReader

from billing.counter.models import Sale, StockItem, TillSession
from billing.counter.operations.lots import confirm_lot, read_lot
from billing.tariffs.models import Product
from kit.antennes import NATIONAL, at
from kit.journal.models import Entry


@pytest.fixture
def desk(grenoble):
    grenoble.now = timezone.now()
    grenoble.today = timezone.localdate(grenoble.now, grenoble.grenoble.tz)
    grenoble.card = shop.product(grenoble)
    shop.ceiling(grenoble)
    lines = [(f"AB-{n:04}", f"9{n:011}", "") for n in range(1, 21)]
    lot = read_lot(grenoble.card, lines=lines, by=grenoble.denis, now=grenoble.now, today=grenoble.today)
    confirm_lot(lot, by=grenoble.denis, now=grenoble.now, today=grenoble.today)
    grenoble.amina = shop.amina(grenoble)
    return grenoble


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def basket(desk, quantity=1, *, key="0198c000-0000-7000-8000-000000000001", **changes):
    return {"key": key, f"q_{desk.card.pk}": quantity, "method": "cash", "tendered": "10"} | changes


def test_a_whole_day(desk, site):
    denis, maud = site("grenoble", desk.denis), site("grenoble", desk.maud)
    made = maud.post("/caisse/", {"name": "Caisse de l’accueil", "code": "accueil"})
    assert made.status_code == 302
    page = denis.get("/caisse/")
    assert "Ouvrir la caisse" in page.text
    till = page.context["form"].fields["till"].initial
    assert denis.post("/caisse/ouvrir/", {"till": till.pk, "float_cents": "50"}).status_code == 302
    sell = f"/caisse/vendre/{desk.amina.pk}/"
    before = spaces(denis.get(sell).text)
    assert "reste 30 € sur 30 €" in before
    sold = denis.post(sell, basket(desk))
    sale = Sale.objects.get()
    assert sold["Location"] == f"/caisse/tickets/{sale.pk}/"
    shown = spaces(denis.get(sold["Location"]).text)
    assert "AB-0001" in shown
    assert "À rendre" in shown
    assert "5 €" in shown
    # The same form again leads to the same ticket.
    assert denis.post(sell, basket(desk))["Location"] == sold["Location"]
    assert Sale.objects.count() == 1
    # A second person undoes it.
    refused = denis.post(f"/caisse/tickets/{sale.pk}/annuler/", {"reason": "Erreur"})
    assert refused.status_code == 409
    assert "à deux" in refused.text
    undone = maud.post(f"/caisse/tickets/{sale.pk}/annuler/", {"reason": "Erreur"})
    assert undone.status_code == 302
    session = TillSession.objects.get()
    out = denis.post(
        f"/caisse/especes/{session.pk}/", {"way": "out", "amount_cents": "20", "reason": "Banque"}
    )
    assert out.status_code == 302
    # The count is blind.
    count = f"/caisse/clore/{session.pk}/"
    assert "30 €" not in spaces(denis.get(count).text)
    denis.post(count, {"counted_cents": "29,50"})
    assert "-0,50 €" in spaces(denis.get(count).text)
    assert denis.post(count, {"reason": ""}).status_code == 409
    closed = denis.post(count, {"reason": "Rendu trop"})
    sheet = spaces(denis.get(closed["Location"]).text)
    assert "Rendu trop" in sheet
    assert TillSession.objects.get().state == "closed"


def opened(desk, site, **options):
    desk.session = shop.open_till(desk, **options)
    return site("grenoble", desk.denis)


def test_a_refusal_keeps_the_basket(desk, site):
    denis = opened(desk, site)
    refused = denis.post(f"/caisse/vendre/{desk.amina.pk}/", basket(desk, 7, tendered="50"))
    assert refused.status_code == 409
    assert "Plafond connexion dépassé" in spaces(refused.text)
    assert 'value="7"' in refused.text
    assert 'value="50"' in refused.text


def test_what_is_typed_wrong_is_said_beside_it(desk, site):
    denis = opened(desk, site)
    page = denis.post(f"/caisse/vendre/{desk.amina.pk}/", basket(desk, tendered="dix", serials="INCONNU-1"))
    assert page.status_code == 200
    assert "Un montant en euros" in page.text
    assert "INCONNU-1 n’est pas dans le stock" in spaces(page.text)
    assert Sale.objects.count() == 0


def test_a_card_without_a_price_today_is_said_beside_its_number(desk, site):
    denis = opened(desk, site)
    with at(NATIONAL):
        old = Product.objects.create(sku="ancienne", name="Ancienne carte", kind="prepaid_card")
    shop.cards(desk, old, 1, prefix="Z")
    page = denis.post(f"/caisse/vendre/{desk.amina.pk}/", basket(desk, serials="Zancienne-0001"))
    assert page.status_code == 200
    assert "n’a pas de prix aujourd’hui" in spaces(page.text)
    assert Sale.objects.count() == 0


def test_two_ways_of_paying(desk, site):
    denis = opened(desk, site)
    data = basket(desk, 2, tendered="", second_method="card", second_amount="7", second_reference="CB 12")
    assert denis.post(f"/caisse/vendre/{desk.amina.pk}/", data).status_code == 302
    paid = Sale.objects.get().payments.order_by("position").values_list("method", "amount_cents")
    assert list(paid) == [("cash", 300), ("card", 700)]


def test_the_change_is_of_the_part_in_cash_whichever_it_is(desk, site):
    denis = opened(desk, site)
    data = basket(
        desk, 2, method="card", reference="CB 12", second_method="cash", second_amount="3", tendered="5"
    )
    sold = denis.post(f"/caisse/vendre/{desk.amina.pk}/", data)
    paid = Sale.objects.get().payments.order_by("position")
    assert [(one.method, one.amount_cents, one.tendered_cents) for one in paid] == [
        ("card", 700, None), ("cash", 300, 500),
    ]  # fmt: skip
    assert "À rendre 2 €" in spaces(re.sub(r"<[^>]+>", "", denis.get(sold["Location"]).text))


def test_too_little_cash_for_the_second_part_is_refused(desk, site):
    denis = opened(desk, site)
    data = basket(
        desk, 2, method="card", reference="CB 12", second_method="cash", second_amount="3", tendered="2"
    )
    refused = denis.post(f"/caisse/vendre/{desk.amina.pk}/", data)
    assert refused.status_code == 409
    assert "plus petite que le montant" in refused.text


def test_the_code_is_shown_once_and_stands_nowhere_open(desk, site):
    denis = opened(desk, site)
    sale = shop.buy(desk, desk.session, desk.amina, desk.card)
    item = sale.lines.get().item
    code = f"/caisse/tickets/{sale.pk}/code/{item.pk}/"
    assert "900000000001" not in denis.get(f"/caisse/tickets/{sale.pk}/").text
    assert "900000000001" in denis.post(code).text
    again = denis.post(code, headers={"referer": f"http://grenoble.localhost/caisse/tickets/{sale.pk}/"})
    assert again.status_code == 302
    assert "900000000001" not in denis.get(f"/caisse/tickets/{sale.pk}/").text
    assert Entry.objects.filter(verb="stock.code_revealed").count() == 1
    assert "900000000001" not in str(list(StockItem.objects.values()))


@pytest.mark.parametrize("language", ["fr", "en", "ar", "es", "uk"])
def test_the_receipt_on_paper_then_its_duplicata(desk, site, language):
    denis = opened(desk, site)
    type(desk.amina).objects.filter(pk=desk.amina.pk).update(language=language)
    sale = shop.buy(desk, desk.session, desk.amina, desk.card)
    first, second = (denis.post(f"/caisse/tickets/{sale.pk}/imprimer/").content for _ in range(2))
    words = spaces(PdfReader(BytesIO(first)).pages[0].extract_text())
    assert "Ticket 1" in words
    assert sale.hash[:12] in words
    assert "DUPLICATA" not in words
    assert "DUPLICATA n° 1" in spaces(PdfReader(BytesIO(second)).pages[0].extract_text())
    width = PdfReader(BytesIO(first)).pages[0].mediabox.width
    assert round(float(width) / 72 * 25.4) == 80


def test_training_says_so_everywhere(desk, site):
    denis = opened(desk, site, training=True)
    assert "Entraînement" in denis.get("/caisse/").text
    sale = shop.buy(desk, desk.session, desk.amina, desk.card)
    assert "n’a pas de valeur" in denis.get(f"/caisse/tickets/{sale.pk}/").text
    paper = PdfReader(BytesIO(denis.post(f"/caisse/tickets/{sale.pk}/imprimer/").content)).pages[0]
    assert "SANS VALEUR" in spaces(paper.extract_text())


def test_a_till_left_open_yesterday_asks_to_be_counted(desk, site):
    denis = opened(desk, site)
    TillSession.objects.update(business_day=desk.today.replace(day=1).replace(year=desk.today.year - 1))
    assert "restée ouverte" in denis.get("/caisse/").text
    assert "restée ouverte" in denis.get("/").text
    refused = denis.post(f"/caisse/vendre/{desk.amina.pk}/", basket(desk))
    assert refused.status_code == 409


PAGES = ["/caisse/", "/caisse/cartes/", "/caisse/cartes/recevoir/", "/caisse/controle/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_host_and_another_antenne_see_nothing(desk, site, path):
    assert site("grenoble", desk.lea).get(path).status_code == 403
    assert site("lyon", desk.denis).get(path).status_code in {302, 403}


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/products/"])
def test_without_a_shop_nothing_of_it_exists(desk, site, path):
    with at(NATIONAL):
        desk.grenoble.has_shop = False
        desk.grenoble.save(update_fields=["has_shop"])
    page = site("grenoble", desk.maud)
    assert page.get(path).status_code == 404
    assert "/caisse/" not in page.get("/").text
