"""The reference agreement, from a sponsor's proposal to the report that its board reads: €15,000, Grenoble 2022."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pypdf
import pytest
import sponsors
from django.utils import timezone
from looks import draw, is_accessible
from playwright.sync_api import Page, expect

from billing.sponsoring import operations
from billing.sponsoring.models import Agreement, Allocation, TaxReceipt
from hub.demo import grenoble as reference_case
from hub.demo import office
from hub.demo.life import Team
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from programs.cohorts.operations import adopt

pytestmark = pytest.mark.browser
_START = datetime(2021, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def network(committed: Any) -> Any:
    """Programmes are published, a place and a computer have a cost, the foundation is known."""
    template = office.write_programmes()
    committed.version = office.published(template)
    with at(NATIONAL):
        committed.foundation = operations.correct_sponsor(
            sponsors.foundation(), legal_form="Fondation reconnue d’utilité publique",
            by=committed.person("partnerships@reseau.example"), now=_START,
        )  # fmt: skip
        operations.set_cost(
            starts_on=date(2021, 1, 4), place_cents=7_500, device_cents=7_500,
            by=committed.person("partnerships@reseau.example"), now=_START, today=date(2021, 1, 4),
        )  # fmt: skip
    return committed


def test_from_the_proposal_to_the_published_report(network, address, page, sign_in, meanwhile):
    office_site, portal = address("reseau"), address("partenaires")

    def become(email: str) -> None:
        page.context.clear_cookies()
        sign_in(portal if "partenaires" in email else office_site, f"{email}.example")
        expect(page.get_by_role("heading").first).to_be_visible()
        page.wait_for_url("**/")

    become("fondation@partenaires")
    _propose(page, portal)
    reference = meanwhile(_asked)
    become("partnerships@reseau")
    reference = _write(page, office_site, reference, meanwhile)
    become("finance@reseau")
    _sign_for_the_network(page, office_site, reference)
    become("fondation@partenaires")
    _sign(page, portal, reference)
    become("finance@reseau")
    _call_and_receive(page, office_site, reference, meanwhile)
    become("partnerships@reseau")
    _allocate(page, office_site, reference)
    meanwhile(lambda: _the_year(network, reference))
    _prepare(page, office_site, reference)
    become("admin@reseau")
    _publish(page, office_site, reference)
    become("fondation@partenaires")
    _read(page, portal, reference)


def _asked() -> str:
    with at(NATIONAL):
        return str(Agreement.objects.get().reference)


def _propose(page: Page, portal: str) -> None:
    page.goto(f"{portal}/proposer/")
    page.get_by_label("Places", exact=True).fill("100")
    page.get_by_label("Ordinateurs", exact=True).fill("100")
    page.get_by_text("Trouver un emploi").first.tap()
    page.get_by_label("Grenoble").check()
    is_accessible(page)
    page.get_by_role("button", name="Voir le montant").tap()
    expect(page.get_by_text("15 000 €".replace(" ", "\u202f", 1)).first).to_be_visible()
    page.get_by_role("button", name="Envoyer la proposition").tap()
    expect(page.get_by_text("Votre proposition est partie.")).to_be_visible()


def _write(page: Page, home: str, asked: str, meanwhile: Callable) -> str:
    page.goto(f"{home}/conventions/{asked}/")
    page.get_by_role("link", name="Corriger").tap()
    page.get_by_text("Don", exact=True).tap()
    page.get_by_label("Objet", exact=True).fill("Trouver un emploi grâce au numérique, Grenoble 2022")
    page.get_by_label("Du", exact=True).fill("2022-01-01")
    page.get_by_label("Au", exact=True).fill("2022-12-31")
    page.get_by_role("button", name="Enregistrer").tap()
    page.get_by_role("button", name="Proposer").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    expect(page.get_by_text("Vous l’avez écrite")).to_be_visible()
    return meanwhile(_asked)


def _sign_for_the_network(page: Page, home: str, reference: str) -> None:
    page.goto(f"{home}/conventions/{reference}/signer/")
    page.get_by_label("Qualité").fill("Directrice financière")
    draw(page.get_by_role("img", name="Cadre où signer"))
    page.get_by_role("button", name="Garder cette signature").tap()
    expect(page.get_by_text("Il manque la signature")).to_be_visible()


def _sign(page: Page, portal: str, reference: str) -> None:
    page.goto(f"{portal}/soutiens/{reference}/")
    is_accessible(page)
    page.get_by_role("link", name="Lire et signer").tap()
    page.get_by_label("Qualité").fill("Déléguée générale")
    draw(page.get_by_role("img", name="Cadre où signer"))
    page.get_by_role("button", name="Signer").tap()
    expect(page.get_by_text("Merci. C’est signé")).to_be_visible()


def _call_and_receive(page: Page, home: str, reference: str, meanwhile: Callable) -> None:
    page.goto(f"{home}/conventions/{reference}/")
    page.get_by_role("link", name="Demander un versement").tap()
    page.locator("[name=amount]").fill("15000")
    page.get_by_role("button", name="Émettre").tap()
    expect(page.get_by_role("heading", name="Appel de fonds AF-")).to_be_visible()
    is_accessible(page)
    page.get_by_role("link", name="Noter un paiement").tap()
    page.locator("[name=amount]").fill("15000")
    page.locator("[name=reference]").fill("VIR-2026-0001")
    page.get_by_role("button", name="Noter le paiement").tap()
    expect(page.get_by_text("VIR-2026-0001").first).to_be_visible()
    page.goto(f"{home}/documents/recus/")
    is_accessible(page)
    page.get_by_role("link", name="Fondation Passerelle").first.tap()
    page.get_by_role("button", name="Émettre le reçu").tap()
    expect(page.get_by_text("RF-").first).to_be_visible()

    def receipt() -> tuple[str, int]:
        with at(NATIONAL):
            one = TaxReceipt.objects.get()
            return one.number[:3], one.amount_cents

    assert meanwhile(receipt) == ("RF-", 1_500_000)


def _allocate(page: Page, home: str, reference: str) -> None:
    page.goto(f"{home}/conventions/{reference}/affecter/")
    page.locator("[name=antenne]").select_option(label="Grenoble")
    page.locator("[name=template]").select_option(index=1)
    page.locator("[name=places]").fill("100")
    page.locator("[name=devices]").fill("100")
    page.locator("[name=amount]").fill("15000")
    page.locator("[name=on]").fill("2022-01-03")
    is_accessible(page)
    page.get_by_role("button", name="Affecter").tap()
    expect(page.get_by_text("est enregistrée")).to_be_visible()


def _the_year(world: Any, reference: str) -> None:
    """Ten groups of ten at Grenoble, with the demonstration's own operations."""
    with at(NATIONAL):
        allocation = Allocation.objects.select_related("template").get(agreement__reference=reference)
    team = Team(world.grenoble, world.lea, world.denis, world.maud, dice=Random("grenoble"))
    with inside(world.grenoble):
        programme = adopt(world.version, by=world.maud, now=_START)
        reference_case.year_2022(team, programme, world.version, allocation)
    refresh(world.grenoble, now=timezone.now())


def _prepare(page: Page, home: str, reference: str) -> None:
    page.goto(f"{home}/editions/preparer/{reference}/")
    page.locator("[name=month]").fill("2022-12")
    page.locator("[name=words]").fill("En 2022, dix groupes ont suivi le parcours. Merci.")
    is_accessible(page)
    page.get_by_role("button", name="Préparer et relire").tap()
    expect(page.get_by_text("Merci.").first).to_be_visible()
    is_accessible(page)


def _publish(page: Page, home: str, reference: str) -> None:
    page.get_by_role("link", name="Relire et publier").tap()
    page.get_by_role("button", name="Publier").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    expect(page.get_by_text("Publiée").first).to_be_visible()


def _read(page: Page, portal: str, reference: str) -> None:
    page.goto(f"{portal}/soutiens/{reference}/")
    is_accessible(page)
    for name in ("Convention signée", "Appel de fonds AF-", "Reçu fiscal RF-"):
        expect(page.get_by_text(name).first).to_be_visible()
    page.get_by_role("link", name="Lire le rapport").tap()
    page.wait_for_url("**/rapports/**")
    is_accessible(page)
    main = page.locator("main").inner_text().replace("\u202f", " ").replace("\xa0", " ")
    assert "95" in main, "76 of 80 are satisfied"
    address = page.get_by_role("link", name="PDF").first.get_attribute("href")
    read = "async url => Array.from(new Uint8Array(await (await fetch(url)).arrayBuffer()))"
    pages = pypdf.PdfReader(io.BytesIO(bytes(page.evaluate(read, address)))).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert "Grenoble" in text
    assert "15 000 €" in text.replace("\u202f", " ").replace("\xa0", " ")
