"""Wednesday afternoon, the door is open: Denis counts who walks in on his phone, and closes the list."""

from datetime import timedelta
from typing import Any

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page

from kit.antennes import inside
from programs.cohorts.models import Session
from programs.cohorts.operations import book

pytestmark = pytest.mark.browser


@pytest.fixture
def workshop(committed: Any) -> Session:
    """One of today with eight places, two of them booked; Zoé is known and not booked."""
    world = committed
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    with inside(world.grenoble):
        made = scenes.workshop(world, day=world.today + timedelta(days=1))
        Session.objects.filter(pk=made.pk).update(day=world.today, starts_at=world.now)
        for name in ("Amina", "Bilal"):
            somebody = scenes.person(world, name)
            book(made, beneficiary=somebody, by=world.denis, now=world.now, today=world.today)
        scenes.person(world, "Zoé", "Éluard")
    return made


def test_denis_holds_a_workshop(address, committed, workshop, page, sign_in):
    sign_in(address("grenoble"), "desk@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(f"{address('grenoble')}/ateliers/")
    is_accessible(page)
    page.get_by_role("link", name="Ma boîte mail").tap()
    page.get_by_role("button", name="Une venue").tap()
    page.get_by_text("1 venue de plus.").wait_for()
    page.get_by_role("button", name="Cinq venues").tap()
    page.get_by_text("5 venues de plus.").wait_for()
    page.get_by_text("Toutes les places sont prises.").wait_for()
    is_accessible(page)
    page.get_by_role("button", name="En retirer une").tap()
    page.get_by_text("Une venue de moins.").wait_for()
    _note_who_is_known(page)
    page.get_by_role("button", name="Clore l’atelier").tap()
    is_accessible(page)
    page.get_by_role("button", name="Oui, continuer").tap()
    page.get_by_text("L’atelier est clos : ses venues comptent.").wait_for()
    is_accessible(page)
    assert page.locator("dd").nth(1).inner_text() == "7"  # visits: five without a name, Zoé and Amina


def _note_who_is_known(page: Page) -> None:
    page.get_by_role("searchbox", name="Inscrire une personne").fill("eluard")
    page.get_by_role("button", name="Chercher").tap()
    page.get_by_role("button", name="Est là : Zoé Éluard").tap()
    page.get_by_text("Zoé Éluard est là.").wait_for()
    page.get_by_role("button", name="Venue : Amina Benali").tap()
    page.get_by_text("Amina Benali est là.").wait_for()
