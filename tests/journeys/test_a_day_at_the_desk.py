"""Denis holds the till for a day on his phone: opens it, sells in three taps, counts blind, closes."""

from typing import Any

import pytest
import shop
from django.utils import timezone
from looks import is_accessible

from billing.counter.models import Sale, TillSession
from billing.counter.operations.sessions import make_till
from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(committed: Any) -> Any:
    """A till that is closed, a card at 5 € with three in stock, Amina who has the right."""
    world = committed
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    world.card = shop.product(world)
    shop.ceiling(world)
    with inside(world.grenoble):
        make_till(code="accueil", name="Caisse de l’accueil", by=world.maud, now=world.now)
        shop.cards(world, world.card, 3)
        world.amina = shop.amina(world)
    return world


def test_denis_holds_the_till(address, desk, page, sign_in, meanwhile):
    home = address("grenoble")
    sign_in(home, "desk@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(f"{home}/caisse/")
    is_accessible(page)
    page.locator("[name=float_cents]").fill("50")
    page.get_by_role("button", name="Ouvrir la caisse").tap()
    page.get_by_role("heading", name="Qui servez-vous ?").wait_for()
    is_accessible(page)
    page.goto(f"{home}/caisse/vendre/{desk.amina.pk}/")
    is_accessible(page)
    # Three taps from the person to the receipt.
    page.locator(".tile label").tap()
    page.get_by_role("button", name="10 €", exact=True).tap()
    assert "5,00" in page.locator("[data-change]").inner_text()
    page.get_by_role("button", name="Encaisser").tap()
    page.wait_for_url("**/caisse/tickets/**")
    page.get_by_text("À rendre").first.wait_for()
    is_accessible(page)
    session = meanwhile(lambda: _in(desk, lambda: TillSession.objects.get().pk))
    page.goto(f"{home}/caisse/clore/{session}/")
    assert "55" not in page.locator("main").inner_text()  # 50 € and the card: nobody says it before
    is_accessible(page)
    page.locator("[name=counted_cents]").fill("54,50")
    page.get_by_role("button", name="Enregistrer le compte").tap()
    page.locator("[name=reason]").fill("Rendu trop à une personne")
    is_accessible(page)
    page.locator("main form button").last.tap()
    page.wait_for_url("**/caisse/jour/**")
    page.get_by_text("Rendu trop à une personne").wait_for()
    is_accessible(page)
    closed, sold = meanwhile(lambda: _in(desk, lambda: (TillSession.objects.get(), Sale.objects.get())))
    assert (closed.state, closed.difference_cents) == ("closed", -50)
    assert (sold.number, sold.total_cents) == (1, 500)


def _in(desk: Any, look: Any) -> Any:
    with inside(desk.grenoble):
        return look()
