"""The figures say what happened, to the unit, and each thing once."""

from datetime import date, timedelta

import pytest
import scenes

from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Agreement
from hub.rollup import refresh as refreshing
from hub.rollup.measures import MEASURES, OF_THE_NETWORK, RATES, STORED, Subject, by_subject, formula
from hub.rollup.models import Figure, Freshness
from hub.rollup.refresh import has_moved, rebuild, refresh
from hub.rollup.reports import label, programmes_on, report
from kit.antennes import NATIONAL, at, inside
from kit.marks.models import Mark
from programs.catalogue.operations import LevelDraft, draft_version, publish
from programs.cohorts.models import Satisfaction, SurveyInvitation
from programs.cohorts.operations import (
    Taken,
    accept_offer,
    answer_survey,
    assess_at_end,
    book,
    invite_to_survey,
    lock_workshop,
    start_cohort,
    take_attendance,
    walk_in,
    withdraw,
)

pytestmark = pytest.mark.django_db


def of_2022(**options):
    with at(NATIONAL):
        return report(start_month=date(2022, 1, 1), end_month=date(2022, 12, 1), **options)


def fund(scene, *, places=10, devices=100, cents=1_500_000, sponsor="Fondation"):
    world = scene.world
    with at(NATIONAL):
        given = sponsoring.register_sponsor(name=sponsor, by=world.nadia, now=world.now)
        agreement = sponsoring.draft_agreement(
            given, reference=f"2022-{sponsor}"[:20], title="Emploi", kind=Agreement.Kind.GRANT,
            amount_cents=cents, places=places, devices=devices, starts_on=date(2022, 1, 1),
            ends_on=date(2022, 12, 31), by=world.nadia, now=world.now,
        )  # fmt: skip
        sponsoring.propose_agreement(agreement, by=world.nadia, now=world.now)
        sponsoring.sign_agreement(agreement, by=world.nadia, now=world.now)
        return sponsoring.allocate(
            agreement, antenne=world.grenoble, template=scene.template, places=places, devices=devices,
            amount_cents=cents, by=world.nadia, now=world.now, on=date(2022, 1, 3),
        )  # fmt: skip


def test_a_cohort_of_ten_with_eight_participants_of_whom_seven_are_satisfied(in_grenoble):
    scene, now = in_grenoble, in_grenoble.world.now
    cohort = scene.open(allocation=fund(scene))
    scene.run(cohort, 8)
    for number, invitation in enumerate(invite_to_survey(cohort, by=scene.world.lea, now=now)):
        answer_survey(invitation, satisfaction=Satisfaction.SATISFIED if number else Satisfaction.UNSATISFIED)
    refresh(scene.world.grenoble, now=now)
    total = of_2022().total
    stored = {code: total[code].value for code in STORED if total[code].value}
    assert stored == {
        "places_opened": 10, "places_funded": 10, "places_taken": 8, "places_consumed": 8, "participants": 8,
        "minutes_planned": 240, "minutes_delivered": 8 * 240 - 120, "completions": 8, "satisfied": 7,
        "survey_invited": 8, "funds_allocated": 1_500_000, "devices_allocated": 100, "attended": 15,
        "funds_consumed": 109_091, "referrals_received": 8, "referrals_accepted": 8, "people_assessed": 8,
        "people_enrolled": 8, "people_came": 8, "people_completed": 8,
    }  # fmt: skip
    assert (total["attendance_rate"].numerator, total["attendance_rate"].denominator) == (15, 15)
    assert (total["fill_rate"].value, total["response_rate"].value) == (0.8, 1.0)
    assert (total["satisfaction_rate"].numerator, total["satisfaction_rate"].denominator) == (7, 8)


def test_a_level_gained_counts_those_assessed_at_the_end(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    enrolments = scene.run(scene.open(), 4)
    entries = [enrolment.assessment.suggested_level for enrolment in enrolments]
    assert entries == ["beginner", "beginner", "intermediate", "intermediate"]
    refresh(world.grenoble, now=world.now)
    for enrolment, score in zip(enrolments, (20, 90, 90), strict=False):
        assess_at_end(enrolment, score=score, by=world.lea, now=world.now)
    assert has_moved(world.grenoble, now=world.now)
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert total["level_gained"].value == 2
    rate = total["level_gained_rate"]
    assert (rate.numerator, rate.denominator) == (2, 3)
    by_level = {row.keys["level"]: row["level_gained"].value for row in of_2022(by=("level",)).rows}
    assert (by_level["beginner"], by_level["intermediate"]) == (1, 1)
    assert rebuild(world.grenoble, now=world.now) == []


def test_workshops_count_their_visits_once_closed_and_no_hours_of_a_course(in_grenoble):
    world = in_grenoble.world
    workshop = scenes.workshop(world)
    signed = {"by": world.denis, "now": world.now, "today": world.today}
    walk_in(workshop, count=5, **signed)
    book(workshop, beneficiary=scenes.person(world), there=True, **signed)
    scenes.workshop(world, at_hour=17)  # its list is not closed
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert [total[code].value for code in ("workshops", "workshop_visits")] == [0, 0]
    lock_workshop(workshop, **signed)
    assert has_moved(world.grenoble, now=world.now)
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    counted = [total[code].value for code in ("workshops", "workshop_visits", "minutes_planned")]
    assert counted == [1, 6, 0]


def test_a_place_taken_again_after_somebody_left_counts_once(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    cohort = scene.open()
    enrolments = scene.fill(cohort, 10)
    withdraw(enrolments[0], reason="A trouvé un emploi", by=world.denis, now=world.now)
    scene.fill(cohort, 1)
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert (total["places_taken"].value, total["fill_rate"].value) == (10, 1.0)


def test_a_place_left_after_the_first_day_stays_consumed(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    cohort = scene.open()
    enrolments = scene.fill(cohort, 2)
    start_cohort(cohort, by=world.lea, now=world.now)
    sheet = {enrolments[0].pk: Taken("present"), enrolments[1].pk: Taken("absent")}
    take_attendance(cohort.sessions.first(), sheet=sheet, by=world.lea, now=world.now)
    for enrolment in enrolments:
        withdraw(enrolment, reason="Déménage", by=world.denis, now=world.now)
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert (total["places_taken"].value, total["places_consumed"].value, total["participants"].value) == (
        1,
        1,
        1,
    )


def test_nothing_of_a_draft_is_counted_as_open(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.programme()
    refresh(world.grenoble, now=world.now)
    assert of_2022().total["places_opened"].value == 0


def test_publishing_another_version_changes_no_figure(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.run(scene.open(), 6)
    refresh(world.grenoble, now=world.now)
    columns = ("month", "version_id", "level", "measure", "value", "n")
    before = list(Figure.objects.order_by(*columns).values_list(*columns))
    with at(NATIONAL):
        levels = [LevelDraft("beginner", 9, 0, 100)]
        second = draft_version(scene.template, title="v2", levels=levels, by=world.alex, now=world.now)
        publish(second, by=world.nadia, now=world.now)
    refresh(world.grenoble, now=world.now)
    assert list(Figure.objects.order_by(*columns).values_list(*columns)) == before
    assert rebuild(world.grenoble, now=world.now) == []


def test_a_refresh_run_twice_writes_the_same(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.run(scene.open(), 3)
    assert refresh(world.grenoble, now=world.now) >= 1
    cells = Figure.objects.count()
    assert refresh(world.grenoble, now=world.now + timedelta(minutes=1)) == 0
    assert Figure.objects.count() == cells
    assert Freshness.objects.get().refreshed_at == world.now + timedelta(minutes=1)


@pytest.mark.parametrize(
    "place", ["_take_marks", "count_uses", "count_dues", "_recount", "count_cohorts", "say_fresh"]
)
def test_a_refresh_that_dies_anywhere_has_done_nothing_and_runs_again(in_grenoble, monkeypatch, place):
    scene, world = in_grenoble, in_grenoble.world
    scene.run(scene.open(), 2)
    refresh(world.grenoble, now=world.now)
    scene.fill(scene.open(first_day=date(2022, 5, 2), allocation=fund(scene)), 3)
    waiting, cells, reached = Mark.objects.count(), Figure.objects.count(), getattr(refreshing, place)

    def die(*args, **options):
        reached(*args, **options)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(refreshing, place, die)
        with pytest.raises(KeyboardInterrupt):
            refresh(world.grenoble, now=world.now)
    assert (Mark.objects.count(), Figure.objects.count()) == (waiting, cells)
    refresh(world.grenoble, now=world.now)
    assert of_2022().total["places_taken"].value == 5
    assert not Mark.objects.exists()
    assert rebuild(world.grenoble, now=world.now) == []


def test_an_allocation_moves_the_figures_although_the_office_leaves_no_mark(in_grenoble):
    world = in_grenoble.world
    refresh(world.grenoble, now=world.now)
    assert not has_moved(world.grenoble, now=world.now)
    fund(in_grenoble)
    assert has_moved(world.grenoble, now=world.now)
    refresh(world.grenoble, now=world.now)
    assert of_2022().total["funds_allocated"].value == 1_500_000
    assert not has_moved(world.grenoble, now=world.now)


def test_rebuilding_tells_what_differed_and_repairs_it(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.open()
    refresh(world.grenoble, now=world.now)
    Figure.objects.filter(measure="places_opened").update(value=99)
    [difference] = rebuild(world.grenoble, now=world.now)
    assert (difference.measure, difference.stored, difference.source) == ("places_opened", 99, 10)
    assert rebuild(world.grenoble, now=world.now) == []


def test_hours_belong_to_the_month_of_the_session_and_places_to_the_first_day(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.run(scene.open(first_day=date(2022, 3, 28)), 1)  # 28 March and 4 April
    refresh(world.grenoble, now=world.now)
    rows = {row.keys["month"]: row for row in of_2022(by=("month",)).rows}
    assert [rows[month]["places_opened"].value for month in sorted(rows)] == [10, 0]
    assert [rows[month]["minutes_delivered"].value for month in sorted(rows)] == [120, 120]


def test_an_antenne_sees_and_writes_its_own_cells_only(scene):
    world = scene.world
    for code in ("grenoble", "lyon"):
        with inside(getattr(world, code)):
            scene.open(code)
            refresh(getattr(world, code), now=world.now)
            assert {one.antenne_id for one in Figure.objects.all()} == {getattr(world, code).pk}
    assert of_2022().total["places_opened"].value == 20
    assert [str(row.keys["antenne"]) for row in of_2022().rows] == ["Grenoble", "Lyon"]


def test_rates_are_divided_from_sums_and_never_averaged(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.fill(scene.open(), 10)
    scene.fill(scene.open(first_day=date(2022, 5, 2)), 1)
    scene.open(first_day=date(2022, 6, 7))
    refresh(world.grenoble, now=world.now)
    found = of_2022(by=("month",), measures=["fill_rate"])
    assert [row["fill_rate"].value for row in found.rows] == [1.0, 0.1, 0.0]
    assert found.total["fill_rate"].numerator == 11
    assert found.total["fill_rate"].denominator == 30


def test_a_report_by_programme_bears_the_partners_name_of_the_time(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.open()
    refresh(world.grenoble, now=world.now)
    [row] = of_2022(by=("programme",), measures=["places_opened"]).rows
    assert label(row.keys["programme"]) == "Trouver un emploi, avec Pôle emploi"
    with at(NATIONAL):
        assert label(programmes_on(date(2023, 12, 31)).get()) == "Trouver un emploi, avec Pôle emploi"
        assert label(programmes_on(date(2024, 1, 1)).get()) == "Trouver un emploi, avec France Travail"


def test_two_versions_of_a_programme_are_one_line(scene):
    world = scene.world
    with inside(world.grenoble):
        scene.fill(scene.open(), 4)
    with at(NATIONAL):
        levels = [LevelDraft("beginner", 9, 0, 100)]
        second = draft_version(scene.template, title="v2", levels=levels, by=world.alex, now=world.now)
        scene.version = publish(second, by=world.nadia, now=world.now)
    with inside(world.lyon):
        scene.open("lyon")
    for antenne in (world.grenoble, world.lyon):
        refresh(antenne, now=world.now)
    with at(NATIONAL):
        assert Figure.objects.filter(measure="places_opened").values("version_id").distinct().count() == 2
    [row] = of_2022(by=("programme",), measures=["fill_rate"]).rows
    assert row.keys["programme"].code == "emploi"
    assert (row["fill_rate"].numerator, row["fill_rate"].denominator) == (4, 20)


def test_the_dictionary_is_whole():
    assert set(STORED) | set(RATES) | set(OF_THE_NETWORK) == set(MEASURES)
    assert [one for _, measures in by_subject() for one in measures if one.code not in MEASURES] == []
    assert [subject for subject, _ in by_subject()] == list(Subject)
    for code in RATES:
        parts = (MEASURES[code].numerator, MEASURES[code].denominator)
        assert {part.partition(":")[0] for part in parts} <= set(STORED)
    for measure in MEASURES.values():
        assert measure.definition, measure.label
        assert measure.unit_words
        assert formula(measure) if measure.is_rate else measure.source
        assert not measure.is_rate or not measure.denominator.endswith(":n") or "None" not in formula(measure)


def test_the_reference_case_comes_out_exactly(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    allocation = fund(scene, places=100)
    for first_day in [date(2022, month, 7) for month in range(1, 11)]:
        cohort = scene.open(first_day=first_day, allocation=allocation)
        scene.run(cohort, 8)
        invite_to_survey(cohort, by=world.lea, now=world.now)
    for number, invitation in enumerate(SurveyInvitation.objects.all()):
        answer_survey(invitation, satisfaction=Satisfaction.UNSATISFIED if number % 20 == 7 else "satisfied")
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert (total["places_opened"].value, total["places_taken"].value, total["participants"].value) == (
        100,
        80,
        80,
    )
    assert total["fill_rate"].value == 0.8
    satisfaction = total["satisfaction_rate"]
    assert (satisfaction.numerator, satisfaction.denominator, satisfaction.value) == (76, 80, 0.95)
    assert (total["funds_allocated"].value, total["devices_allocated"].value) == (1_500_000, 100)


def test_who_waits_is_counted_and_a_place_that_is_left_and_taken_again_counts_once(in_grenoble):
    world = in_grenoble.world
    short = scenes.version(world, scenes.template(world, code="court"), capacity=1, capacity_min=1)
    group = scenes.small(world, programme=scenes.adopt(short, by=world.maud, now=world.now))
    (held,) = scenes.enrolled(world, group)
    amina, _ = scenes.waiting(world, group, "Amina", "Basma")
    withdraw(held, reason="Déménage", by=world.lea, now=world.now)
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert [total[code].value for code in ("places_offered", "waiting", "places_taken")] == [1, 2, 0]
    accept_offer(amina, by=None, now=world.now, today=world.today)
    refresh(world.grenoble, now=world.now)
    total = of_2022().total
    assert [total[code].value for code in ("places_offered", "waiting", "places_taken")] == [0, 1, 1]
    assert total["fill_rate"].value == 1
    assert rebuild(world.grenoble, now=world.now) == []
