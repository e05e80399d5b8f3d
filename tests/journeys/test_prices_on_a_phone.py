"""Nadia changes two prices on her phone; Fanny sees what they change, and publishes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page, expect

from billing.tariffs import starting
from billing.tariffs.queries import network_prices_on
from kit.antennes import NATIONAL, at

pytestmark = pytest.mark.browser


@pytest.fixture
def office(committed: Any) -> Any:
    committed.now, committed.today = timezone.now(), timezone.localdate()
    with at(NATIONAL):
        starting.write(
            drafted_by=committed.nadia, published_by=committed.fanny, now=committed.now, day=committed.today
        )
    return committed


def test_nadia_writes_on_a_phone_and_fanny_publishes(office, address, page, sign_in, meanwhile):
    page.set_viewport_size({"width": 360, "height": 740})
    national = address("reseau")
    sign_in(national, "nadia@reseau.example")
    page.get_by_role("heading", name="Bonjour Nadia").wait_for()
    page.goto(f"{national}/catalogue-solidaire/")
    page.get_by_role("link", name="Changer des prix").tap()
    _write(page)
    page.get_by_role("heading", name="Prix de printemps").wait_for()
    is_accessible(page)
    page.context.clear_cookies()
    sign_in(national, "finance@reseau.example")
    page.get_by_role("heading", name="Bonjour Fanny").wait_for()
    page.goto(f"{national}/catalogue-solidaire/")
    page.get_by_role("link", name="Prix de printemps").tap()
    page.get_by_text("+0,50").wait_for()
    page.get_by_role("button", name="Publier").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    page.get_by_text("est publiée").wait_for()
    page.get_by_role("link", name="Souris").first.tap()
    page.get_by_role("heading", name="À venir").wait_for()
    is_accessible(page)
    assert meanwhile(lambda: _in_force(office.today + timedelta(days=1))) == {"souris": 350, "sim": 100}


def _write(page: Page) -> None:
    """Only the price is typed; what does not change is put away; a refusal loses nothing."""
    page.get_by_label("Nom").fill("Prix de printemps")
    mouse = page.get_by_label("Souris aujourd’hui")
    mouse.fill("trois")
    page.get_by_label("Carte SIM aujourd’hui").fill("1")
    expect(page.get_by_label("Référence de Souris")).to_be_hidden()
    page.get_by_label("Seulement ce qui change").check()
    expect(page.get_by_label("Chargeur aujourd’hui")).to_be_hidden()
    is_accessible(page)
    page.get_by_role("button", name="Voir ce qui change").tap()
    page.get_by_text("Un montant en euros").first.wait_for()
    is_accessible(page)
    expect(mouse).to_have_value("trois")
    expect(page.get_by_label("Carte SIM aujourd’hui")).to_have_value("1")
    mouse.fill("3,50")
    page.get_by_role("button", name="Voir ce qui change").tap()


def _in_force(day: date) -> dict[str, int]:
    with at(NATIONAL):
        prices = network_prices_on(day).values()
        return {p.product.sku: p.solidarity_cents for p in prices if p.product.sku in {"souris", "sim"}}
