"""On a phone: a structure sends Amina by the public form, Denis recognises her and accepts, the structure sees it."""

from typing import Any

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page

from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def amina(committed: Any) -> Any:
    """She has a file at Grenoble since today."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        return scenes.person(committed, phone="06 39 98 12 34")


def test_a_structure_sends_amina(amina, address, page, sign_in):
    page.set_viewport_size({"width": 360, "height": 740})
    home = address("grenoble")
    follow = _send(page, home)
    sign_in(home, "desk@grenoble.example")
    _recognise(page)
    _accept(page)
    page.goto(follow)
    page.get_by_role("heading", name="Acceptée").wait_for()
    assert page.get_by_text("Amina").count() == 0
    is_accessible(page)


def _send(page: Page, home: str) -> str:
    """Send the form, once with a mistake; the address of the page that follows it."""
    page.goto(f"{home}/orienter/")
    is_accessible(page)
    page.get_by_label("Votre structure").fill("CCAS d’Échirolles")
    page.get_by_label("Votre nom").fill("Sonia Sociale")
    page.get_by_label("Votre adresse e-mail").fill("sonia@ccas.example")
    page.get_by_label("Prénom").fill("Amina")
    page.get_by_label("Nom", exact=True).fill("Benali")
    page.get_by_label("Téléphone", exact=False).last.fill("06 39 98 12 34")
    page.get_by_label("Ce que la personne demande").fill("Utiliser sa boîte mail")
    page.get_by_role("button", name="Envoyer l’orientation").tap()
    page.get_by_role("alert").get_by_text("Demandez d’abord son accord").wait_for()
    is_accessible(page)
    page.get_by_label("La personne est d’accord").check()
    page.get_by_role("button", name="Envoyer l’orientation").tap()
    page.get_by_role("heading", name="Reçue").wait_for()
    is_accessible(page)
    return page.get_by_label("L’adresse de cette page").input_value()


def _recognise(page: Page) -> None:
    page.get_by_text("Amina Benali attend une réponse").wait_for()
    page.get_by_role("link", name="Orientations").first.tap()
    page.get_by_text("Sa fiche est à trouver").wait_for()
    is_accessible(page)
    page.get_by_role("link", name="Amina Benali").tap()
    page.get_by_role("heading", name="Qui est-ce").wait_for()
    is_accessible(page)
    page.get_by_role("button", name="C’est cette personne").tap()
    page.get_by_text("est maintenant sur la fiche de Amina Benali").wait_for()
    is_accessible(page)


def _accept(page: Page) -> None:
    page.get_by_role("button", name="Accepter").tap()
    page.get_by_text("a un droit d’accès jusqu’au").wait_for()
