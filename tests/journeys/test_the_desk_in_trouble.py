"""What goes wrong at a till, on a phone: two ways of paying, a ceiling, a reversal, a line that drops."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import shop
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

from billing.counter.models import Sale
from billing.counter.operations.lots import confirm_lot, read_lot
from kit.antennes import inside

pytestmark = pytest.mark.browser
CODE = "900000000001"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(committed: Any) -> Any:
    """An open till, cards at 5 € with codes, a ceiling of 30 €, Amina who has the right."""
    world = committed
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    world.card = shop.product(world)
    shop.ceiling(world)
    with inside(world.grenoble):
        lines = [(f"AB-{n:04}", f"9{n:011}", "") for n in range(1, 11)]
        lot = read_lot(world.card, lines=lines, by=world.denis, now=world.now, today=world.today)
        confirm_lot(lot, by=world.denis, now=world.now, today=world.today)
        world.session = shop.open_till(world)
        world.amina = shop.amina(world)
    return world


@pytest.fixture
def page(chromium: str, desk: Any) -> Iterator[Page]:
    """A phone. Chromium says a refusal and a lost line in its console: only the page's own errors count."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=PHONE, has_touch=True, locale="fr-FR", reduced_motion="reduce")
        page.on("pageerror", lambda error: wrong.append(str(error)))
        yield page
        browser.close()
    assert wrong == []


@pytest.fixture
def at_the_basket(desk, address, page, sign_in) -> Page:
    """Denis in front of Amina's basket."""
    _sign_in_and_open(address("grenoble"), page, sign_in, f"/caisse/vendre/{desk.amina.pk}/")
    return page


@pytest.fixture
def ticket(desk) -> Any:
    """A card that Denis sold to Amina."""
    with inside(desk.grenoble):
        return shop.buy(desk, desk.session, desk.amina, desk.card)


def _sign_in_and_open(home, page, sign_in, path, *, email="desk@grenoble.example") -> None:
    sign_in(home, email)
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(home + path)


def _in(desk, look):
    with inside(desk.grenoble):
        return look()


def _put(page: Page, count: int) -> None:
    for _ in range(count):
        page.locator(".tile label").tap()


def _paid(desk) -> list[tuple]:
    payments = Sale.objects.get().payments.order_by("position")
    return list(payments.values_list("method", "amount_cents", "tendered_cents", "reference"))


def test_a_part_by_card_and_a_part_in_cash(at_the_basket, desk, meanwhile):
    page = at_the_basket
    _put(page, 2)
    page.locator("label", has_text="Carte bancaire").first.tap()
    assert page.locator("[name=tendered]").is_hidden()
    page.locator("[name=reference]").fill("CB 1234")
    page.get_by_text("Payer en deux fois").tap()
    page.locator("[name=second_method]").select_option("cash")
    page.locator("[name=second_amount]").fill("3")
    page.locator("[name=tendered]").fill("2")
    assert "Il manque" in page.locator("[data-change]").inner_text()
    page.get_by_role("button", name="5 €", exact=True).tap()
    assert "À rendre" in page.locator("[data-change]").inner_text()
    assert "2,00" in page.locator("[data-change]").inner_text()
    is_accessible(page)
    page.get_by_role("button", name="Encaisser").tap()
    page.wait_for_url("**/caisse/tickets/**")
    shown = page.locator("main").inner_text()
    for said in ("Carte bancaire", "CB 1234", "Espèces", "À rendre", "2\u00a0€"):
        assert said in shown
    is_accessible(page)
    assert meanwhile(lambda: _in(desk, lambda: _paid(desk))) == [
        ("card", 700, None, "CB 1234"), ("cash", 300, 500, ""),
    ]  # fmt: skip


def test_a_part_in_cash_then_a_part_by_card(at_the_basket, desk, meanwhile):
    page = at_the_basket
    _put(page, 2)
    page.get_by_text("Payer en deux fois").tap()
    page.locator("[name=second_method]").select_option("card")
    page.locator("[name=second_amount]").fill("7")
    page.locator("[name=second_reference]").fill("CB 77")
    page.get_by_role("button", name="20 €", exact=True).tap()
    assert "17,00" in page.locator("[data-change]").inner_text()
    page.get_by_role("button", name="Encaisser").tap()
    page.wait_for_url("**/caisse/tickets/**")
    assert "17\u00a0€" in page.locator(".change-due").inner_text()
    assert meanwhile(lambda: _in(desk, lambda: _paid(desk))) == [
        ("cash", 300, 2000, ""), ("card", 700, None, "CB 77"),
    ]  # fmt: skip


def test_the_ceiling_says_what_is_left_and_keeps_the_basket(at_the_basket, desk, meanwhile):
    page = at_the_basket
    _put(page, 7)
    page.locator("[name=tendered]").fill("50")
    page.get_by_role("button", name="Encaisser").tap()
    page.get_by_text("Plafond connexion dépassé").first.wait_for()
    assert "30\u00a0€" in page.locator("main").inner_text()
    assert page.locator(".tile input").input_value() == "7"
    assert page.locator("[name=tendered]").input_value() == "50"
    is_accessible(page)
    page.get_by_role("button", name="Retirer").tap()
    page.get_by_role("button", name="Encaisser").tap()
    page.wait_for_url("**/caisse/tickets/**")
    assert meanwhile(lambda: _in(desk, lambda: Sale.objects.get().total_cents)) == 3000


def test_a_second_person_undoes_a_ticket_and_says_why(desk, ticket, address, page, sign_in, meanwhile):
    home = address("grenoble")
    path = f"/caisse/tickets/{ticket.pk}/"
    _sign_in_and_open(home, page, sign_in, path, email="manager@grenoble.example")
    page.get_by_role("link", name="Annuler ce ticket").tap()
    page.locator("[name=reason]").wait_for()
    is_accessible(page)
    page.locator("[name=reason]").fill("Mauvaise carte remise")
    page.get_by_role("button", name="Annuler le ticket").tap()
    page.get_by_text("Rendez l’argent à la personne").wait_for()
    assert "Mauvaise carte remise" in page.locator("main").inner_text()
    is_accessible(page)
    undone = meanwhile(lambda: _in(desk, lambda: Sale.objects.get(kind="reversal")))
    assert (undone.total_cents, undone.sold_by_id) == (-500, desk.maud.pk)
    page.goto(home + path)
    page.get_by_text("Ticket annulé").wait_for()
    assert page.get_by_role("link", name="Annuler ce ticket").count() == 0


def test_who_sold_is_told_to_ask_somebody_else(desk, ticket, address, page, sign_in):
    _sign_in_and_open(address("grenoble"), page, sign_in, f"/caisse/tickets/{ticket.pk}/")
    assert page.get_by_role("link", name="Annuler ce ticket").count() == 0
    page.goto(page.url + "annuler/")
    page.get_by_text("Une annulation se fait à deux").wait_for()
    is_accessible(page)


def test_a_receipt_printed_again_is_a_duplicata(desk, ticket, address, page, sign_in):
    _sign_in_and_open(address("grenoble"), page, sign_in, f"/caisse/tickets/{ticket.pk}/")
    assert "DUPLICATA" not in _paper(page, "Imprimer le reçu")
    page.reload()
    with page.context.expect_event("response", lambda answer: answer.url.endswith("/imprimer/")) as printed:
        page.get_by_role("button", name="Imprimer un duplicata").tap()
    assert printed.value.ok
    page.reload()
    assert "DUPLICATA n° 2" in _paper(page, "Imprimer un duplicata").replace("\u00a0", " ")
    is_accessible(page)


def _paper(page: Page, button: str) -> str:
    """What the paper that this button opens says; a browser without a screen shows no PDF to read."""
    read = """button => fetch(button.form.action, {method: "POST", body: new FormData(button.form)})
        .then(answer => answer.arrayBuffer()).then(bytes => [...new Uint8Array(bytes)])"""
    paper = page.get_by_role("button", name=button).evaluate(read)
    return PdfReader(BytesIO(bytes(paper))).pages[0].extract_text()


def test_the_code_of_a_card_is_read_once(desk, ticket, address, page, sign_in):
    _sign_in_and_open(address("grenoble"), page, sign_in, f"/caisse/tickets/{ticket.pk}/")
    receipt = page.url
    assert CODE not in page.content()
    page.get_by_role("button", name="Afficher le code").tap()
    page.locator(".card-code", has_text=CODE).wait_for()
    is_accessible(page)
    page.goto(receipt)
    page.get_by_text("Code lu").wait_for()
    assert CODE not in page.content()
    assert page.get_by_role("button", name="Afficher le code").count() == 0
    is_accessible(page)


def test_without_a_network_the_basket_stays_on_the_screen(at_the_basket, desk, meanwhile):
    page = at_the_basket
    _fill(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Encaisser").tap()
    page.get_by_text("Pas de connexion").wait_for()
    _still_there(page)
    page.context.set_offline(False)
    page.get_by_text("Pas de connexion").wait_for(state="detached")
    page.get_by_role("button", name="Encaisser").tap()
    page.wait_for_url("**/caisse/tickets/**")
    assert meanwhile(lambda: _in(desk, lambda: _sold())) == [(1, 1000)]


@pytest.mark.parametrize("reached", [False, True], ids=["before the server", "after the server"])
def test_the_line_drops_when_the_basket_is_sent(at_the_basket, desk, meanwhile, reached):
    """The answer may be lost after the sale was made: sent again, it leads to that one ticket."""
    page = at_the_basket
    _fill(page)

    wire = page.context.new_cdp_session(page)
    wire.send("Fetch.enable", {"patterns": [{"requestStage": "Response" if reached else "Request"}]})
    wire.on("Fetch.requestPaused", lambda paused: wire.send(
        "Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "ConnectionReset"}
    ))  # fmt: skip
    page.get_by_role("button", name="Encaisser").tap()
    page.get_by_text("Pas de connexion").wait_for()
    wire.send("Fetch.disable")
    assert meanwhile(lambda: _in(desk, lambda: _sold())) == ([(1, 1000)] if reached else [])
    _still_there(page)
    is_accessible(page)
    page.get_by_role("button", name="Encaisser").tap()
    page.wait_for_url("**/caisse/tickets/**")
    assert "10\u00a0€" in page.locator(".change-due").inner_text()
    assert meanwhile(lambda: _in(desk, lambda: _sold())) == [(1, 1000)]


def _fill(page: Page) -> None:
    _put(page, 2)
    page.get_by_role("button", name="20 €", exact=True).tap()


def _still_there(page: Page) -> None:
    assert page.locator(".tile input").input_value() == "2"
    assert page.locator("[name=tendered]").input_value() == "20"
    assert "10,00" in page.locator("[data-change]").inner_text()


def _sold() -> list[tuple[int, int]]:
    return list(Sale.objects.values_list("number", "total_cents"))
