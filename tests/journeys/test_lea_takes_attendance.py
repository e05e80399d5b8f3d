"""Tuesday morning, one hand on the phone: Léa signs in, notes who is there, and closes the sheet."""

from typing import Any

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page, sync_playwright
from world import PASSWORD

from kit.antennes import inside
from programs.cohorts.models import Session

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def session(committed: Any) -> Session:
    """A running group of three people, which meets today."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        group = scenes.cohort(committed)
        scenes.enrolled(committed, group, count=3)
        group = scenes.running(committed, group)
        Session.objects.filter(cohort=group, position=1).update(day=committed.today, starts_at=committed.now)
        return group.sessions.get(position=1)


def test_lea_takes_attendance(address, chromium, committed, session):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=PHONE, has_touch=True, locale="fr-FR", reduced_motion="reduce")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        _sign_in(page, address("grenoble"))
        _note_everybody(page)
        _close_the_sheet(page)
        assert wrong == []
        browser.close()
    with inside(committed.grenoble):
        session.refresh_from_db()
        noted = session.attendances.order_by("enrolment__beneficiary__sort_key").values_list(
            "status", "minutes"
        )
        assert list(noted) == [("present", 120), ("late", 90), ("excused", 0)]
        assert session.state == Session.State.LOCKED


def _sign_in(page: Page, home: str) -> None:
    page.goto(home)
    is_accessible(page)
    page.get_by_label("Adresse e-mail").fill("lea@grenoble.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    is_accessible(page)


def _note_everybody(page: Page) -> None:
    page.get_by_role("link", name="Faire l’appel").tap()
    page.get_by_role("heading", name="Émargement").wait_for()
    is_accessible(page)
    page.get_by_role("button", name="Tout le monde est là").tap()
    page.get_by_text("Appel enregistré : 3 sur 3.").wait_for()
    lines = page.get_by_label("Le groupe").get_by_role("listitem")
    lines.nth(1).get_by_role("radio", name="Retard").tap()
    lines.nth(1).get_by_role("button", name="15 minutes de moins").tap()
    lines.nth(2).get_by_text("Précisions").tap()
    lines.nth(2).get_by_role("radio", name="Excusé").tap()
    page.get_by_text("Appel enregistré : 3 sur 3.").wait_for()
    is_accessible(page)


def _close_the_sheet(page: Page) -> None:
    page.get_by_role("button", name="Clore la séance").tap()
    is_accessible(page)
    page.get_by_role("button", name="Oui, continuer").tap()
    page.get_by_text("La séance est close : ses heures comptent.").wait_for()
    assert page.get_by_role("radio").count() == 0
    is_accessible(page)
