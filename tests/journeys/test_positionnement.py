"""A tablet on the table: Amina answers in Arabic with Léa beside her; Léa decides the level."""

import re

import grids
import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page, expect

from kit.antennes import inside
from programs.cohorts.operations import adopt

pytestmark = pytest.mark.browser
TABLET = {"width": 800, "height": 1280}


@pytest.fixture
def amina(committed):
    """Amina reads Arabic; her right is open and her level is still to be decided."""
    world = committed
    world.now = timezone.now()
    world.today = timezone.localdate(world.now, world.grenoble.tz)
    version = grids.version(world)
    with inside(world.grenoble):
        adopt(version, by=world.maud, now=world.now)
        amina = scenes.person(world, language="ar")
        scenes.accept_referral(
            scenes.referral(world, amina), by=world.denis, now=world.now, today=world.today
        )
    return amina


def test_amina_answers_and_lea_decides(amina, address, page, sign_in):
    page.set_viewport_size(TABLET)
    home = address("grenoble")
    sign_in(home, "lea@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(f"{home}/personnes/{amina.pk}/")
    page.get_by_role("link", name="Faire le positionnement").tap()
    page.get_by_role("button", name="Commencer sur la tablette").wait_for()
    is_accessible(page)
    page.get_by_role("button", name="Commencer sur la tablette").tap()

    _first_questions(page)
    _the_rest(page)
    _the_decision(page)


def _first_questions(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_text("السؤال 1 من 15").first).to_be_visible()
    is_accessible(page)
    page.get_by_role("button", name="هاتفًا، بمساعدة").tap()
    page.get_by_text("السؤال 2 من 15").first.wait_for()
    page.get_by_role("button", name="لا أعرف").tap()
    page.get_by_text("السؤال 3 من 15").first.wait_for()
    expect(page.get_by_text("Donnez un ordinateur éteint.")).to_be_visible()
    is_accessible(page)
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="هاتفًا، دون مساعدة").tap()
    page.get_by_text("السؤال 2 من 15").first.wait_for()
    page.reload()
    expect(page.get_by_role("button", name="لا أعرف")).to_have_class(re.compile("chosen"))
    page.get_by_role("link", name="السؤال التالي").tap()
    page.get_by_text("السؤال 3 من 15").first.wait_for()


def _the_rest(page: Page) -> None:
    """Every answer is a button as high as a thumb; another language is one touch away."""
    page.get_by_role("link", name="Українська").tap()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    is_accessible(page)
    page.get_by_role("link", name="العربية").tap()
    for number in range(3, 16):
        page.get_by_text(f"السؤال {number} من 15").first.wait_for()
        choices = page.locator("button[name=answer]")
        assert all(choices.nth(n).bounding_box()["height"] >= 44 for n in range(choices.count()))
        choices.nth(number % 2).tap()
    page.get_by_role("heading", name="شكرًا، انتهينا!").wait_for()
    is_accessible(page)


def _the_decision(page: Page) -> None:
    page.get_by_role("link", name="Voir le résultat").tap()
    page.get_by_role("heading", name="Résultat du positionnement").wait_for()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    is_accessible(page)
    page.get_by_role("radio", name="Intermédiaire").check()
    page.get_by_label("Pourquoi un autre niveau").fill("Apprend vite.")
    page.get_by_role("button", name="Enregistrer ce niveau").tap()
    page.get_by_text("intermédiaire (score").wait_for()
    page.get_by_role("link", name=re.compile("Intermédiaire · ")).tap()
    page.get_by_role("heading", name="Positionnement d’entrée").wait_for()
    is_accessible(page)
    answers = page.locator(".answered li")
    expect(answers).to_have_count(15)
    expect(answers.nth(0)).to_contain_text("Un téléphone, sans aide")  # corrected by going back
    expect(answers.nth(1)).to_contain_text("Je ne sais pas")
    expect(page.get_by_text("proposé : débutant")).to_be_visible()
    expect(page.get_by_text("Apprend vite.")).to_be_visible()
