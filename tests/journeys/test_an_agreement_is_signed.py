"""Paul writes an agreement on his phone, Fanny signs it for the network, Flore for the foundation."""

from typing import Any

import pytest
import sponsors
from looks import draw, is_accessible
from playwright.sync_api import Page, expect

from billing.sponsoring.models import Agreement
from kit.antennes import NATIONAL, at

pytestmark = pytest.mark.browser


@pytest.fixture
def foundation(committed: Any) -> Any:
    with at(NATIONAL):
        return sponsors.foundation()


def write(page: Page) -> None:
    """The form, with two instalments and something in return."""
    expect(page.get_by_label("Mécène", exact=True)).to_have_value(sponsors.SPONSOR_ID)
    page.get_by_label("Objet", exact=True).fill("Le numérique pour tous")
    page.get_by_text("Don", exact=True).tap()
    page.get_by_label("Montant").first.fill("15 000")
    page.get_by_label("Places").fill("100")
    page.get_by_label("Du", exact=True).fill("2026-01-01")
    page.get_by_label("Au", exact=True).fill("2030-12-31")
    for number, (day, euros) in enumerate([("2026-02-01", "10000"), ("2026-09-01", "5000")], start=1):
        page.get_by_role("button", name="Ajouter une échéance").tap()
        lines = page.locator("[data-lines=instalments] .lines > li:visible")
        expect(lines).to_have_count(number)
        lines.last.get_by_label("Due le").fill(day)
        lines.last.get_by_label("Montant").fill(euros)


def sign(page: Page, role: str, button: str) -> None:
    page.get_by_label("Qualité").fill(role)
    is_accessible(page)
    page.get_by_role("button", name=button).tap()
    expect(page.get_by_text("Signez d’abord dans le cadre.").first).to_be_visible()
    draw(page.get_by_role("img", name="Cadre où signer"))
    page.get_by_role("button", name=button).tap()


def test_written_proposed_and_signed_on_both_sites(foundation, address, page, sign_in, meanwhile):
    sign_in(address("reseau"), "partnerships@reseau.example")
    expect(page.get_by_role("heading", name="Bonjour Paul")).to_be_visible()
    page.goto(f"{address('reseau')}/conventions/mecenes/{foundation.pk}/")
    is_accessible(page)
    page.get_by_role("link", name="Nouvelle convention").tap()
    write(page)
    is_accessible(page)
    page.get_by_role("button", name="Enregistrer le brouillon").tap()
    page.get_by_role("button", name="Proposer").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    expect(page.get_by_text("Vous l’avez écrite")).to_be_visible()
    is_accessible(page)
    reference = page.url.rstrip("/").rpartition("/")[2]

    page.context.clear_cookies()
    sign_in(address("reseau"), "finance@reseau.example")
    page.get_by_role("link", name="Lire et signer").tap()
    page.get_by_role("link", name="Lire et signer").tap()
    sign(page, "Directrice financière", "Garder cette signature")
    expect(page.get_by_text("Il manque la signature de Fondation Passerelle.")).to_be_visible()

    sign_in(address("partenaires"), "fondation@partenaires.example")
    expect(page.get_by_role("link", name="Accueil").first).to_be_visible()
    page.goto(f"{address('partenaires')}/conventions/{reference}/signer/")
    sign(page, "Déléguée générale", "Signer")
    expect(page.get_by_text("Merci. C’est signé")).to_be_visible()

    page.goto(f"{address('reseau')}/conventions/{reference}/")
    expect(page.get_by_role("img", name="Signature de Flore Fondation")).to_be_visible()
    page.get_by_role("link", name="Écrire un avenant").tap()
    expect(page.get_by_role("heading", name="Nouvel avenant")).to_be_visible()
    is_accessible(page)

    def state() -> str:
        with at(NATIONAL):
            return str(Agreement.objects.get(reference=reference).state)

    assert meanwhile(state) == Agreement.State.SIGNED
