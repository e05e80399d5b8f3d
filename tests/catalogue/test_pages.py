"""The national office reads, drafts and publishes the versions of programmes."""

import re
from datetime import UTC, datetime

import pytest
import scenes
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.antennes import NATIONAL, at
from programs.catalogue.models import TemplateVersion
from programs.catalogue.operations import LevelDraft, ModuleDraft, draft_template, draft_version, publish

pytestmark = pytest.mark.django_db
WRITTEN = datetime(2021, 11, 15, 9, 0, tzinfo=UTC)
LEVELS = [
    LevelDraft("beginner", 32, 0, 39),
    LevelDraft("intermediate", 24, 40, 69),
    LevelDraft("advanced", 16, 70, 100),
]
ANSWERS = {
    "title": "Les bases, en mieux", "summary": "", "capacity": 9, "capacity_min": 6, "capacity_max": 12,
    "completion_percent": 70, "session_minutes": 120, "loan_months": 6, "option_price": "49.90",
    "beginner_hours": 40, "beginner_score_from": 0, "beginner_score_to": 39,
    "intermediate_hours": 24, "intermediate_score_from": 40, "intermediate_score_to": 69,
    "advanced_hours": 16, "advanced_score_from": 70, "advanced_score_to": 100,
    "session_minutes_low": 90, "session_minutes_high": 150,
    "modules-TOTAL_FORMS": 4, "modules-INITIAL_FORMS": 1,
    "modules-0-title": "Cliquer", "modules-0-minutes": 60, "modules-0-position": 2,
    "modules-1-title": "Écrire", "modules-1-minutes": 90, "modules-1-position": 1,
    "rules-TOTAL_FORMS": 2, "rules-INITIAL_FORMS": 0,
    "rules-0-condition": "situation:job_seeker", "rules-0-effect": "warning", "rules-0-proof": "Attestation",
}  # fmt: skip


@pytest.fixture
def basics(world):
    with at(NATIONAL):
        template = draft_template(
            code="les-bases", name="Les bases", theme="basics", partner=None, by=world.nadia, now=WRITTEN
        )
        version = draft_version(
            template, title="Les bases", levels=LEVELS, modules=[ModuleDraft("Cliquer", 60)],
            option_price_cents=5000, by=world.nadia, now=WRITTEN,
        )  # fmt: skip
        publish(version, by=world.alex, now=WRITTEN)
    return template


def version(number: int) -> TemplateVersion:
    with at(NATIONAL):
        return TemplateVersion.objects.get(template__code="les-bases", number=number)


def test_a_programme_shows_its_levels_and_modules(world, basics, site):
    page = site("reseau", world.nadia).get("/programmes/les-bases/").content.decode()
    assert "Cliquer" in page
    assert "de 40 à 69" in page


@pytest.mark.parametrize(
    "path", ["/programmes/inconnu/", "/programmes/les-bases/v9/", "/programmes/inconnu/v1/"]
)
def test_what_does_not_exist_is_not_found(world, basics, site, path):
    assert site("reseau", world.nadia).get(path).status_code == 404


def test_a_draft_is_written_whole_and_shows_what_it_changes(world, basics, site):
    nadia = site("reseau", world.nadia)
    form = nadia.get("/programmes/les-bases/nouvelle-version/").context["form"]
    assert [line.initial["title"] for line in form.modules.initial_forms] == ["Cliquer"]
    answer = nadia.post("/programmes/les-bases/nouvelle-version/", ANSWERS)
    assert answer["Location"] == "/programmes/les-bases/v2/"
    page = nadia.get("/programmes/les-bases/v2/").text
    for words in (
        "40\u00a0h, scores 0 à 39",
        "Module ajouté",
        "À vérifier.",
        "Une autre personne doit la relire",
    ):
        assert words in page
    with at(NATIONAL):
        made = version(2)
        assert (made.state, made.completion_percent, made.option_price_cents) == ("draft", 70, 4990)
        assert made.lend_in_class is False
        assert [module.title for module in made.modules.all()] == ["Écrire", "Cliquer"]
        rule, bounds = made.eligibility_rules.get(), made.adaptable_fields.get()
        assert (rule.kind, rule.value, rule.effect) == ("situation", "job_seeker", "warning")
        assert (bounds.name, bounds.low, bounds.high) == ("session_minutes", 90, 150)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "obligatoire"),
        ({"title": "x" * 300}, "au plus 160"),
        ({"completion_percent": 0}, "revoir"),
        ({"capacity": "9" * 30}, "revoir"),
        ({"option_price": "-1"}, "revoir"),
        ({"intermediate_hours": ""}, "les trois cases"),
        ({"session_minutes_high": ""}, "les deux bornes"),
        ({"modules-1-minutes": ""}, "Modules, ligne 2, minutes"),
        ({"modules-1-title": "x" * 161}, "Modules, ligne 2, titre"),
        ({"rules-0-condition": ""}, "Conditions, ligne 1, condition"),
        ({"rules-0-condition": "horoscope:lion"}, "Conditions, ligne 1, condition"),
        ({"modules-TOTAL_FORMS": "x"}, "revoir"),
        ({"modules-TOTAL_FORMS": "5000"}, "revoir"),
    ],
)
def test_a_wrong_draft_comes_back_with_what_to_correct(world, basics, site, change, words):
    answer = site("reseau", world.nadia).post("/programmes/les-bases/nouvelle-version/", ANSWERS | change)
    assert answer.status_code == 200
    assert words in answer.text
    assert "Attestation" in answer.text
    with at(NATIONAL):
        assert TemplateVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"capacity": 13}, "entre le minimum"),
        ({"beginner_score_to": 30}, "le score 31 n’est dans aucun niveau"),
        ({"beginner_score_to": 45}, "le score 40 est dans deux niveaux"),
        ({"rules-0-condition": "age_min"}, "donnez un nombre"),
        ({"session_minutes": 60}, "doivent contenir la valeur"),
        ({"modules-1-title": "cliquer"}, "Deux modules portent le titre"),
    ],
)
def test_a_rule_refuses_beside_what_was_typed(world, basics, site, change, words):
    answer = site("reseau", world.nadia).post("/programmes/les-bases/nouvelle-version/", ANSWERS | change)
    assert answer.status_code == 409
    assert words in answer.text
    assert 'value="Attestation"' in answer.text
    with at(NATIONAL):
        assert TemplateVersion.objects.count() == 1


@pytest.fixture
def draft(world, basics, site):
    nadia = site("reseau", world.nadia)
    nadia.post("/programmes/les-bases/nouvelle-version/", ANSWERS)
    return nadia


def test_a_draft_is_taken_up_again(world, draft):
    assert draft.get("/programmes/les-bases/nouvelle-version/")["Location"] == (
        "/programmes/les-bases/v2/modifier/"
    )
    page = draft.get("/programmes/les-bases/v2/modifier/")
    assert [line.initial["title"] for line in page.context["form"].modules.initial_forms] == [
        "Écrire",
        "Cliquer",
    ]
    emptied = {"modules-1-title": "", "modules-1-minutes": "", "title": "Mieux encore", "rules-0-condition": "",
               "rules-0-proof": "", "advanced_hours": "", "advanced_score_from": "", "advanced_score_to": "",
               "intermediate_score_to": 100, "seen": page.context["form"]["seen"].value()}  # fmt: skip
    answer = draft.post("/programmes/les-bases/v2/modifier/", ANSWERS | emptied)
    assert answer["Location"] == "/programmes/les-bases/v2/"
    with at(NATIONAL):
        made = version(2)
        assert made.title == "Mieux encore"
        assert [module.title for module in made.modules.all()] == ["Cliquer"]
        assert [level.level for level in made.levels.all()] == ["beginner", "intermediate"]
        assert not made.eligibility_rules.exists()


def test_two_tabs_do_not_write_over_each_other(world, draft):
    seen = draft.get("/programmes/les-bases/v2/modifier/").context["form"]["seen"].value()
    path, first = "/programmes/les-bases/v2/modifier/", ANSWERS | {"seen": seen}
    assert draft.post(path, first | {"title": "Premier onglet"}).status_code == 302
    answer = draft.post(path, first | {"title": "Second onglet"})
    assert answer.status_code == 409
    assert "Second onglet" in answer.text
    assert version(2).title == "Premier onglet"


def test_nobody_publishes_what_was_rewritten_under_their_eyes(world, draft, site):
    alex = site("reseau", world.alex)
    seen = re.search(r'name="seen" value="([^"]+)"', alex.get("/programmes/les-bases/v2/").text)[1]
    draft.post("/programmes/les-bases/v2/modifier/", ANSWERS | {"title": "Entre-temps"})
    assert alex.post("/programmes/les-bases/v2/publier/", {"seen": seen}).status_code == 409
    assert version(2).state == "draft"


def test_a_draft_is_thrown_away(world, draft, site):
    assert site("reseau", world.alex).post("/programmes/les-bases/v2/abandonner/").status_code == 403
    assert draft.post("/programmes/les-bases/v2/abandonner/").status_code == 302
    assert draft.get("/programmes/les-bases/v2/").status_code == 404
    assert draft.post("/programmes/les-bases/v1/abandonner/").status_code == 409


def test_a_version_and_a_programme_are_retired(world, basics, site):
    alex = site("reseau", world.alex)
    assert alex.post("/programmes/les-bases/v1/retirer/").status_code == 302
    assert version(1).state == "retired"
    assert alex.post("/programmes/les-bases/retirer/").status_code == 302
    nadia = site("reseau", world.nadia)
    assert "Programme retiré" in nadia.get("/programmes/les-bases/").text
    assert nadia.post("/programmes/les-bases/nouvelle-version/", ANSWERS).status_code == 409


def test_two_versions_are_compared(world, draft, site):
    page = draft.get("/programmes/les-bases/comparer/?de=2&a=1").text
    assert "Module retiré" in page
    assert "même version" in draft.get("/programmes/les-bases/comparer/?de=2&a=2").text
    assert draft.get("/programmes/les-bases/comparer/?de=99&a=x").status_code == 200


def test_a_preview_reads_as_a_prescriber_and_as_an_antenne_will(world, draft):
    page = draft.get("/programmes/les-bases/v2/apercu/").text
    for words in ("Ce que lit une structure prescriptrice", "À apporter", "Ce que lit une antenne", "Écrire"):
        assert words in page


NEW = {"name": "Ma santé en ligne", "theme": "health", "partner": "", "start": "theme"}


def test_a_new_programme_starts_from_its_theme_or_from_nothing(world, site):
    nadia = site("reseau", world.nadia)
    answer = nadia.post("/programmes/nouveau/", NEW)
    assert answer["Location"] == "/programmes/ma-sante-en-ligne/nouvelle-version/?depart=health"
    form = nadia.get(answer["Location"]).context["form"]
    assert form["beginner_hours"].value() == 12
    assert "Pas encore de version" in nadia.get("/programmes/ma-sante-en-ligne/").text
    empty = nadia.get("/programmes/ma-sante-en-ligne/nouvelle-version/?depart=vide").context["form"]
    assert (empty["title"].value(), empty["beginner_hours"].value()) == ("Ma santé en ligne", None)
    answer = nadia.post("/programmes/ma-sante-en-ligne/nouvelle-version/?depart=vide", ANSWERS)
    assert answer["Location"] == "/programmes/ma-sante-en-ligne/v1/"


@pytest.mark.parametrize("name", ["Ma santé en ligne", "!!!", "x" * 161, "", "مرحبا"])
def test_a_name_that_is_taken_or_says_nothing_comes_back(world, site, name):
    nadia = site("reseau", world.nadia)
    nadia.post("/programmes/nouveau/", NEW)
    answer = nadia.post("/programmes/nouveau/", NEW | {"name": name})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["name"]


def test_the_name_of_a_page_is_refused(world, site):
    assert (
        site("reseau", world.nadia).post("/programmes/nouveau/", NEW | {"name": "Partenaires"}).status_code
        == 409
    )


def test_a_second_draft_at_once_is_refused_and_nothing_typed_is_lost(world, basics, site):
    nadia = site("reseau", world.nadia)
    nadia.post("/programmes/les-bases/nouvelle-version/", ANSWERS)
    answer = nadia.post("/programmes/les-bases/nouvelle-version/", ANSWERS | {"title": "Encore une"})
    assert answer.status_code == 409
    assert "Encore une" in answer.content.decode()


def test_publication_needs_a_second_person(world, basics, site):
    site("reseau", world.nadia).post("/programmes/les-bases/nouvelle-version/", ANSWERS)
    publish_it = "/programmes/les-bases/v2/publier/"
    assert site("reseau", world.nadia).post(publish_it).status_code == 409
    assert version(2).state == "draft"
    assert site("reseau", world.alex).post(publish_it).status_code == 302
    assert (version(2).state, version(1).state) == ("published", "superseded")


def test_who_may_not_write_gets_no_draft(world, basics, site):
    finance = site("reseau", world.person("finance@reseau.example"))
    assert finance.get("/programmes/les-bases/").status_code == 200
    for path in ("les-bases/nouvelle-version/", "les-bases/v1/modifier/", "nouveau/", "partenaires/nouveau/"):
        assert finance.get(f"/programmes/{path}").status_code == 403
    assert finance.post("/programmes/les-bases/retirer/").status_code == 403
    assert finance.post("/programmes/les-bases/v1/publier/").status_code == 403


def test_pages_cost_the_same_whatever_the_number_of_versions(world, draft, site):
    paths = ("", "les-bases/", "les-bases/v2/", "les-bases/v2/apercu/", "les-bases/comparer/",
             "les-bases/v2/modifier/", "partenaires/")  # fmt: skip

    def cost(path: str) -> int:
        draft.get(f"/programmes/{path}")
        with CaptureQueriesContext(connection) as told:
            assert draft.get(f"/programmes/{path}").status_code == 200
        passing = ("SET ", "SAVEPOINT", "RELEASE")
        return len([q for q in told if "search_path" not in q["sql"] and not q["sql"].startswith(passing)])

    before = [cost(path) for path in paths]
    assert max(before) <= 8, before
    site("reseau", world.alex).post("/programmes/les-bases/v2/publier/")
    with at(NATIONAL):
        third = scenes.version(world, version(1).template)
        draft_version(third.template, title="v4", levels=LEVELS, by=world.nadia, now=WRITTEN)
    paths = [path.replace("v2", "v4") for path in paths]
    assert [cost(path) for path in paths] == before
