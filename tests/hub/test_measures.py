"""The measures that follow persons, loans and money: each in its month, each thing once."""

from datetime import UTC, date, datetime, timedelta

import lending
import pytest
import scenes
import shop
import sponsors

from billing.equipment.operations import extend, lend_by_decision, take_back
from billing.sponsoring.operations import amendments
from hub.rollup.measures import OF_ANTENNES
from hub.rollup.models import CohortFigure, Due, Figure, Freshness
from hub.rollup.network import network_report
from hub.rollup.refresh import has_moved, rebuild, refresh
from hub.rollup.reports import report
from kit.antennes import NATIONAL, at, inside
from programs.cohorts.models import Enrolment
from programs.cohorts.operations import (
    Taken,
    add_session,
    cancel_cohort,
    cancel_session,
    correct_attendance,
    decide_level,
    note_outcome,
    override_completion,
    start_cohort,
)
from tenants.welcome.models import Prescriber
from tenants.welcome.operations import accept_referral, merge, receive_referral, refuse_referral

pytestmark = pytest.mark.django_db
WAY = (
    "referrals_received", "referrals_accepted", "people_assessed", "people_enrolled", "people_came",
    "people_completed", "outcomes_known", "outcomes_positive",
)  # fmt: skip
JANUARY, MARCH = date(2022, 1, 1), date(2022, 3, 1)


def told(*codes, **options):
    with at(NATIONAL):
        total = report(start_month=JANUARY, end_month=date(2023, 12, 1), measures=codes, **options).total
        return [total[code].value for code in codes]


def sheets() -> list[tuple]:
    return list(Due.objects.filter(kind="sheet").values_list("day", "count"))


def by_month(*codes):
    with at(NATIONAL):
        rows = report(start_month=JANUARY, end_month=date(2023, 12, 1), by=("month",), measures=codes).rows
        return {row.keys["month"].month: [row[code].value for code in codes] for row in rows if row}


def sent(world, person, *, on: date, accepted: bool = True, structure: str = "CCAS"):
    """A structure sends this person that day."""
    now = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    prescriber, _ = Prescriber.objects.get_or_create(name=structure)
    referral = receive_referral(person, prescriber=prescriber, by=world.denis, now=now)
    if accepted:
        accept_referral(referral, by=world.denis, now=now, today=on)
    return referral


class TestTheWayFromTheReferral:
    def test_each_step_is_counted_in_the_month_of_the_referral(self, grenoble):
        world = grenoble
        refuse_referral(
            sent(world, scenes.person(world, "Karim"), on=date(2022, 1, 10), accepted=False),
            reason="Hors secteur", by=world.denis, now=world.now,
        )  # fmt: skip
        with at(NATIONAL):
            version = scenes.version(world, levels=[scenes.LevelDraft("beginner", 2, 0, 100)])
        amina = scenes.person(world)
        sent(world, amina, on=date(2022, 1, 20))
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY) == {1: [2, 1, 0, 0, 0, 0, 0, 0]}

        decide_level(amina, version=version, score=20, by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY)[1] == [2, 1, 1, 0, 0, 0, 0, 0]

        group = scenes.cohort(world, scenes.adopt(version, by=world.maud, now=world.now), sessions=1)
        one = scenes.enrol(amina, cohort=group, by=world.denis, now=world.now, today=world.today, seen=True)
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY)[1] == [2, 1, 1, 1, 0, 0, 0, 0]

        start_cohort(group, by=world.lea, now=world.now)
        scenes.attended(world, group.sessions.get(), {one: "present"})
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY)[1] == [2, 1, 1, 1, 1, 0, 0, 0]

        scenes.complete_cohort(group, by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY)[1] == [2, 1, 1, 1, 1, 1, 0, 0]

        later = scenes.later(world, 190)
        for situation, last in [("unreachable", [0, 0]), ("job_search", [1, 0]), ("job", [1, 1])]:
            note_outcome(one, months=6, situation=situation, day=later.date(), by=world.lea, now=later)
            refresh(world.grenoble, now=later)
            assert by_month(*WAY)[1] == [2, 1, 1, 1, 1, 1, *last]

        one.refresh_from_db()
        override_completion(one, reached=False, reason="Erreur", by=world.maud, now=later)
        refresh(world.grenoble, now=later)
        assert by_month(*WAY)[1] == [2, 1, 1, 1, 1, 0, 0, 0]
        assert rebuild(world.grenoble, now=later) == []

    def test_a_person_counts_once_in_the_month_of_the_first_referral_that_is_accepted(self, grenoble):
        world = grenoble
        amina = scenes.person(world)
        waiting = sent(world, amina, on=date(2022, 1, 20), accepted=False, structure="Mission locale")
        sent(world, amina, on=date(2022, 2, 20))
        decide_level(amina, version=scenes.version(world), score=20, by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY[:3]) == {1: [1, 0, 0], 2: [1, 1, 1]}
        accept_referral(waiting, by=world.denis, now=world.now, today=world.today)
        refresh(world.grenoble, now=world.now)
        assert by_month(*WAY[:3]) == {1: [1, 1, 1], 2: [1, 1, 0]}
        assert rebuild(world.grenoble, now=world.now) == []

    def test_two_files_that_become_one_person_move_both_months(self, grenoble):
        world = grenoble
        amina, same = scenes.person(world), scenes.person(world, "Amina", "Ben Ali")
        sent(world, amina, on=date(2022, 1, 20))
        sent(world, same, on=date(2022, 2, 20))
        for file in (amina, same):
            decide_level(file, version=scenes.version(world, scenes.template(world, code=str(file.pk)[-8:])),
                         score=20, by=world.lea, now=world.now)  # fmt: skip
        refresh(world.grenoble, now=world.now)
        assert by_month("people_assessed") == {1: [1], 2: [1]}
        merge(same, amina, by=world.denis, now=world.now)
        refresh(world.grenoble, now=world.now)
        assert by_month("people_assessed") == {1: [1]}
        assert rebuild(world.grenoble, now=world.now) == []


class TestLoans:
    def test_a_loan_becomes_late_because_a_day_passes_and_stays_late_when_it_ends(self, grenoble):
        world = grenoble
        loan = lending.loan(world)  # due on 8 September
        refresh(world.grenoble, now=world.now)
        due_day = datetime(2022, 9, 8, 20, tzinfo=UTC)
        assert not has_moved(world.grenoble, now=due_day)
        day_after = due_day + timedelta(hours=4)
        assert has_moved(world.grenoble, now=day_after)
        refresh(world.grenoble, now=day_after)
        assert by_month("devices_overdue") == {9: [1]}
        assert not has_moved(world.grenoble, now=day_after)
        back = day_after + timedelta(days=30)
        take_back(loan, by=world.denis, now=back)
        refresh(world.grenoble, now=back)
        assert by_month("devices_overdue", "devices_returned") == {9: [1, 0], 10: [0, 1]}
        assert rebuild(world.grenoble, now=back) == []

    def test_a_loan_brought_back_in_time_is_never_late(self, grenoble):
        world = grenoble
        loan = lending.loan(world)
        day = datetime(2022, 9, 8, 9, tzinfo=UTC)
        take_back(loan, by=world.denis, now=day)
        refresh(world.grenoble, now=day + timedelta(days=60))
        assert told("devices_overdue", "devices_returned", "devices_on_loan") == [0, 1, 1]
        assert not Due.objects.filter(kind="loan").exists()

    def test_more_time_takes_the_delay_back(self, grenoble):
        world = grenoble
        loan = lending.loan(world)
        late = datetime(2022, 9, 20, 9, tzinfo=UTC)
        refresh(world.grenoble, now=late)
        assert told("devices_overdue") == [1]
        extend(loan, months=3, reason="Demandé", by=world.maud, now=late, today=late.date())
        refresh(world.grenoble, now=late)
        assert told("devices_overdue") == [0]
        assert list(Due.objects.filter(kind="loan").values_list("day", "count")) == [(date(2022, 12, 8), 1)]
        assert rebuild(world.grenoble, now=late) == []

    def test_a_loan_that_began_and_became_late_between_two_refreshes_is_late(self, grenoble):
        world = grenoble
        refresh(world.grenoble, now=world.now)
        lend_by_decision(
            scenes.person(world), device=lending.device(world), months=1, option_price_cents=0,
            reason="Urgence", by=world.maud, now=world.now, today=world.today,
        )  # fmt: skip
        later = scenes.later(world, 60)
        refresh(world.grenoble, now=later)
        assert by_month("devices_overdue", "devices_on_loan") == {3: [0, 1], 4: [1, 0]}


class TestPresences:
    def test_an_excused_absence_is_not_expected_and_a_correction_moves_the_rate(self, grenoble):
        world = grenoble
        group = scenes.cohort(world)
        people = scenes.enrolled(world, group, count=4)
        start_cohort(group, by=world.lea, now=world.now)
        session = group.sessions.first()
        statuses = dict(zip(people, ["present", "late", "absent", "excused"], strict=True))
        scenes.attended(world, session, statuses, lock=False)
        refresh(world.grenoble, now=world.now)
        assert told("attended") == [0]  # the sheet is open
        scenes.lock_session(session, by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        with at(NATIONAL):
            rate = report(start_month=MARCH, end_month=MARCH).total["attendance_rate"]
        assert (rate.numerator, rate.denominator) == (2, 3)
        correct_attendance(
            session, enrolment=people[2], taken=Taken("excused"), reason="Certificat", by=world.maud,
            now=world.now,
        )  # fmt: skip
        refresh(world.grenoble, now=world.now)
        with at(NATIONAL):
            rate = report(start_month=MARCH, end_month=MARCH).total["attendance_rate"]
        assert (rate.numerator, rate.denominator) == (2, 2)
        assert rebuild(world.grenoble, now=world.now) == []


class TestRowsOfCohorts:
    def test_a_row_says_what_the_cells_say_of_its_cohort(self, in_grenoble):
        scene, world = in_grenoble, in_grenoble.world
        scene.run(scene.open(first_day=date(2022, 3, 28)), 4)  # its second session is in April
        refresh(world.grenoble, now=world.now)
        row = CohortFigure.objects.get()
        assert (row.state, row.starts_on, row.ends_on) == ("completed", date(2022, 3, 28), date(2022, 4, 4))
        assert (row.places_opened, row.places_taken, row.participants, row.completions) == (10, 4, 4, 4)
        assert [row.minutes_planned, row.minutes_delivered] == told("minutes_planned", "minutes_delivered")

    def test_a_session_of_a_later_month_moves_the_row(self, grenoble):
        world = grenoble
        group = scenes.cohort(world, sessions=1)
        refresh(world.grenoble, now=world.now)
        added = add_session(group, slot=scenes.slot(world, date(2022, 5, 10)), by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        row = CohortFigure.objects.get()
        assert (row.minutes_planned, row.ends_on) == (240, date(2022, 5, 10))
        cancel_session(added, reason="Salle prise", by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        again = CohortFigure.objects.get()
        assert (again.minutes_planned, again.ends_on, again.pk) == (120, world.today, row.pk)
        assert rebuild(world.grenoble, now=world.now) == []

    def test_a_draft_has_no_row_and_a_cancelled_cohort_loses_its_own(self, grenoble):
        world = grenoble
        group = scenes.cohort(world, opened=False)
        refresh(world.grenoble, now=world.now)
        assert not CohortFigure.objects.exists()
        scenes.open_cohort(group, by=world.maud, now=world.now)
        refresh(world.grenoble, now=world.now)
        assert CohortFigure.objects.get().state == "open"
        cancel_cohort(group, reason="Personne", by=world.maud, now=world.now)
        refresh(world.grenoble, now=world.now)
        assert not CohortFigure.objects.exists()


class TestWhatFallsDue:
    def test_sheets_wait_by_day_until_they_are_closed(self, grenoble):
        world = grenoble
        group = scenes.cohort(world)
        people = scenes.enrolled(world, group)
        workshop = scenes.workshop(world)
        refresh(world.grenoble, now=world.now)
        assert sheets() == [(workshop.day, 1)]  # a cohort that has not begun has no sheet
        start_cohort(group, by=world.lea, now=world.now)
        refresh(world.grenoble, now=world.now)
        days = [one.day for one in group.sessions.order_by("day")]
        assert sheets() == [(days[0], 2), *((day, 1) for day in days[1:])]
        scenes.attended(world, group.sessions.first(), {people[0]: "present"})
        refresh(world.grenoble, now=world.now)
        assert sheets()[0] == (days[0], 1)
        assert rebuild(world.grenoble, now=world.now) == []

    def test_a_rebuild_tells_and_repairs_rows_that_differ(self, in_grenoble):
        scene, world = in_grenoble, in_grenoble.world
        scene.open()
        scenes.workshop(world)
        refresh(world.grenoble, now=world.now)
        CohortFigure.objects.update(places_opened=99)
        Due.objects.update(count=5)
        found = [(one.measure, one.stored, one.source) for one in rebuild(world.grenoble, now=world.now)]
        assert found == [("rollup_cohortfigure.places_opened", 99, 10), ("rollup_due.sheet", 5, 1)]
        assert rebuild(world.grenoble, now=world.now) == []


class TestMoney:
    def test_a_programme_keeps_its_funds_and_what_they_became(self, grenoble):
        world = grenoble
        version = scenes.version(world)
        other = scenes.template(world, code="sante")
        mine = scenes.allocation(world, version.template, places=10, devices=10)  # 1 000 €
        scenes.allocation(world, other, places=10)
        programme = scenes.adopt(version, by=world.maud, now=world.now)
        group = scenes.cohort(world, programme, allocation=mine)
        people = scenes.enrolled(world, group, count=2)
        start_cohort(group, by=world.lea, now=world.now)
        scenes.attended(world, group.sessions.first(), dict.fromkeys(people, "present"))
        refresh(world.grenoble, now=world.now)
        codes = ("funds_allocated", "funds_consumed", "devices_allocated", "places_opened")
        assert told(*codes, templates=[version.template]) == [100_000, 10_000, 10, 10]
        assert told(*codes, templates=[other]) == [100_000, 0, 0, 0]
        assert told(*codes) == [200_000, 10_000, 10, 10]
        with at(NATIONAL):
            rows = report(start_month=JANUARY, end_month=MARCH, by=("programme",), measures=codes).rows
        found = {row.keys["programme"].code: row["funds_allocated"].value for row in rows}
        assert found == {"emploi": 100_000, "sante": 100_000}
        assert rebuild(world.grenoble, now=world.now) == []

    def test_what_is_signed_and_received_is_the_networks(self, world):
        made = sponsors.signed(world, instalments=None)  # 15 000 € on 8 March
        with at(NATIONAL):
            sponsors_pay(world, made, 400_000)
            amendment = amendments.draft_amendment(
                made, reason="Plus de places", amount_cents=1_800_000, places=120, devices=120,
                ends_on=made.ends_on, by=sponsors.paul(world), now=world.now,
            )  # fmt: skip
        world.now += timedelta(days=31)
        sponsors.network_signs(world, made, amendment=amendment)
        sponsors.sponsor_signs(world, made, amendment=amendment)
        with at(NATIONAL):
            found = network_report(start_month=JANUARY, end_month=date(2022, 12, 1))
            rows = {row.keys["month"].month: row["funds_signed"].value for row in found.rows}
            assert rows == {3: 1_500_000, 4: 300_000}
            assert found.total["funds_received"].value == 400_000
            assert made.amount_cents == 1_500_000
            with pytest.raises(KeyError):
                report(start_month=JANUARY, end_month=MARCH, measures=["funds_signed"])
            assert "funds_signed" not in report(start_month=JANUARY, end_month=MARCH).measures

    def test_cards_and_plans_are_told_apart_and_devices_have_their_price_elsewhere(self, grenoble):
        world = grenoble
        card = shop.product(world, cents=500, reference=1000)
        plan = shop.product(world, "forfait", cents=300, kind="plan_month", reference=900)
        cable = shop.product(world, "cable", cents=100, kind="accessory", reference=400)
        computer = shop.product(world, "ordinateur", cents=5000, kind="device", reference=30_000)
        device = lending.device(world, price_class=computer)
        shop.cards(world, card, 2)
        amina, session = shop.amina(world), shop.open_till(world)
        shop.buy(world, session, amina, card, quantity=2)
        shop.buy(world, session, amina, plan, cents=300)
        shop.buy(world, session, amina, cable, cents=100)
        options = {"by": world.denis, "now": world.now, "today": world.today}
        shop.sell(
            session, person=amina, wanted=[shop.Wanted(computer, 1, device=device)], payments=shop.cash(5000),
            **options,
        )  # fmt: skip
        refresh(world.grenoble, now=world.now)
        codes = (
            "connection_sold",
            "cards_sold",
            "plans_sold",
            "devices_bought",
            "devices_paid",
            "devices_reference",
        )
        assert told(*codes) == [3, 2, 1, 1, 5000, 30_000]
        parts = told("connection_reference", "connection_paid", "savings")
        assert parts[2] == parts[0] - parts[1] + 30_000 - 5000 + 300


def sponsors_pay(world, agreement, cents: int) -> None:
    from billing.sponsoring.operations.payments import note_payment

    note_payment(
        rail="transfer", reference="VIR-1", amount_cents=cents, received_on=world.today, agreement=agreement,
        by=world.fanny, now=world.now, today=world.today,
    )  # fmt: skip


def test_another_edition_of_the_dictionary_is_counted_again_by_the_next_refresh(in_grenoble):
    scene, world = in_grenoble, in_grenoble.world
    scene.open()
    refresh(world.grenoble, now=world.now)
    Figure.objects.filter(measure="places_opened").delete()  # as if it had just entered the dictionary
    Freshness.objects.update(edition="before")
    assert has_moved(world.grenoble, now=world.now)
    assert refresh(world.grenoble, now=world.now) == 1
    assert told("places_opened") == [10]
    assert not has_moved(world.grenoble, now=world.now)


def test_an_antenne_writes_its_own_rows_alone(scene):
    world = scene.world
    for code in ("grenoble", "lyon"):
        with inside(getattr(world, code)):
            scene.open(code)
            refresh(getattr(world, code), now=world.now)
            assert {one.antenne_id for one in CohortFigure.objects.all()} == {getattr(world, code).pk}
    with at(NATIONAL):
        assert CohortFigure.objects.count() == 2


def test_what_no_longer_holds_a_place_is_not_a_step(grenoble):
    """Who came stays come, whoever corrects the sheet: as the place stays consumed."""
    world = grenoble
    group = scenes.cohort(world)
    (one,) = scenes.enrolled(world, group)
    start_cohort(group, by=world.lea, now=world.now)
    scenes.attended(world, group.sessions.first(), {one: "present"}, lock=False)
    scenes.attended(world, group.sessions.first(), {one: "absent"}, lock=False)
    refresh(world.grenoble, now=world.now)
    assert Enrolment.objects.get().state == Enrolment.State.ACTIVE
    assert told("people_came", "places_consumed", "participants") == [1, 1, 0]
    assert set(WAY) <= set(OF_ANTENNES)
