"""A year in Grenoble: a structure sends Olena in January, and in July somebody asks how she is.

A real browser all the way; between two scenes the clock moves on. What others do meanwhile (the
second session, the mail of the worker) goes through the same operations.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import grids
import pypdf
import pytest
import scenes
from django.utils import timezone
from looks import is_accessible
from playwright.sync_api import Page, expect

from kit.antennes import inside
from programs.catalogue.operations import LevelDraft
from programs.cohorts.models import Cohort, Enrolment, SurveyAnswer
from tenants.welcome.models import Beneficiary, Notice
from tenants.welcome.tasks import send_notice

pytestmark = pytest.mark.browser
LEVELS = [
    LevelDraft("beginner", 6, 0, 39),
    LevelDraft("intermediate", 4, 40, 69),
    LevelDraft("advanced", 2, 70, 100),
]


@dataclass
class Clock:
    """The time that the product reads at its doors."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: Any) -> Clock:
    """A Monday in January."""
    clock = Clock(datetime(2027, 1, 11, 8, 30, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def network(committed: Any, clock: Clock) -> Any:
    """The national office has published a programme, with its grid and its survey."""
    committed.now, committed.today = clock.at, clock.at.date()
    grid, survey = grids.published(committed), scenes.survey(committed)
    scenes.version(committed, levels=LEVELS, grid=grid, survey=survey, session_minutes=120)
    return committed


@dataclass
class Story:
    """The browser, the clock, and what is learnt on the way."""

    page: Page
    clock: Clock
    home: str
    world: Any
    aside: Callable[[Callable[[], Any]], Any]
    mails: list[Any]

    def as_(self, login: str, *, on: datetime, width: int = 1280) -> Page:
        """Somebody sits down, that day; an old session is over by then."""
        self.clock.at = on
        self.page.context.clear_cookies()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.home)
        self.page.get_by_label("Adresse e-mail").fill(f"{login}@grenoble.example")
        self.page.get_by_label("Mot de passe").fill("maillon-demo")
        self.page.get_by_role("button", name="Se connecter").click()
        self.page.get_by_role("heading", name="Aujourd’hui").wait_for()
        return self.page

    def look(self, act: Callable[[], Any]) -> Any:
        """What the antenne's own tables say, while the browser waits."""

        def there() -> Any:
            with inside(self.world.grenoble):
                return act()

        return self.aside(there)

    def mail(self, kind: str) -> str:
        """The worker sends the last message of that kind; its words."""

        def send() -> str:
            with inside(self.world.grenoble):
                notice = Notice.objects.filter(kind=kind, by_phone=False).latest("made_at")
            send_notice("grenoble", str(notice.pk))
            return str(self.mails[-1].body)

        return str(self.aside(send))


@pytest.fixture
def story(network, clock, address, page, meanwhile, mailoutbox) -> Story:
    return Story(page, clock, address("grenoble"), network, meanwhile, mailoutbox)


def day(month: int, number: int, hour: int = 8) -> datetime:
    return datetime(2027, month, number, hour, 30, tzinfo=UTC)


def test_a_year_in_grenoble(story):
    follow = _a_structure_sends_olena(story)
    _denis_opens_her_file_and_accepts(story, follow)
    _maud_adopts_plans_and_opens(story)
    _lea_decides_her_level(story)
    _denis_enrols_her(story)
    _three_mondays(story)
    _the_course_ends(story)
    _she_says_what_she_thinks(story)
    _three_months_later(story)
    _the_whole_story(story)


def _a_structure_sends_olena(story: Story) -> str:
    page = story.page
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{story.home}/orienter/")
    page.get_by_label("Votre structure").fill("CCAS d’Échirolles")
    page.get_by_label("Votre nom").fill("Sonia Sociale")
    page.get_by_label("Votre adresse e-mail").fill("sonia@ccas.example")
    page.get_by_label("Prénom").fill("Олена")
    page.get_by_label("Nom", exact=True).fill("Коваль")
    page.locator("#id_email").fill("olena@exemple.example")
    page.get_by_label("Langue").select_option("uk")
    page.get_by_label("Ce que la personne demande").fill("Chercher un emploi avec son téléphone")
    page.get_by_label("La personne est d’accord").check()
    page.get_by_role("button", name="Envoyer l’orientation").click()
    page.get_by_role("heading", name="Reçue").wait_for()
    return page.get_by_label("L’adresse de cette page").input_value()


def _denis_opens_her_file_and_accepts(story: Story, follow: str) -> None:
    page = story.as_("desk", on=day(1, 20))
    page.get_by_text("Олена Коваль attend une réponse depuis 9 jours.").wait_for()
    page.get_by_role("link", name="Orientations").first.click()
    page.get_by_role("link", name="Олена Коваль").click()
    page.get_by_role("button", name=re.compile("fiche")).first.click()
    page.get_by_role("button", name="Accepter").click()
    page.get_by_text("a un droit d’accès jusqu’au 20/10/2027").wait_for()
    is_accessible(page)
    page.goto(follow)
    page.get_by_role("heading", name="Acceptée").wait_for()
    assert page.get_by_text("Олена").count() == 0


def _maud_adopts_plans_and_opens(story: Story) -> None:
    page = story.as_("manager", on=day(1, 20, 13))
    page.get_by_text("Un nouveau programme : « Trouver un emploi ».").wait_for()
    page.get_by_role("link", name="Le lire").click()
    page.get_by_role("button", name="Suivre cette version").click()
    page.get_by_text("Votre antenne suit maintenant").wait_for()
    page.goto(f"{story.home}/parcours/nouveau/")
    page.get_by_label("Programme").select_option(index=1)
    page.get_by_label("Nom du parcours").fill("Emploi, hiver")
    page.get_by_label("Salle").fill("Belledonne")
    page.get_by_label("À partir du").fill("2027-02-01")
    page.get_by_label("Heure de début").fill("09:30")
    page.locator("input[name=weekdays][value='0']").check()
    page.get_by_label("Nombre de séances").fill("3")
    page.get_by_role("button", name="Voir les séances").click()
    page.get_by_text("Rien n’est encore créé").wait_for()
    is_accessible(page)
    page.get_by_role("button", name="Créer le parcours").click()
    page.get_by_role("button", name="Ouvrir aux inscriptions").click()
    page.get_by_text("est ouvert : les personnes peuvent s’inscrire").wait_for()


def _lea_decides_her_level(story: Story) -> None:
    """On the tablet, in Ukrainian, without knowing much."""
    page = story.as_("lea", on=day(1, 25), width=800)
    _her_file(story)
    page.get_by_role("link", name="Faire le positionnement").click()
    page.get_by_role("button", name="Commencer sur la tablette").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    for _ in range(15):
        page.locator("button[name=answer]").first.click()
    page.get_by_role("link", name="Voir le résultat").click()
    page.get_by_role("button", name="Enregistrer ce niveau").click()
    page.get_by_text(re.compile("Niveau décidé pour")).wait_for()


def _denis_enrols_her(story: Story) -> None:
    page = story.as_("desk", on=day(1, 26))
    _her_file(story)
    page.get_by_role("button", name="Inscrire dans « Emploi, hiver »").click()
    page.get_by_text("Олена Коваль prend la place 1").wait_for()
    is_accessible(page)
    assert "9:30" in story.mail("convocation").replace("09:30", "9:30")


def _three_mondays(story: Story) -> None:
    page = story.as_("lea", on=day(2, 1))
    page.get_by_role("link", name="Voir le parcours").first.click()
    page.get_by_role("button", name="Démarrer").click()
    page.get_by_role("button", name="Oui, continuer").click()
    for number in (1, 8, 15):
        page = story.as_("lea", on=day(2, number, 10), width=390)
        page.get_by_role("link", name="Faire l’appel").first.click()
        page.get_by_role("button", name="Tout le monde est là").click()
        page.get_by_text("Appel enregistré : 1 sur 1.").wait_for()
        page.get_by_role("button", name="Clore la séance").click()
        page.get_by_role("button", name="Oui, continuer").click()
        page.get_by_text("La séance est close : ses heures comptent.").wait_for()


def _the_course_ends(story: Story) -> None:
    page = story.as_("lea", on=day(2, 16))
    page.get_by_text("Toutes les séances de « Emploi, hiver » sont closes.").wait_for()
    page.get_by_role("link", name="Terminer").click()
    page.get_by_role("button", name="Terminer le parcours").click()
    page.get_by_role("button", name="Oui, continuer").click()
    page.get_by_text("est terminé").wait_for()
    group = story.look(lambda: Cohort.objects.get().pk)
    page.goto(f"{story.home}/parcours/{group}/fin/")
    page.get_by_label("Situation de Олена Коваль").select_option(label="En recherche d’emploi")
    page.get_by_role("button", name="Enregistrer les situations").click()
    page.get_by_role("button", name=re.compile("Délivrer")).click()
    page.get_by_text(re.compile("[Aa]ttestations? délivrée")).wait_for()
    is_accessible(page)
    papers = page.get_by_role("link", name=re.compile("Imprimer")).first.get_attribute("href")
    read = "async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())]"
    text = pypdf.PdfReader(io.BytesIO(bytes(page.evaluate(read, papers)))).pages[0].extract_text()
    assert "Коваль" in text
    assert re.search(r"6\s*h", text)


def _she_says_what_she_thinks(story: Story) -> None:
    page = story.as_("lea", on=day(2, 17))
    group = story.look(lambda: Cohort.objects.get().pk)
    page.goto(f"{story.home}/parcours/{group}/enquete/")
    page.get_by_role("button", name="Proposer l’enquête").click()
    page.get_by_text("réponse").first.wait_for()
    link = urlsplit(re.findall(r"https?://\S+", story.mail("survey"))[0]).path
    page.context.clear_cookies()
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(story.home + link)
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    is_accessible(page)
    for _ in range(10):
        if page.get_by_role("button").count() == 0 or story.look(SurveyAnswer.objects.exists):
            break
        radios = page.locator("fieldset")
        for number in range(radios.count()):
            radios.nth(number).locator("label").first.click()
        page.locator("main form button").first.click()
    assert story.look(lambda: SurveyAnswer.objects.get().satisfaction) == "very_satisfied"
    is_accessible(page)


def _three_months_later(story: Story) -> None:
    page = story.as_("desk", on=day(5, 18))
    page.get_by_text("où en est cette personne, 3 mois après son parcours").wait_for()
    page.get_by_role("link", name="Demander").click()
    page.get_by_text("Олена Коваль").first.wait_for()
    is_accessible(page)
    page.get_by_role("link", name=re.compile("Noter")).first.click()
    page.get_by_text("En emploi", exact=True).first.click()
    page.get_by_role("button", name=re.compile("Noter|Enregistrer")).first.click()
    _her_file(story)
    page.get_by_role("link", name="Noter un contact").click()
    page.get_by_role("radio", name="Appel").check(force=True)
    page.get_by_label("Ce qui s’est dit").fill("Travaille depuis avril. Voudrait un ordinateur.")
    page.get_by_label("Prochain pas").fill("Rappeler pour l’ordinateur")
    page.get_by_label("À faire le").fill("2027-07-05")
    page.get_by_role("button", name="Noter le contact").click()
    page.get_by_text("est noté").wait_for()


def _the_whole_story(story: Story) -> None:
    page = story.as_("manager", on=day(7, 6), width=768)
    page.get_by_text("Rappeler pour l’ordinateur : Олена Коваль.").wait_for()
    page.get_by_role("link", name="Ouvrir la fiche").first.click()
    for words in (
        "CCAS d’Échirolles",
        "Positionnement",
        "Emploi, hiver",
        "A terminé",
        "Travaille depuis avril",
    ):
        page.get_by_text(words).first.wait_for()
    is_accessible(page)
    enrolment = story.look(lambda: Enrolment.objects.select_related("completion").get())
    assert (enrolment.state, enrolment.hours_target, enrolment.completion.minutes) == ("completed", 6, 360)
    last = story.look(lambda: Beneficiary.objects.get().last_contact_on)
    assert last == day(5, 18).date() + timedelta(0)


def _her_file(story: Story) -> None:
    person = story.look(lambda: Beneficiary.objects.get().pk)
    story.page.goto(f"{story.home}/personnes/{person}/")
    story.page.get_by_role("heading", name="Олена Коваль").wait_for()
