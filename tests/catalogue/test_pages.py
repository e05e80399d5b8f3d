"""The national office reads, drafts and publishes the versions of programmes."""

from datetime import UTC, datetime

import pytest

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
    "completion_percent": 70, "loan_months": 6,
    "beginner_hours": 40, "beginner_score_from": 0, "beginner_score_to": 39,
    "intermediate_hours": 24, "intermediate_score_from": 40, "intermediate_score_to": 69,
    "advanced_hours": 16, "advanced_score_from": 70, "advanced_score_to": 100,
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


def test_a_draft_keeps_the_modules_and_shows_what_it_changes(world, basics, site):
    nadia = site("reseau", world.nadia)
    answer = nadia.post("/programmes/les-bases/nouvelle-version/", ANSWERS)
    assert answer["Location"] == "/programmes/les-bases/v2/"
    page = nadia.get("/programmes/les-bases/v2/").content.decode()
    assert "40\u00a0h, scores 0 à 39" in page
    with at(NATIONAL):
        made = version(2)
        assert (made.state, made.completion_percent, made.option_price_cents) == ("draft", 70, 5000)
        assert [module.title for module in made.modules.all()] == ["Cliquer"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"capacity": 13}, "entre le minimum et le maximum"),
        ({"beginner_score_to": 30}, "couvrir chaque score"),
        ({"beginner_score_to": 45}, "couvrir chaque score"),
        ({"title": ""}, "obligatoire"),
        ({"completion_percent": 0}, "revoir"),
    ],
)
def test_a_wrong_draft_comes_back_with_what_to_correct(world, basics, site, change, words):
    answer = site("reseau", world.nadia).post("/programmes/les-bases/nouvelle-version/", ANSWERS | change)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    with at(NATIONAL):
        assert TemplateVersion.objects.count() == 1


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
    assert finance.get("/programmes/les-bases/nouvelle-version/").status_code == 403
    assert finance.post("/programmes/les-bases/v1/publier/").status_code == 403
