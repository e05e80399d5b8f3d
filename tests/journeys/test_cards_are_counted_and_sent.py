"""On a phone: Maud counts her cards and sends two to Lyon, where Marc opens the parcel and signs."""

from typing import Any

import pytest
import shop
from django.utils import timezone
from looks import is_accessible

from billing.counter.models import StockItem
from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(committed: Any) -> Any:
    """Four cards at Grenoble, none at Lyon."""
    world = committed
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    world.card = shop.product(world)
    with inside(world.grenoble):
        world.items = shop.cards(world, world.card, 4)
    return world


def agree(page: Any, button: str) -> None:
    """Tap a button that asks first, and say yes."""
    page.get_by_role("button", name=button).tap()
    page.locator("dialog[open] button").filter(has_not_text="Annuler").last.tap()


def test_maud_counts_her_cards(address, shelf, page, sign_in):
    home, cards = address("grenoble"), [str(item) for item in shelf.items]
    sign_in(home, "manager@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(f"{home}/caisse/cartes/inventaires/")
    is_accessible(page)
    page.get_by_role("button", name="Commencer un inventaire").tap()
    page.get_by_role("heading", name="0 trouvée, 4 encore à trouver").wait_for()
    # A scanner types into the field and ends with Enter, one card after the other.
    for number, serial in enumerate([cards[0], cards[1], "ZZ-0001"], start=1):
        page.keyboard.type(serial)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=f"{min(number, 2)} trouvée").wait_for()
    page.get_by_text("Inconnue dans cette antenne").wait_for()
    is_accessible(page)
    agree(page, "Clore l’inventaire")
    page.get_by_role("heading", name="2 sur 4 à la clôture").wait_for()
    is_accessible(page)
    page.get_by_role("link", name="Noter manquantes").tap()
    page.locator("[name=reason]").fill("Introuvable")
    is_accessible(page)
    page.get_by_role("button", name="Noter manquantes").tap()
    page.get_by_text("2 carte(s) manquante(s)").wait_for()


def test_a_parcel_goes_to_lyon(address, shelf, page, sign_in, meanwhile):
    home, lyon = address("grenoble"), address("lyon")
    first, second, *_ = map(str, shelf.items)
    sign_in(home, "manager@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(f"{home}/caisse/cartes/colis/envoyer/")
    is_accessible(page)
    page.locator("[name=recipient]").select_option(label="Lyon")
    page.locator("[name=product]").select_option(label=str(shelf.card))
    page.locator("[name=quantity]").fill("2")
    agree(page, "Signer l’envoi")
    page.get_by_role("heading", name="2 cartes envoyées").wait_for()
    is_accessible(page)
    parcel = page.url.removeprefix(home)
    sign_in(lyon, "manager@lyon.example")
    page.get_by_text("Un colis de 2 cartes vient de Grenoble.").wait_for()
    page.goto(f"{lyon}{parcel}refuser/")
    is_accessible(page)
    page.goto(f"{lyon}{parcel}recevoir/")
    is_accessible(page)
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    agree(page, "Signer la réception")
    page.get_by_role("heading", name="1 manquante à l’ouverture").wait_for()
    is_accessible(page)
    page.goto(f"{home}{parcel}")
    page.get_by_role("button", name="Elle était restée ici").wait_for()
    is_accessible(page)
    page.goto(f"{home}/caisse/cartes/colis/")
    is_accessible(page)
    assert meanwhile(lambda: _states(shelf, shelf.lyon)) == {first: "available"}
    assert meanwhile(lambda: _states(shelf, shelf.grenoble))[second] == "transferred"


def _states(shelf: Any, antenne: Any) -> dict[str, str]:
    with inside(antenne):
        return dict(StockItem.objects.order_by().values_list("serial", "state"))
