"""The grid suggests a level, a person decides one; a second time shows the way gone."""

import grids
import pytest
import scenes
from django.db import IntegrityError, transaction

from kit.antennes import inside
from kit.identifiers import new_id
from kit.journal.models import Entry
from kit.marks.models import Mark
from kit.refusals import Refused
from programs.catalogue.models import Skill
from programs.cohorts.models import Assessment
from programs.cohorts.operations import adopt, assess, assess_at_end, assessments, enrol, withdraw
from programs.cohorts.operations.enrolment import LevelNotTaught, ReasonWanted
from programs.cohorts.queries import average_way, levels_gained, way_of, who_came


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def version(world):
    return grids.version(world, questions=grids.SMALL)


@pytest.fixture
def amina(world):
    return scenes.person(world)


def small(**others):
    return grids.answers(grids.SMALL, **others)


def entry(world, person, version, **given):
    return assess(person, version=version, by=world.lea, now=world.now, **given)


class TestScore:
    def test_answers_make_the_score_and_one_for_each_domain(self, world, version, amina):
        made = entry(world, amina, version, answers=small(rank=1, safety=2, content=None))
        assert made.score == 50  # 1 + 1 + 1 + 2 + 0 of 10
        assert made.skills == {
            "information": 50, "communication": 50, "content": 0, "safety": 100, "environment": 50,
        }  # fmt: skip
        assert (made.suggested_level, made.decided_level) == ("intermediate", "intermediate")
        assert made.grid == version.grid

    def test_a_half_goes_up(self, world, amina):
        questions = [grids.small(skill) for skill in Skill.values[:4]]
        questions.append(grids.small("environment", points=(0, 3, 8)))
        made = entry(
            world, amina, grids.version(world, questions=questions),
            answers=grids.answers(questions, rank=0, safety=1, environment=1),
        )  # fmt: skip
        assert made.score == 25
        assert made.skills["environment"] == 38, "37.5"

    @pytest.mark.parametrize("rank", [None, 0])
    def test_who_knows_nothing_yet_is_a_beginner(self, world, version, amina, rank):
        made = entry(world, amina, version, answers=small(rank=rank))
        assert (made.score, made.suggested_level) == (0, "beginner")

    def test_the_starting_grid_goes_from_0_to_100(self, world, amina):
        version = grids.version(world)
        assert entry(world, amina, version, answers=grids.answers(rank=0)).score == 0
        best = entry(world, amina, version, answers=grids.answers(rank=9))
        assert (best.score, set(best.skills.values())) == (100, {100})

    @pytest.mark.parametrize(
        ("change", "refused"),
        [
            ({"inconnue": 1}, assessments.QuestionUnknown),
            ({"safety": 3}, assessments.ChoiceUnknown),
            ({"safety": -1}, assessments.ChoiceUnknown),
        ],
    )
    def test_answers_that_are_not_of_the_grid_are_refused(self, world, version, amina, change, refused):
        with pytest.raises(refused):
            entry(world, amina, version, answers=small(rank=1) | change)
        assert not Assessment.objects.exists()

    def test_a_missing_answer_is_said_with_its_question(self, world, version, amina):
        given = small(rank=1)
        del given["content"]
        with pytest.raises(assessments.QuestionUnanswered, match="question 3 : « Savez-vous content"):
            entry(world, amina, version, answers=given)

    def test_either_answers_or_a_score(self, world, version, amina):
        for given in ({}, {"answers": small(), "score": 10}):
            with pytest.raises(assessments.AnswersOrScore):
                entry(world, amina, version, **given)
        with pytest.raises(assessments.NoGrid):
            entry(world, amina, scenes.version(world, scenes.template(world, code="b")), answers=small())


class TestDecision:
    def test_another_level_wants_a_reason_and_one_that_is_taught(self, world, version, amina):
        with pytest.raises(ReasonWanted):
            entry(world, amina, version, answers=small(), level="advanced")
        with pytest.raises(LevelNotTaught):
            entry(world, amina, version, answers=small(), level="expert", reason="Sait tout.")
        made = entry(world, amina, version, answers=small(), level="advanced", reason="Sait, mais lit peu.")
        assert (made.suggested_level, made.decided_level) == ("beginner", "advanced")
        assert Entry.objects.filter(verb="cohorts.level_decided", on_id=str(made.pk)).count() == 1

    def test_what_is_sent_twice_is_kept_once(self, world, version, amina):
        key = new_id()
        first = entry(world, amina, version, answers=small(), key=key)
        assert entry(world, amina, version, answers=small(), key=key) == first
        assert Assessment.objects.count() == 1
        assert Entry.objects.filter(verb="cohorts.level_decided").count() == 1

    def test_the_same_key_with_other_answers_or_for_another_person_is_refused(self, world, version, amina):
        key = new_id()
        entry(world, amina, version, answers=small(), key=key)
        with pytest.raises(assessments.AlreadyKept):
            entry(world, amina, version, answers=small(rank=2), key=key)
        with pytest.raises(assessments.AlreadyKept):
            entry(world, scenes.person(world, "Olena"), version, answers=small(), key=key)


def test_the_same_form_sent_by_ten_hands_at_once_is_kept_once(committed):
    world = committed
    key = new_id()
    with inside(world.grenoble):
        version = grids.version(world, questions=grids.SMALL)
        amina = scenes.person(world)
    done = scenes.at_once(
        10,
        standing=lambda: inside(world.grenoble),
        act=lambda _: entry(world, amina, version, answers=small(), key=key),
    )
    assert done == {"done": 10}
    with inside(world.grenoble):
        assert Assessment.objects.count() == 1


class TestTheEnd:
    @pytest.fixture
    def enrolment(self, world, version, amina):
        """Amina came once; her entry was worth 20."""
        group = scenes.cohort(world, adopt(version, by=world.maud, now=world.now))
        return self.came(world, group, amina, answers=small(safety=2))

    def came(self, world, group, person, **given):
        scenes.accept_referral(
            scenes.referral(world, person), by=world.denis, now=world.now, today=world.today
        )
        entry(world, person, group.version, **given)
        made = enrol(person, cohort=group, by=world.denis, now=world.now, today=world.today)
        if group.state == "open":
            group = scenes.running(world, group)
        scenes.attended(world, group.sessions.first(), {made: "present"}, lock=False)
        made.refresh_from_db()
        return made

    def end(self, world, enrolment, **given):
        return assess_at_end(enrolment, by=world.lea, now=scenes.later(world, 30), **given)

    def test_the_second_one_has_the_grid_and_the_scale_of_the_first(self, world, enrolment, version):
        grids.published(world, questions=grids.SMALL)  # another grid is in force since
        made = self.end(world, enrolment, answers=small(rank=2, content=None))
        assert (made.moment, made.grid, made.version) == ("exit", version.grid, version)
        assert (made.score, made.suggested_level) == (80, "advanced")
        way = way_of(who_came().get(pk=enrolment.pk))
        assert (way.entry.score, way.end) == (20, made)
        assert way.scores("safety") == (100, 100)
        assert way.scores("information") == (0, 100)

    def test_it_is_done_once_whatever_the_door(self, world, enrolment):
        first = self.end(world, enrolment, answers=small(rank=2))
        with pytest.raises(assessments.AlreadyAssessedAtTheEnd):
            self.end(world, enrolment, score=90)
        assert self.end(world, enrolment, answers=small(rank=2), key=first.pk) == first
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.create(
                beneficiary=enrolment.beneficiary, version=first.version, moment="exit", enrolment=enrolment,
                score=1, suggested_level="beginner", decided_level="beginner", assessed_by=world.lea,
                assessed_at=world.now,
            )  # fmt: skip

    def test_who_has_not_come_or_has_left_has_no_end(self, world, version, amina):
        group = scenes.cohort(world, adopt(version, by=world.maud, now=world.now))
        (enrolment,) = scenes.enrolled(world, group)
        with pytest.raises(assessments.TooEarlyForTheEnd):
            self.end(world, enrolment, score=50)
        withdraw(enrolment, reason="Déménage", by=world.denis, now=world.now)
        with pytest.raises(assessments.TooEarlyForTheEnd):
            self.end(world, enrolment, score=50)

    def test_the_figures_are_told_that_they_moved(self, world, enrolment):
        Mark.objects.all().delete()
        self.end(world, enrolment, score=50)
        assert list(Mark.objects.values_list("version_id", flat=True)) == [enrolment.cohort.version_id]

    def test_a_group_gains_levels_and_points(self, world, enrolment):
        group = enrolment.cohort
        group.refresh_from_db()
        same = self.came(world, group, scenes.person(world, "Olena"), score=55)
        self.came(world, group, scenes.person(world, "Bakary"), score=10)
        assert levels_gained(group) == type(levels_gained(group))(0, 0)
        self.end(world, enrolment, answers=small(rank=2))
        self.end(world, same, score=65)
        gain = levels_gained(group)
        assert (gain.gained, gain.n) == (1, 2)
        average = average_way(way_of(one) for one in who_came(group))
        assert average[""] == (37.5, 82.5)
        assert average["content"] == (0, 100), "only those measured by the grid twice"

    def test_a_level_lost_is_not_gained(self, world, enrolment):
        group = enrolment.cohort
        group.refresh_from_db()
        strong = self.came(world, group, scenes.person(world, "Olena"), score=90)
        self.end(world, strong, score=10)
        assert (levels_gained(group).gained, levels_gained(group).n) == (0, 1)


def test_every_refusal_says_what_to_do():
    refusals = [
        one for one in vars(assessments).values() if isinstance(one, type) and issubclass(one, Refused)
    ]
    assert all((one.__doc__ or "").strip() for one in refusals)
