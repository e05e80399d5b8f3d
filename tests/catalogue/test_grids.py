"""The grid of the positionnement: written once for the network, published by a second person."""

import grids
import pytest
import scenes
from django.core.exceptions import ValidationError

from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from kit.states import NotThatWay
from programs.catalogue.models import AssessmentGrid, Skill
from programs.catalogue.operations import (
    GridQuestionDraft,
    draft_grid,
    publish_grid,
    remove_question,
    write_question,
)
from programs.catalogue.operations import grids as writing
from programs.catalogue.starting.grid import CODE, QUESTIONS
from tenants.network.vocabulary import Language

SENT = {
    "code": "mairie", "skill": "information", "points": "0 1 2", "fr_text": "Trouvez la mairie ?",
    "fr_choices": "Non\nUn peu\nOui", "en_text": "", "en_choices": "",
}  # fmt: skip


@pytest.fixture
def office(world):
    with at(NATIONAL):
        yield world


def draft(world, questions=grids.SMALL, by=None):
    return draft_grid(code=CODE, title="Grille", questions=questions, by=by or world.nadia, now=world.now)


def with_words(**words):
    one = grids.small("safety")
    return GridQuestionDraft(one.code, one.skill, one.words | words, one.points)


class TestStartingGrid:
    def test_it_has_three_questions_a_domain_and_a_task_among_them(self):
        assert len(QUESTIONS) == 15
        for skill in Skill:
            asked = [one for one in QUESTIONS if one.skill == skill]
            assert [one.practical for one in asked] == [False, False, True]

    def test_every_domain_weighs_the_same_and_every_language_is_whole(self):
        for one in QUESTIONS:
            assert (one.points[0], max(one.points)) == (0, 3)
            assert set(one.words) == set(Language.values)
            for words in one.words.values():
                assert words["text"]
                assert len(set(words["choices"])) == len(one.points)
            assert not one.practical or one.words["fr"]["help"], "the host knows what to look at"

    def test_it_is_written_for_people_who_read_little(self):
        for one in QUESTIONS:
            sentences = one.words["fr"]["text"].replace("?", ".").split(".")
            assert all(len(sentence.split()) <= 14 for sentence in sentences), one.code

    def test_it_can_be_published_as_it_is(self, office):
        grid = publish_grid(draft(office, QUESTIONS), by=office.alex, now=office.now)
        assert (grid.state, grid.published_by) == ("published", office.alex)


class TestPublication:
    def test_who_wrote_last_does_not_publish(self, office):
        grid = draft(office)
        with pytest.raises(writing.GridNeedsASecondPerson):
            publish_grid(grid, by=office.nadia, now=office.now)
        write_question(grid, question=grids.small("safety", code="b"), by=office.alex, now=office.now)
        with pytest.raises(writing.GridNeedsASecondPerson):
            publish_grid(grid, by=office.alex, now=office.now)
        assert publish_grid(grid, by=office.nadia, now=office.now).state == "published"
        verbs = list(Entry.objects.filter(on_id=str(grid.pk)).order_by("id").values_list("verb", flat=True))
        assert verbs == ["catalogue.grid_drafted", "catalogue.grid_edited", "catalogue.grid_published"]

    def test_the_next_one_supersedes_it_and_what_points_at_it_keeps_it(self, office):
        first = publish_grid(draft(office), by=office.alex, now=office.now)
        version = scenes.version(office, grid=first)
        second = publish_grid(draft(office), by=office.alex, now=office.now)
        first.refresh_from_db()
        version.refresh_from_db()
        assert (first.state, second.number, version.grid) == ("superseded", 2, first)

    def test_one_draft_at_a_time_and_nothing_is_published_twice(self, office):
        grid = draft(office)
        with pytest.raises(writing.GridDraftOpen):
            draft(office)
        publish_grid(grid, by=office.alex, now=office.now)
        with pytest.raises(NotThatWay):
            publish_grid(grid, by=office.alex, now=office.now)

    def test_each_domain_has_a_question(self, office):
        with pytest.raises(writing.SkillWithoutQuestion, match="Environnement numérique"):
            publish_grid(draft(office, grids.SMALL[:4]), by=office.alex, now=office.now)

    def test_a_published_grid_never_changes(self, office):
        grid = publish_grid(draft(office), by=office.alex, now=office.now)
        with pytest.raises(writing.GridIsPublished):
            write_question(grid, question=grids.small("safety", code="b"), by=office.nadia, now=office.now)
        with pytest.raises(writing.GridIsPublished):
            remove_question(grid.questions.first(), by=office.nadia, now=office.now)

    def test_two_who_draft_at_once_make_one(self, committed):
        world = committed
        assert world.nadia
        done = scenes.at_once(4, standing=lambda: at(NATIONAL), act=lambda _: draft(world))
        assert done == {"done": 1, "grid_draft_open": 3}


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        (grids.small("safety", points=(0, 1)), writing.PointsWithoutChoice),
        (grids.small("safety", points=(3,)), writing.PointsWithoutChoice),
        (grids.small("safety", points=(0, 0, 0)), writing.PointsOutOfBounds),
        (grids.small("safety", points=(0, 1, 101)), writing.PointsOutOfBounds),
        (with_words(fr={"text": " ", "choices": ["a", "b", "c"]}), writing.QuestionIncomplete),
        (with_words(ar={"text": "سؤال", "choices": []}), writing.QuestionIncomplete),
        (with_words(ar={"text": "سؤال", "choices": ["لا", "نعم"]}), writing.PointsWithoutChoice),
        (with_words(xx={"text": "?", "choices": ["a", "b", "c"]}), writing.QuestionIncomplete),
        (with_words(fr={"text": "a" * 301, "choices": ["a", "b", "c"]}), writing.WordsTooLong),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(office, question, refused):
    with pytest.raises(refused):
        draft(office, [question])
    assert not AssessmentGrid.objects.exists()


def test_a_code_is_there_once_and_is_a_code(office):
    with pytest.raises(writing.QuestionTwice):
        draft(office, [grids.small("safety"), grids.small("content", code="safety")])
    with pytest.raises(ValidationError):
        draft(office, [grids.small("safety", code="Mot de passe ?")])


class TestPages:
    @pytest.fixture
    def nadia(self, world, site):
        return site("reseau", world.nadia)

    def of(self, number):
        with at(NATIONAL):
            return AssessmentGrid.objects.get(code=CODE, number=number)

    def test_from_the_starting_grid_to_its_publication(self, world, site, nadia):
        assert "Partir de la grille de départ" in nadia.get("/grilles/").text
        path = nadia.post("/grilles/commencer/")["Location"]
        shown = nadia.get(path).text
        assert "Allumez cet ordinateur" in shown
        assert "Увімкніть цей комп’ютер" in nadia.get(f"{path}?langue=uk").text
        assert nadia.post(f"{path}publier/").status_code == 409
        assert "attend d’être publiée" in site("reseau", world.alex).get("/").text
        assert "attend d’être publiée" not in nadia.get("/").text, "nothing that she can do"
        assert site("reseau", world.alex).post(f"{path}publier/").status_code == 302
        assert self.of(1).state == "published"
        assert "Partir de la grille" not in nadia.get("/grilles/").text

    def test_the_next_version_is_corrected_question_by_question(self, world, nadia):
        grids.published(world)
        path = nadia.post(f"/grilles/{CODE}/v1/suivante/")["Location"]
        page = nadia.get(f"{path}questions/chercher/").text
        assert "horaires de la mairie" in page
        sent = SENT | {"code": "chercher", "points": "0, 2, 5"}
        assert nadia.post(f"{path}questions/chercher/", sent)["Location"] == path
        with at(NATIONAL):
            new = self.of(2).questions.get(code="chercher")
            old = self.of(1).questions.get(code="chercher")
        assert (new.points, set(new.words)) == ([0, 2, 5], {"fr"})
        assert (old.points, len(old.words)) == ([0, 1, 2, 3], 5)
        assert "14 sur 15" in nadia.get(path).text, "a translation is missing, and it is said"
        assert "Pas encore traduite" in nadia.get(f"{path}?langue=ar").text

    def test_a_question_is_added_at_the_end_and_taken_out(self, world, nadia):
        path = nadia.post("/grilles/commencer/")["Location"]
        nadia.post(f"{path}questions/", SENT)
        with at(NATIONAL):
            assert self.of(1).questions.get(code="mairie").position == 16
        nadia.post(f"{path}questions/mairie/retirer/")
        with at(NATIONAL):
            assert self.of(1).questions.count() == 15

    @pytest.mark.parametrize(
        ("change", "status", "words"),
        [
            ({"points": "0 1 x"}, 200, "Des nombres entiers"),
            ({"points": "9" * 50}, 200, "Des nombres entiers"),
            ({"points": "0 1 2 3"}, 409, "autant de points que de choix"),
            ({"points": "0 0 0"}, 409, "un choix au moins en donne"),
            ({"fr_text": ""}, 200, "obligatoire"),
            ({"fr_text": "a" * 400}, 200, "300"),
            ({"en_text": "Find it?"}, 409, "il manque un texte ou un choix en anglais"),
            ({"skill": "cuisine"}, 200, "cuisine"),
            ({"code": "chercher"}, 409, "portent le code"),
            ({"code": "mot de passe"}, 200, "lettres"),
        ],
    )
    def test_a_wrong_question_comes_back_as_it_was_typed(self, world, nadia, change, status, words):
        path = nadia.post("/grilles/commencer/")["Location"]
        answer = nadia.post(f"{path}questions/", SENT | {"fr_help": "Comme à Voiron."} | change)
        assert (answer.status_code, words in answer.text) == (status, True)
        assert "Comme à Voiron." in answer.text
        with at(NATIONAL):
            assert self.of(1).questions.count() == 15

    def test_who_may_not_write_reads(self, world, site, nadia):
        path = nadia.post("/grilles/commencer/")["Location"]
        finance = site("reseau", world.person("finance@reseau.example"))
        assert finance.get(path).status_code == 200
        assert "Corriger" not in finance.get(path).text
        for closed in ("publier/", "suivante/", "questions/", "questions/chercher/retirer/"):
            assert finance.post(f"{path}{closed}").status_code == 403
        for missing in (f"/grilles/{CODE}/v9/", "/grilles/rien/v1/", f"{path}questions/rien/"):
            assert nadia.get(missing).status_code == 404

    def test_an_antenne_reads_the_grids_and_writes_none(self, world, site):
        grids.published(world)
        with inside(world.grenoble):
            assert AssessmentGrid.objects.count() == 1
        assert site("grenoble", world.lea).get("/grilles/").status_code == 404
