"""Alex visits Grenoble: sees a person, changes nothing; Maud sees the visit and ends it."""

from typing import Any

import pytest
import scenes
from looks import is_accessible
from playwright.sync_api import Page, expect

from kit.antennes import inside
from kit.journal.models import Entry

pytestmark = pytest.mark.browser
WHY = "Maud demande de l’aide pour la rentrée"


@pytest.fixture
def amina(committed: Any) -> Any:
    with inside(committed.grenoble):
        return scenes.person(committed)


def test_alex_looks_and_maud_sees_it(amina, address, page, sign_in, committed, meanwhile):
    office, grenoble = address("reseau"), address("grenoble")
    sign_in(office, "admin@reseau.example")
    _ask(page, office)
    sign_in(grenoble, "admin@reseau.example")
    _look(page, grenoble, amina)
    page.context.clear_cookies()
    sign_in(grenoble, "manager@grenoble.example")
    _end(page)
    assert meanwhile(lambda: _verbs(committed)) == [
        "network.visit_began", "network.file_opened", "network.visit_ended",
    ]  # fmt: skip
    page.context.clear_cookies()
    sign_in(grenoble, "admin@reseau.example")
    expect(page.get_by_text("n’ouvrent pas ce site")).to_be_visible()


def _stands_on(page: Page, heading: str) -> None:
    """The page of that title has come, and everybody can use it."""
    page.get_by_role("heading", name=heading, level=1).wait_for()
    is_accessible(page)


def _ask(page: Page, office: str) -> None:
    page.get_by_role("heading", name="Bonjour Alex").wait_for()
    page.goto(f"{office}/antennes/")
    page.get_by_role("link", name="Visites").tap()
    _stands_on(page, "Visites d’antenne")
    page.get_by_role("link", name="Demander une visite").tap()
    _stands_on(page, "Demander une visite")
    page.get_by_label("Antenne").select_option(label="Grenoble")
    page.get_by_label("Aide à l’équipe").check()
    page.get_by_label("Pourquoi maintenant").fill(WHY)
    page.get_by_role("button", name="Commencer la visite").tap()
    expect(page.get_by_text(WHY)).to_be_visible()
    _stands_on(page, "Visites d’antenne")


def _look(page: Page, grenoble: str, amina: Any) -> None:
    expect(page.get_by_text("rien ne peut être changé")).to_be_visible()
    _stands_on(page, "Aujourd’hui")
    page.goto(f"{grenoble}/personnes/{amina.pk}/")
    _stands_on(page, "Amina Benali")
    expect(page.get_by_role("button", name="Terminer la visite")).to_be_visible()
    expect(page.get_by_role("link", name="Modifier")).to_have_count(0)
    # A form that was left open, sent all the same.
    refused = page.evaluate(
        "path => fetch(path, {method: 'POST', body: new URLSearchParams({csrfmiddlewaretoken:"
        " document.querySelector('[name=csrfmiddlewaretoken]').value, purpose: 'contact'})})"
        ".then(answer => answer.text())",
        f"/personnes/{amina.pk}/accords/",
    )
    assert "rien ne peut être changé" in refused


def _end(page: Page) -> None:
    expect(page.get_by_text("visite l’antenne jusqu’à")).to_be_visible()
    _stands_on(page, "Aujourd’hui")
    page.get_by_role("link", name="Voir la visite").tap()
    expect(page.get_by_text(WHY)).to_be_visible()
    _stands_on(page, "Équipe")
    page.get_by_role("button", name="Terminer la visite d").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    expect(page.get_by_text("Alex Administration ne voit plus rien ici")).to_be_visible()


def _verbs(world: Any) -> list[str]:
    with inside(world.grenoble):
        entries = Entry.objects.filter(verb__startswith="network.").order_by("at", "id")
        return [one.verb for one in entries if one.verb.startswith(("network.visit", "network.file"))]
