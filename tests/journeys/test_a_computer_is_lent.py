"""Denis lends a computer on his phone: the person reads the contract in their language and signs."""

from typing import Any

import lending
import pytest
from django.utils import timezone
from looks import draw, is_accessible
from playwright.sync_api import expect

from billing.equipment.models import LoanPaper
from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def ended(committed: Any) -> Any:
    """Somebody who reads Arabic completed a course; a computer waits on the shelf."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        lending.device(committed)
        return lending.completion(committed, language="ar")


def test_lent_signed_and_brought_back(address, committed, ended, page, sign_in, meanwhile):
    home = address("grenoble")
    sign_in(home, "desk@grenoble.example")
    page.goto(f"{home}/equipement/")
    page.get_by_role("link", name="Prêter").first.tap()
    page.get_by_label("Équipement").select_option(label="GRE-1 · Portable")
    is_accessible(page)
    page.get_by_role("button", name="Prêter, puis signer le contrat").tap()
    expect(page.get_by_role("heading", name="عقد إعارة")).to_be_visible()
    is_accessible(page)
    page.get_by_role("button", name="Garder cette signature").tap()
    expect(page.get_by_text("Signez d’abord dans le cadre")).to_be_visible()
    draw(page.locator("canvas"))
    page.get_by_role("button", name="Effacer").tap()
    assert page.locator("#path").input_value() == ""
    draw(page.locator("canvas"))
    page.get_by_role("button", name="Garder cette signature").tap()
    expect(page.get_by_text("Contrat signé")).to_be_visible()
    is_accessible(page)
    page.get_by_role("link", name="Noter le retour").tap()
    page.get_by_label("État constaté").fill("Chargeur manquant")
    page.get_by_role("button", name="L’appareil est revenu").tap()
    expect(page.get_by_text("Chargeur manquant").first).to_be_attached()
    page.get_by_label("La personne a signé le papier imprimé").check()
    page.get_by_role("button", name="Garder cette signature").tap()
    expect(page.get_by_text("Reçu de retour signé sur papier")).to_be_visible()
    kept = meanwhile(lambda: _papers(committed))
    assert kept == [("out", True), ("back", False)]


def _papers(world: Any) -> list[tuple[str, bool]]:
    with inside(world.grenoble):
        return [(paper.moment, bool(paper.signature)) for paper in LoanPaper.objects.order_by("at")]
