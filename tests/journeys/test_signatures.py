"""The funder wants signatures: each person signs on the tablet with a finger, or on paper."""

import re

import pytest
import scenes
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from looks import draw
from playwright.sync_api import expect

from kit.antennes import inside
from programs.cohorts.models import Cohort, Session

pytestmark = pytest.mark.browser


@pytest.fixture
def session(committed) -> Session:
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        session = scenes.meets_today(committed, people=2)
        Cohort.objects.filter(pk=session.cohort_id).update(signature_wanted=True)
        return session


def test_one_signs_on_the_screen_the_other_on_paper(session, committed, address, page, sign_in, meanwhile):
    sign_in(address("grenoble"), "lea@grenoble.example")
    page.get_by_role("link", name="Faire l’appel").tap()
    page.get_by_role("button", name="Tout le monde est là").tap()
    lines = page.get_by_label("Le groupe").get_by_role("listitem")
    lines.nth(0).get_by_role("button", name="Signer").tap()
    dialog = page.get_by_role("dialog", name="Signature de Personne 1 Benali")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    dialog.get_by_role("button", name="Garder cette signature").tap()
    expect(dialog.get_by_role("alert")).to_have_text("Signez d’abord dans le cadre.")
    page.context.set_offline(True)
    draw(page.locator("#signer canvas"))
    dialog.get_by_role("button", name="Garder cette signature").tap()
    expect(dialog.get_by_role("alert")).to_contain_text("La signature reste à l’écran")
    page.context.set_offline(False)
    dialog.get_by_role("button", name="Garder cette signature").tap()
    expect(dialog).to_be_hidden()
    expect(lines.nth(0).get_by_role("img", name="Signature de Personne 1 Benali")).to_be_visible()
    expect(lines.nth(0).get_by_role("button", name="Signer à nouveau")).to_be_visible()

    page.get_by_label("Les signatures qui manquent sont sur la feuille de papier.").check()
    page.get_by_role("button", name="Clore la séance").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    expect(page.get_by_text("La séance est close : ses heures comptent.")).to_be_visible()
    expect(lines.nth(0).get_by_role("img", name="Signature de Personne 1 Benali")).to_be_visible()
    expect(lines.nth(1)).to_contain_text("signé sur papier")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    def lines_held():
        with inside(committed.grenoble):
            return list(session.attendances.order_by("enrolment__beneficiary__sort_key"))

    drawn, paper = meanwhile(lines_held)
    assert re.fullmatch(r"M\d+ \d+(L\d+ \d+)+", drawn.signature)
    assert (paper.signature, paper.signed_at is not None) == ("", True)
