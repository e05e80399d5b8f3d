"""A programme from its first word to an antenne: Nadia writes, Alex publishes, Maud adopts it her way."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page, expect

from kit.antennes import NATIONAL, at, inside
from programs.catalogue.models import TemplateVersion
from programs.cohorts.models import AdoptedProgramme

pytestmark = pytest.mark.browser


def stands_on(page: Page, heading: str) -> None:
    """The page of that title has come, and everybody can use it."""
    page.get_by_role("heading", name=heading, level=1).wait_for()
    is_accessible(page)


def is_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_nadia_writes_alex_publishes_and_maud_adopts(address, page, sign_in, committed):
    national, grenoble = address("reseau"), address("grenoble")
    sign_in(national, "nadia@reseau.example")
    _begin(page, national)
    _write_the_first(page)
    _publish(page, sign_in, national, 1)
    _adopt(page, sign_in, grenoble, "L’adopter", places="12", minutes="120")
    _write_the_second(page, sign_in, national)
    _publish(page, sign_in, national, 2)
    _adopt(page, sign_in, grenoble, "Voir et adopter", places="10", minutes="100")
    with ThreadPoolExecutor(1) as elsewhere:  # the browser holds this thread
        elsewhere.submit(_check, committed).result()


def _begin(page: Page, national: str) -> None:
    page.get_by_role("heading", name="Bonjour Nadia").wait_for()
    page.goto(f"{national}/programmes/")
    stands_on(page, "Programmes")
    page.get_by_role("link", name="Nouveau programme").tap()
    stands_on(page, "Nouveau programme")
    page.get_by_label("Nom du programme").fill("Les bases, chez nous")
    page.get_by_label("Les bases", exact=True).check()
    page.get_by_role("button", name="Rédiger sa première version").tap()
    stands_on(page, "Rédiger la version 1")


def _write_the_first(page: Page) -> None:
    modules = page.locator("[data-lines=modules] [data-line]:visible")
    before = modules.count()
    modules.nth(1).get_by_role("button", name="Monter").tap()
    expect(modules.nth(0).get_by_label("Titre")).to_have_value("Le téléphone : écran, applications, réglages")
    modules.nth(2).get_by_role("button", name="Retirer").tap()
    page.get_by_role("button", name="Ajouter un module").tap()
    modules.last.get_by_label("Titre").fill("Imprimer à la médiathèque")
    modules.last.get_by_label("Minutes").fill("120")
    assert modules.count() == before
    page.get_by_label("Intitulé").fill("")
    page.locator("form.form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Enregistrer le brouillon").tap()
    page.get_by_text("Une réponse est à revoir.").wait_for()
    is_accessible(page)
    titles = [line.input_value() for line in page.locator("[data-lines=modules] [name$=title]").all()]
    assert "Imprimer à la médiathèque" in titles, "what was added is kept"
    page.get_by_label("Intitulé").fill("Les bases, chez nous")
    page.get_by_role("button", name="Enregistrer le brouillon").tap()
    page.get_by_text("Le brouillon est prêt.").wait_for()
    is_accessible(page)
    page.get_by_role("link", name="Aperçu").tap()
    stands_on(page, "Aperçu de la version 1")


def _publish(page: Page, sign_in: Any, national: str, number: int) -> None:
    """Another person: the drafter is told so and has no button."""
    page.goto(f"{national}/programmes/les-bases-chez-nous/v{number}/")
    page.get_by_text("Vous avez rédigé cette version.").wait_for()
    assert page.get_by_role("button", name="Publier la version").count() == 0
    page.context.clear_cookies()
    sign_in(national, "admin@reseau.example")
    page.get_by_role("link", name="Relire et publier").tap()
    page.get_by_role("button", name=f"Publier la version {number}").tap()
    page.get_by_role("button", name="Oui, continuer").tap()
    page.get_by_text("La version est publiée.").wait_for()
    is_accessible(page)


def _adopt(page: Page, sign_in: Any, grenoble: str, words: str, *, places: str, minutes: str) -> None:
    page.context.clear_cookies()
    sign_in(grenoble, "manager@grenoble.example")
    page.get_by_role("heading", name="Aujourd’hui").wait_for()
    page.goto(f"{grenoble}/programmes/")
    stands_on(page, "Programmes")
    page.get_by_role("link", name=words).tap()
    page.get_by_role("heading", name="Pour votre antenne").wait_for()
    page.get_by_label("Places par parcours").fill(places)
    page.get_by_label("Durée d’une séance").fill(minutes)
    is_accessible(page)
    page.get_by_role("button", name="Suivre cette version").tap()
    page.get_by_text("Votre antenne suit maintenant").wait_for()
    is_accessible(page)


def _write_the_second(page: Page, sign_in: Any, national: str) -> None:
    page.context.clear_cookies()
    sign_in(national, "nadia@reseau.example")
    page.get_by_role("heading", name="Bonjour Nadia").wait_for()
    page.goto(f"{national}/programmes/les-bases-chez-nous/nouvelle-version/")
    page.get_by_label("Part des heures à suivre").fill("70")
    page.get_by_role("button", name="Enregistrer le brouillon").tap()
    page.get_by_text("Ce qui change").first.wait_for()
    page.get_by_role("link", name="Comparer deux versions").tap()
    stands_on(page, "Comparer deux versions")
    page.goto(f"{national}/programmes/partenaires/")
    stands_on(page, "Partenaires")


def _check(committed: Any) -> None:
    with at(NATIONAL):
        states = list(TemplateVersion.objects.order_by("number").values_list("state", "completion_percent"))
        first = [module.title for module in TemplateVersion.objects.get(number=1).modules.all()]
    assert states == [("superseded", 75), ("published", 70)]
    assert first[0] == "Le téléphone : écran, applications, réglages"
    assert first[-1] == "Imprimer à la médiathèque"
    with inside(committed.grenoble):
        programme = AdoptedProgramme.objects.select_related("version").get()
        assert (programme.version.number, programme.capacity) == (2, 10)
        assert programme.overrides == {"session_minutes": 100}
    connection.close()
