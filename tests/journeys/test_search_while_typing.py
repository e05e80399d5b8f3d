"""At the desk a name is looked for while it is being said."""

import pytest
import scenes
from playwright.sync_api import expect

from kit.antennes import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def people(committed):
    with inside(committed.grenoble):
        scenes.person(committed, first_name="Élodie", last_name="N’Diayot")
        scenes.person(committed, first_name="Bakary", last_name="Sissokart")


def test_the_list_follows_what_is_typed(people, address, page, sign_in):
    sign_in(address("grenoble"), "desk@grenoble.example")
    page.get_by_role("navigation").get_by_role("link", name="Personnes").click()
    expect(page.get_by_text("Bakary Sissokart")).to_be_visible()
    box = page.get_by_role("searchbox")
    box.press_sequentially("elodie ndia")
    expect(page.get_by_text("Bakary Sissokart")).to_have_count(0)
    expect(page.get_by_text("Élodie N’Diayot")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("1 personne")
    assert box.input_value() == "elodie ndia", "what was typed stays"
    page.reload()
    expect(page.get_by_text("Élodie N’Diayot")).to_be_visible()


def test_what_was_typed_before_the_page_was_ready_is_searched(people, address, page, sign_in):
    home = address("grenoble")
    sign_in(home, "desk@grenoble.example")
    expect(page.get_by_role("heading", name="Aujourd’hui")).to_be_visible()
    # The script of the page waits until a name is in the box.
    page.route(
        "**/htmx*.js*", lambda route: (page.get_by_role("searchbox").fill("elodie"), route.continue_())
    )
    page.goto(f"{home}/personnes/", wait_until="commit")
    expect(page.get_by_text("Bakary Sissokart")).to_have_count(0)
    expect(page.get_by_text("Élodie N’Diayot")).to_be_visible()
