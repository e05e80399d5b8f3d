"""Maud plans a group over a public holiday and school holidays, then moves a session: the group is told."""

from datetime import date, timedelta
from typing import Any

import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page

from kit import formats
from kit.antennes import inside
from kit.calendar import public_holiday, school_holiday
from programs.cohorts.operations import adopt

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(committed: Any) -> Any:
    """Grenoble follows the programme; two people are in a group that meets next week."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        programme = adopt(scenes.version(committed), by=committed.maud, now=committed.now)
        group = scenes.cohort(
            committed, programme, first=committed.today + timedelta(days=7), name="Déjà là", sessions=2
        )
        scenes.enrolled(committed, group, count=2)
        committed.session = group.sessions.get(position=2)
    return committed


def next_victory_day(today: date) -> date:
    """8 May to come, on a day of the week that a group may meet."""
    year = today.year + (today > date(today.year, 4, 1))
    return date(year, 5, 8) if date(year, 5, 8).weekday() < 6 else date(year + 1, 5, 8)


def three_days(first: date) -> list[date]:
    """Three meetings, one a week, without the public holidays."""
    weeks = (first + timedelta(days=7 * number) for number in range(9))
    return [day for day in weeks if not public_holiday(day, departement="38")][:3]


def test_maud_plans_then_moves_a_session(address, scene, page, sign_in):
    victory = next_victory_day(scene.today)
    days = three_days(victory - timedelta(days=14))
    home = address("grenoble")
    sign_in(home, "manager@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    _plan(page, home, days[0], victory.weekday())
    assert page.get_by_text("Fête de la Victoire").count()
    in_holidays = any(school_holiday(day, departement="38") for day in days)
    assert bool(page.get_by_text("pendant les vacances scolaires").count()) == in_holidays
    is_accessible(page)
    page.get_by_role("button", name="Créer le parcours").tap()
    page.get_by_text("est en brouillon").wait_for()
    assert all(page.get_by_text(formats.day(day)).count() for day in days)
    is_accessible(page)
    _move(page, home, scene.session.pk, scene.today + timedelta(days=21))
    _people_are_told(page)


def _plan(page: Page, home: str, first: date, weekday: int) -> None:
    page.goto(f"{home}/parcours/nouveau/")
    is_accessible(page)
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_label("Nom du parcours").fill("Groupe de mai")
    page.get_by_label("Salle").fill("Vercors")
    page.get_by_label("À partir du").fill(first.isoformat())
    page.get_by_label("Heure de début").fill("14:00")
    page.locator(f"input[name=weekdays][value='{weekday}']").check()
    page.get_by_label("Nombre de séances").fill("3")
    page.get_by_role("button", name="Voir les séances").tap()
    page.get_by_text("Rien n’est encore créé").wait_for()


def _move(page: Page, home: str, session: Any, day: date) -> None:
    page.goto(f"{home}/parcours/seances/{session}/changer/")
    is_accessible(page)
    page.get_by_label("Jour").fill(day.isoformat())
    page.get_by_label("Heure de début").fill("10:00")
    page.get_by_role("button", name="Enregistrer").tap()
    page.get_by_text("C’est noté").wait_for()
    assert page.get_by_text("Déplacée").count()
    page.goto(f"{home}/agenda/?jour={day.isoformat()}")
    page.get_by_text("Déjà là").wait_for()
    is_accessible(page)
    page.goto(f"{home}/agenda/mois/?jour={day.isoformat()}")
    is_accessible(page)


def _people_are_told(page: Page) -> None:
    """Neither has an e-mail address: the desk calls both."""
    page.get_by_text("Plus", exact=True).tap()
    page.get_by_role("link", name="À appeler").tap()
    page.get_by_role("heading", name="À appeler").wait_for()
    assert page.get_by_text("Nouveau rendez-vous").count() == 2
