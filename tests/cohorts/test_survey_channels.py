"""The survey by link, on the tablet and on paper: never more answers than people, never whose."""

from collections import Counter
from uuid import uuid4

import pytest
import scenes
from django.apps import apps
from django.db import connection, models
from world import timedelta

from kit.antennes import inside
from kit.journal.models import Entry
from programs.cohorts.models import SurveyAnswer, SurveyInvitation
from programs.cohorts.operations import (
    answer_survey,
    close_cohort,
    count_answer,
    invite_to_survey,
    surveys,
)
from programs.cohorts.queries import results_of
from tenants.welcome.models import Notice

ANSWERS = {"aisance": 1, "explications": 2, "rythme": 2, "autonomie": 1, "conseil": 1}


@pytest.fixture
def world(grenoble):
    return grenoble


def surveyed(world, people, **fields):
    """A course of so many people, all invited."""
    group, _ = scenes.ended(world, ["pppp"] * people, **fields)
    return group, invite_to_survey(group, by=world.lea, now=world.now)


def on_the_tablet(group, satisfaction="satisfied", **changes):
    return count_answer(group, **({"sheet": uuid4(), "satisfaction": satisfaction} | changes))


class TestNeverMoreThanThePeople:
    def test_by_all_the_channels_together(self, world):
        group, (first, second, third) = surveyed(world, 3)
        answer_survey(first, satisfaction="very_satisfied")
        on_the_tablet(group)
        on_the_tablet(group)
        with pytest.raises(surveys.EverybodyAnswered, match="autant de réponses"):
            on_the_tablet(group)
        with pytest.raises(surveys.EverybodyAnswered):
            answer_survey(second, satisfaction="satisfied")
        assert SurveyAnswer.objects.count() == 3
        assert [i.answered for i in SurveyInvitation.objects.order_by("id")] == [True, False, False]
        assert third.answered is False

    def test_the_same_sheet_sent_twice_counts_once(self, world):
        group, _ = surveyed(world, 3)
        sheet = uuid4()
        assert on_the_tablet(group, sheet=sheet) is True
        assert on_the_tablet(group, "unsatisfied", sheet=sheet) is False
        assert SurveyAnswer.objects.get().satisfaction == "satisfied"

    def test_a_link_answers_once(self, world):
        _, (first, *_) = surveyed(world, 3)
        answer_survey(first, satisfaction="satisfied")
        with pytest.raises(surveys.AlreadyAnswered):
            answer_survey(first, satisfaction="satisfied")

    def test_nobody_answers_before_the_invitation_nor_after_the_closing(self, world):
        group, _ = scenes.ended(world, ["pppp"])
        with pytest.raises(surveys.EverybodyAnswered):
            on_the_tablet(group)
        (invitation,) = invite_to_survey(group, by=world.lea, now=world.now)
        close_cohort(group, by=world.maud, now=world.now)
        with pytest.raises(surveys.SurveyOver):
            on_the_tablet(group)
        with pytest.raises(surveys.SurveyOver):
            answer_survey(invitation, satisfaction="satisfied")
        with pytest.raises(surveys.SurveyOver):
            invite_to_survey(group, by=world.lea, now=world.now)

    @pytest.mark.committed
    def test_twelve_at_once_for_the_last_two(self, committed):
        world = committed
        with inside(world.grenoble):
            group, _ = surveyed(world, 2)
        seen = scenes.at_once(12, standing=lambda: inside(world.grenoble), act=lambda _: on_the_tablet(group))
        assert seen == Counter(done=2, everybody_answered=10)


class TestWhatIsAnswered:
    def test_the_ranks_of_the_survey_that_the_version_asks(self, world):
        group, _ = surveyed(world, 2, survey=scenes.survey(world))
        on_the_tablet(group, answers=ANSWERS)
        on_the_tablet(group, answers={})
        assert [one.answers for one in SurveyAnswer.objects.order_by("answers")] == [{}, ANSWERS]

    @pytest.mark.parametrize(
        ("satisfaction", "answers"),
        [
            ("happy", {}),
            ("satisfied", {"aisance": 5}),
            ("satisfied", {"aisance": 0}),
            ("satisfied", {"nom": 1}),
        ],
    )
    def test_nothing_else_is_kept(self, world, satisfaction, answers):
        group, _ = surveyed(world, 2, survey=scenes.survey(world))
        with pytest.raises(surveys.NotAnAnswer):
            on_the_tablet(group, satisfaction, answers=answers)
        assert not SurveyAnswer.objects.exists()

    def test_without_a_survey_only_the_satisfaction_is_asked(self, world):
        group, _ = surveyed(world, 1)
        with pytest.raises(surveys.NotAnAnswer):
            on_the_tablet(group, answers={"aisance": 1})


class TestWhoIsWrittenTo:
    def test_those_who_read_e_mails_receive_their_own_link_in_their_language(self, world):
        group, people = scenes.ended(world, ["pppp"] * 3)
        amina, boris, chen = [one.beneficiary for one in people]
        for person, email, language, channel in [
            (amina, "amina@exemple.example", "ar", ""), (boris, "", "uk", ""),
            (chen, "chen@exemple.example", "en", "phone"),
        ]:  # fmt: skip
            person.email, person.language, person.channel = email, language, channel
            person.save()
        invite_to_survey(group, by=world.lea, now=world.now, link=lambda one: f"https://x/{one.pk}")
        notice = Notice.objects.get(kind="survey")
        assert (notice.beneficiary, notice.by_phone, notice.language) == (amina, False, "ar")
        assert f"https://x/{people[0].survey_invitation.pk}" in notice.text
        assert invite_to_survey(group, by=world.lea, now=world.now, link=lambda one: "x") == []


class TestNobodyIsRecognised:
    def test_no_column_leads_from_an_answer_to_a_person_or_an_hour(self):
        kinds = {field.name: type(field) for field in SurveyAnswer._meta.get_fields()}
        assert set(kinds) == {"id", "cohort", "satisfaction", "answers"}
        assert kinds["id"] is models.UUIDField
        assert uuid4().version == SurveyAnswer._meta.pk.default().version == 4
        pointing = [
            field.name for model in apps.get_models() for field in model._meta.get_fields()
            if field.many_to_one and field.related_model is SurveyAnswer
        ]  # fmt: skip
        assert pointing == []

    def test_the_journal_is_silent_by_every_channel(self, world):
        group, (first, *_) = surveyed(world, 3)
        before = Entry.objects.count()
        answer_survey(first, satisfaction="satisfied")
        on_the_tablet(group)
        assert Entry.objects.count() == before

    def test_the_transaction_of_an_answer_does_not_name_its_invitation(self, world):
        """A tick alone would bear the same xmin as its answer, and join them for who reads the tables."""
        _, invitations = surveyed(world, 3)
        for invitation in invitations[:2]:
            answer_survey(invitation, satisfaction="satisfied")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM cohorts_surveyinvitation")
            assert cursor.fetchone() == (1,)


class TestResults:
    def test_with_numerator_n_and_response_rate(self, world):
        group, _ = surveyed(world, 6, survey=scenes.survey(world))
        for satisfaction in ["very_satisfied"] * 4 + ["unsatisfied"]:
            on_the_tablet(group, satisfaction, answers={"rythme": 2})
        close_cohort(group, by=world.maud, now=world.now)
        group.refresh_from_db()
        results = results_of(group)
        assert (results.satisfied, results.n, results.invited) == (4, 5, 6)
        asked = {question.code: question.choices for question in results.questions}
        assert asked["rythme"] == [("Trop lent", 0), ("Bien", 5), ("Trop rapide", 0)]
        assert asked["aisance"][0] == ("Oui, beaucoup", 0)
        assert dict(asked["satisfaction"])["Peu satisfait"] == 1

    def test_fewer_than_five_answers_say_nothing(self, world):
        group, _ = surveyed(world, 4)
        for _ in range(4):
            on_the_tablet(group)
        results = results_of(group)
        assert (results.over, results.shown, results.satisfied, results.questions) == (True, False, None, [])

    def test_a_survey_that_goes_on_says_nothing_or_the_next_answer_would_be_seen(self, world):
        group, _ = surveyed(world, 6)
        for _ in range(5):
            on_the_tablet(group)
        assert results_of(group).shown is False
        on_the_tablet(group)
        assert results_of(group).shown is True


def test_an_answer_does_not_wait_for_another_day(world):
    """The hour is never read: the operation has no clock."""
    group, _ = surveyed(world, 1)
    world.now += timedelta(days=90)
    assert on_the_tablet(group)
