"""The national survey: written in five languages, published by a second person, never changed afterwards."""

import copy

import pytest
import scenes

from kit.antennes import NATIONAL, at, inside
from kit.journal.models import Entry
from programs.catalogue.models import Survey, SurveyQuestion
from programs.catalogue.operations import (
    SurveyQuestionDraft,
    draft_survey,
    publish_survey,
    rewrite_survey,
    surveys,
)
from programs.catalogue.starting.survey import QUESTIONS, TITLE
from tenants.network.vocabulary import Language

pytestmark = pytest.mark.django_db
HERE = "/programmes/enquete/"


def draft(world, questions=QUESTIONS, *, by=None, title=TITLE):
    with at(NATIONAL):
        return draft_survey(title=title, questions=questions, by=by or world.nadia, now=world.now)


def publish(world, survey, *, by=None):
    with at(NATIONAL):
        return publish_survey(survey, by=by or world.alex, now=world.now)


def changed(**words):
    """The first question with other words: changed(ar={"text": ""})."""
    first = copy.deepcopy(QUESTIONS[0])
    return [SurveyQuestionDraft(first.code, {**first.words, **words})]


def test_the_starting_survey_speaks_the_five_languages_without_a_free_text(world):
    publish(world, draft(world))
    with at(NATIONAL):
        questions = list(SurveyQuestion.objects.order_by("position"))
        assert Survey.objects.get().drafted_by_id == world.nadia.pk
    assert [one.code for one in questions] == ["aisance", "explications", "rythme", "autonomie", "conseil"]
    for question in questions:
        assert set(question.words) == set(Language.values)
        assert len({len(said["choices"]) for said in question.words.values()}) == 1
        assert all(set(said) == {"text", "choices"} for said in question.words.values())


def test_the_one_who_wrote_does_not_publish(world):
    survey = draft(world)
    with pytest.raises(surveys.SurveyNeedsASecondPerson):
        publish(world, survey, by=world.nadia)
    assert publish(world, survey).state == "published"


def test_who_corrects_a_draft_has_written_it(world):
    survey = draft(world)
    with at(NATIONAL):
        rewrite_survey(survey, title="Autre", questions=QUESTIONS[:2], by=world.alex, now=world.now)
        assert survey.questions.count() == 2
    with pytest.raises(surveys.SurveyNeedsASecondPerson):
        publish(world, survey)
    assert publish(world, survey, by=world.nadia).title == "Autre"


def test_one_draft_at_a_time_and_a_published_one_never_changes(world):
    first = draft(world)
    with pytest.raises(surveys.SurveyDraftOpen):
        draft(world)
    publish(world, first)
    with at(NATIONAL), pytest.raises(surveys.SurveyNotADraft):
        rewrite_survey(first, title="x", questions=[], by=world.nadia, now=world.now)
    second = publish(world, draft(world))
    with at(NATIONAL):
        states = list(Survey.objects.order_by("number").values_list("number", "state"))
    assert (second.number, states) == (2, [(1, "superseded"), (2, "published")])


@pytest.mark.parametrize(
    ("questions", "refusal"),
    [
        ([QUESTIONS[0], QUESTIONS[0]], surveys.QuestionTwice),
        ([SurveyQuestionDraft(f"q{number}", QUESTIONS[0].words) for number in range(9)], surveys.TooManyQuestions),
        (changed(ar={"text": "", "choices": ["ا", "ب", "ج", "د"]}), surveys.WordsMissing),
        (changed(uk={"text": "?", "choices": []}), surveys.WordsMissing),
        (changed(en={"text": "?", "choices": ["Yes", "No"]}), surveys.ChoicesDoNotMatch),
        (changed(en={"text": "?", "choices": ["Yes", "Yes", "No", "x"]}), surveys.ChoicesDoNotMatch),
        (changed(fr={"text": "x" * 201, "choices": ["a", "b", "c", "d"]}), surveys.ChoicesDoNotMatch),
        ([SurveyQuestionDraft("un", {language: {"text": "?", "choices": ["a"]} for language in Language.values})],
         surveys.ChoicesDoNotMatch),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_nothing_kept(world, questions, refusal):
    with pytest.raises(refusal):
        draft(world, questions)
    with at(NATIONAL):
        assert not Survey.objects.exists()


def test_it_is_in_the_journal(world):
    publish(world, draft(world))
    with at(NATIONAL):
        verbs = list(Entry.objects.filter(on_kind="catalogue.survey").values_list("verb", flat=True))
    assert set(verbs) == {"catalogue.survey_drafted", "catalogue.survey_published"}


def test_a_course_keeps_the_survey_of_its_version(world):
    first = scenes.survey(world)
    with inside(world.grenoble):
        group, _ = scenes.ended(world, ["pppp"], survey=first)
    publish(world, draft(world, QUESTIONS[:1]))
    with inside(world.grenoble):
        group.refresh_from_db()
        assert group.version.survey_id == first.pk
        assert group.version.survey.questions.count() == 5


class TestPages:
    def sent(self, **changes):
        """The starting survey as its form sends it."""
        given = {"title": TITLE}
        for number, question in enumerate(QUESTIONS, start=1):
            given[f"q{number}-code"] = question.code
            for language, said in question.words.items():
                given[f"q{number}-{language}_text"] = said["text"]
                given[f"q{number}-{language}_choices"] = "\r\n".join(said["choices"])
        return given | changes

    def test_nadia_writes_and_alex_publishes(self, world, site):
        nadia, alex = site("reseau", world.nadia), site("reseau", world.alex)
        assert "Cinq questions sont prêtes" in nadia.get(HERE).text
        assert "Êtes-vous plus à l’aise" in nadia.get(f"{HERE}rediger/").text
        read = nadia.post(f"{HERE}rediger/", self.sent(), follow=True).text
        assert "Vous avez rédigé" in read
        assert nadia.post(f"{HERE}v1/publier/").status_code == 409
        assert "Publier la version 1" in alex.get(f"{HERE}v1/").text
        assert "publiée" in alex.post(f"{HERE}v1/publier/", follow=True).text
        assert 'dir="rtl"' in alex.get(f"{HERE}v1/?langue=ar").text

    def test_what_was_typed_is_kept_with_the_reason_of_the_refusal(self, world, site):
        nadia = site("reseau", world.nadia)
        page = nadia.post(f"{HERE}rediger/", self.sent(**{"q2-ar_text": ""}))
        assert page.status_code == 409
        assert "en arabe : il manque la question" in page.text.replace("\u00a0", " ")
        assert "Were the explanations clear?" in page.text
        page = nadia.post(f"{HERE}rediger/", self.sent(**{"q1-code": "à l’aise"}))
        assert page.status_code == 200
        assert "à l’aise" in page.text

    def test_an_emptied_question_is_taken_out(self, world, site):
        emptied = {key: "" for key in self.sent() if key.startswith("q3-")}
        site("reseau", world.nadia).post(f"{HERE}rediger/", self.sent(**emptied))
        with at(NATIONAL):
            assert SurveyQuestion.objects.count() == 4

    def test_those_who_do_not_write_read(self, world, site):
        draft(world)
        fanny = site("reseau", world.person("finance@reseau.example"))
        assert fanny.get(f"{HERE}v1/").status_code == 200
        assert fanny.get(f"{HERE}rediger/").status_code == 403
        assert fanny.post(f"{HERE}v1/publier/").status_code == 403
        assert fanny.get(f"{HERE}v9/").status_code == 404
        assert site("reseau").get(HERE).status_code == 302
