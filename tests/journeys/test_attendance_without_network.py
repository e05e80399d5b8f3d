"""The network drops in the middle of a sheet: nothing is lost, nothing is noted twice."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import scenes
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from world import PASSWORD

from kit.antennes import inside
from programs.cohorts.models import Session

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def twelve(committed: Any) -> Session:
    """The first session of a running group of twelve, today."""
    committed.now = timezone.now()
    committed.today = timezone.localdate(committed.now, committed.grenoble.tz)
    with inside(committed.grenoble):
        return scenes.meets_today(committed, people=12, capacity=12)


@pytest.fixture
def browser(chromium: str, twelve: Session) -> Iterator[Browser]:
    """Opened once the scene is set."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tablet(browser: Browser, address: Callable[[str], str], twelve: Session) -> Callable[..., Page]:
    """A tablet of its own, signed in, with the sheet open: tablet("manager@grenoble.example")."""

    def open_sheet(email: str = "lea@grenoble.example") -> Page:
        home = address("grenoble")
        page = browser.new_context(
            viewport=PHONE, has_touch=True, locale="fr-FR", reduced_motion="reduce"
        ).new_page()
        page.goto(home)
        page.get_by_label("Adresse e-mail").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.get_by_role("heading", name="Aujourd’hui").wait_for()
        page.goto(f"{home}/parcours/seances/{twelve.pk}/")
        return page

    return open_sheet


def line(page: Page, number: int) -> Any:
    return page.get_by_label("Le groupe").get_by_role("listitem").nth(number)


def choose(page: Page, number: int, status: str) -> None:
    line(page, number).get_by_role("radio", name=status).tap()


def state(page: Page) -> Any:
    return page.locator("[data-state]")


def kept(page: Page) -> str:
    return page.evaluate("Object.entries(localStorage).flat().join(' ')")


@pytest.fixture
def noted(meanwhile: Callable, committed: Any, twelve: Session) -> Callable[[], list[str]]:
    """What the server holds, in the order of names."""

    def statuses() -> list[str]:
        with inside(committed.grenoble):
            found = twelve.attendances.order_by("enrolment__beneficiary__sort_key", "enrolment_id")
            return list(found.values_list("status", flat=True))

    return lambda: meanwhile(statuses)


def test_twelve_people_one_by_one_are_fourteen_taps(tablet, noted):
    page, taps = tablet(), 0
    for number in range(12):
        line(page, number).locator("strong").tap()
        taps += 1
    expect(state(page)).to_have_text("Appel enregistré : 12 sur 12.")
    for button in ("Clore la séance", "Oui, continuer"):
        page.get_by_role("button", name=button).tap()
        taps += 1
    expect(page.get_by_text("La séance est close : ses heures comptent.")).to_be_visible()
    assert taps <= 14
    assert noted() == ["present"] * 12


def test_twelve_people_with_two_exceptions_are_five_taps(tablet, noted):
    page = tablet()
    page.get_by_role("button", name="Tout le monde est là").tap()
    choose(page, 3, "Retard")
    choose(page, 7, "Absent")
    expect(page.locator("[data-there]")).to_have_text("11")
    expect(state(page)).to_have_text("Appel enregistré : 12 sur 12.")
    page.get_by_role("button", name="Clore la séance").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    expect(page.get_by_text("La séance est close : ses heures comptent.")).to_be_visible()
    statuses = noted()
    assert (statuses[3], statuses[7], statuses.count("present")) == ("late", "absent", 10)


def test_marks_wait_for_the_network_and_are_sent_once(tablet, noted):
    page = tablet()
    choose(page, 0, "Présent")
    expect(state(page)).to_have_text("Appel enregistré : 1 sur 12.")
    page.context.set_offline(True)
    choose(page, 0, "Absent")
    choose(page, 1, "Présent")
    choose(page, 2, "Retard")
    choose(page, 2, "Présent")
    expect(state(page)).to_have_text("3 marques en attente de réseau, gardées sur cet appareil.")
    assert "Personne" not in kept(page), "ids and marks, no name"
    assert "Benali" not in kept(page)
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Appel enregistré : 3 sur 12.")
    assert kept(page) == ""
    assert noted() == ["absent", "present", "present"]


def test_marks_outlive_the_page_until_they_are_sent(tablet, noted):
    page = tablet()
    page.context.route("**/api/v1/**", lambda route: route.abort())
    choose(page, 4, "Retard")
    expect(state(page)).to_contain_text("1 marque en attente de réseau")
    page.reload()
    expect(line(page, 4).get_by_role("radio", name="Retard")).to_be_checked()
    expect(state(page)).to_contain_text("1 marque en attente de réseau")
    page.context.unroute("**/api/v1/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(state(page)).to_have_text("Appel enregistré : 1 sur 12.")
    assert noted() == ["late"]


def test_an_answer_that_is_lost_notes_nobody_twice(tablet, noted):
    page = tablet()
    # The server takes the mark, and the network drops before it says so.
    page.evaluate("""() => {
      const whole = window.fetch;
      window.fetch = async (...demand) => {
        window.fetch = whole;
        await whole(...demand);
        throw new TypeError("the answer is lost");
      };
    }""")
    choose(page, 0, "Présent")
    expect(state(page)).to_contain_text("1 marque en attente")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(state(page)).to_have_text("Appel enregistré : 1 sur 12.")
    assert noted() == ["present"]


def test_two_tablets_learn_from_each_other_and_keep_each_other_s_marks(tablet, noted):
    lea, maud = tablet(), tablet("manager@grenoble.example")
    choose(lea, 0, "Absent")
    expect(state(lea)).to_have_text("Appel enregistré : 1 sur 12.")
    choose(maud, 1, "Présent")
    expect(line(maud, 0)).to_contain_text("Noté sur un autre appareil : absent.")
    expect(line(maud, 0).get_by_role("radio", name="Absent")).to_be_checked()
    expect(state(maud)).to_have_text("Appel enregistré : 2 sur 12.")
    assert noted() == ["absent", "present"]


def test_of_two_marks_for_one_person_the_later_tap_stays(tablet, noted):
    lea, maud = tablet(), tablet("manager@grenoble.example")
    lea.context.set_offline(True)
    choose(lea, 0, "Présent")
    expect(state(lea)).to_contain_text("1 marque en attente de réseau")
    choose(maud, 0, "Absent")
    expect(state(maud)).to_have_text("Appel enregistré : 1 sur 12.")
    lea.context.set_offline(False)
    expect(line(lea, 0)).to_contain_text("Noté sur un autre appareil : absent.")
    expect(line(lea, 0).get_by_role("radio", name="Absent")).to_be_checked()
    assert noted() == ["absent"]


def test_a_sheet_closed_elsewhere_says_what_was_never_noted(tablet, noted):
    lea, maud = tablet(), tablet("manager@grenoble.example")
    lea.context.route("**/api/v1/**", lambda route: route.abort())
    choose(lea, 0, "Retard")
    expect(state(lea)).to_contain_text("1 marque en attente de réseau")
    maud.get_by_role("button", name="Tout le monde est là").tap()
    expect(state(maud)).to_have_text("Appel enregistré : 12 sur 12.")
    maud.get_by_role("button", name="Clore la séance").tap()
    maud.get_by_role("button", name="Oui, continuer").tap()
    expect(maud.get_by_text("La séance est close : ses heures comptent.")).to_be_visible()
    lea.context.unroute("**/api/v1/**")
    lea.evaluate("dispatchEvent(new Event('online'))")
    expect(line(lea, 0)).to_contain_text("Pas enregistré. Cette séance est close")
    assert kept(lea) == ""
    assert noted() == ["present"] * 12


def test_who_signs_out_leaves_nothing_on_the_tablet(tablet):
    page = tablet()
    page.context.route("**/api/v1/**", lambda route: route.abort())
    choose(page, 0, "Retard")
    expect(state(page)).to_contain_text("1 marque en attente de réseau")
    page.get_by_text("Plus", exact=True).tap()
    page.get_by_role("button", name="Se déconnecter").locator("visible=true").tap()
    page.get_by_label("Mot de passe").wait_for()
    assert kept(page) == ""


def test_without_script_the_sheet_is_sent_as_a_form(browser, address, twelve, noted):
    home = address("grenoble")
    page = browser.new_context(
        viewport=PHONE, java_script_enabled=False, locale="fr-FR", reduced_motion="reduce"
    ).new_page()
    page.goto(home)
    page.get_by_label("Adresse e-mail").fill("lea@grenoble.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.goto(f"{home}/parcours/seances/{twelve.pk}/")
    choose = line(page, 0).get_by_role("radio", name="Absent")
    choose.check()
    page.get_by_role("button", name="Enregistrer l’appel").click()
    expect(page.get_by_text("Appel enregistré : 1 sur 12.")).to_be_visible()
    page.get_by_role("button", name="Les autres sont là").click()
    page.get_by_role("button", name="Clore la séance").click()
    expect(page.get_by_text("La séance est close : ses heures comptent.")).to_be_visible()
    assert noted() == ["absent"] + ["present"] * 11
