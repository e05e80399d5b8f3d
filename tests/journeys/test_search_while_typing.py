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
