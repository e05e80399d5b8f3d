"""Maud decides, Léa delivers, and an employer checks the code of the paper without learning a name."""

import io
import re
from typing import Any

import pypdf
import pytest
import scenes
from django.utils import timezone
from looks import is_accessible

from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def group(committed: Any) -> Any:
    """Personne 1 has all the hours, Personne 2 half of them."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        ended, _ = scenes.ended(committed, ["pppp", "ppaa"], first=committed.today)
    return ended


def test_from_the_decision_to_the_check(group, address, page, sign_in):
    home = address("grenoble")
    sign_in(home, "manager@grenoble.example")
    page.goto(f"{home}/parcours/{group.pk}/fin/")
    is_accessible(page)
    page.get_by_role("link", name="Décider autrement pour Personne 2").tap()
    page.get_by_role("heading", name="Décider pour Personne 2").wait_for()
    is_accessible(page)
    page.get_by_label("Pourquoi").fill("Absente pour un emploi, acquis vérifiés en séance.")
    page.get_by_role("button", name="Compter comme terminé").tap()
    page.get_by_text("C’est décidé pour Personne 2").wait_for()
    page.get_by_label("Situation de Personne 1").select_option(label="En emploi")
    page.get_by_role("button", name="Enregistrer les situations").tap()
    page.get_by_text("Situations notées").wait_for()
    page.get_by_role("button", name="Délivrer 2 attestations").tap()
    page.get_by_text("Attestations délivrées").wait_for()
    is_accessible(page)
    papers = page.get_by_role("link", name="Imprimer les attestations").get_attribute("href")
    read = "async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())]"
    pages = pypdf.PdfReader(io.BytesIO(bytes(page.evaluate(read, papers)))).pages
    assert ["Personne 1" in pages[0].extract_text(), "Personne 2" in pages[1].extract_text()] == [True, True]
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", pages[0].extract_text())[0]

    page.context.clear_cookies()
    page.goto(f"{home}/attestation/")
    is_accessible(page)
    page.get_by_label("Code de vérification").fill(code.lower())
    page.get_by_role("button", name="Vérifier").tap()
    page.get_by_role("heading", name="Attestation valable").wait_for()
    is_accessible(page)
    assert page.get_by_text("Trouver un emploi").is_visible()
    assert "Personne" not in page.content().replace("la personne", "")
    assert "Benali" not in page.content()
