"""At the desk Amina says her name; she has two files, and leaves with one."""

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import expect

from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def two_files(committed):
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        scenes.person(committed, "Amina", "Benali", phone="06 39 98 12 34")
        scenes.referral(
            committed, scenes.person(committed, "Aminah", "Benhali", email="amina@exemple.example")
        )


def test_the_desk_finds_and_merges(two_files, address, page, sign_in):
    sign_in(address("grenoble"), "desk@grenoble.example")
    page.get_by_role("navigation").get_by_role("link", name="Personnes").click()
    page.get_by_role("searchbox").press_sequentially("amina benalli")
    expect(page.get_by_role("heading", name="Orthographe proche")).to_be_visible()
    is_accessible(page)
    page.get_by_role("link", name="Amina Benali").click()
    is_accessible(page)
    page.get_by_role("link", name="Cette personne a une autre fiche").click()
    is_accessible(page)
    page.get_by_role("link", name="Aminah Benhali").click()
    is_accessible(page)
    page.get_by_role("group", name="Adresse e-mail").get_by_text("amina@exemple.example").click()
    page.get_by_role("button", name="Réunir les deux fiches").click()
    expect(page.get_by_text("n’en font plus qu’une")).to_be_visible()
    expect(page.get_by_text("Orientation par CCAS")).to_be_visible()
    expect(page.get_by_text("amina@exemple.example")).to_be_visible()
    page.get_by_role("button", name="Accepte : Recevoir des messages par e-mail").click()
    expect(page.get_by_text("est noté.")).to_be_visible()
    is_accessible(page)
    page.get_by_role("navigation").get_by_role("link", name="Personnes").click()
    expect(page.get_by_role("link", name="Benali")).to_have_count(1)
    expect(page.get_by_role("link", name="Benhali")).to_have_count(0)
