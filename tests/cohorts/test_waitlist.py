"""Who waits for a place, in which order, and how a freed place finds them."""

from datetime import timedelta

import pytest
import scenes

from kit.journal.models import Entry
from kit.marks.models import Mark
from kit.states import NotThatWay
from programs.cohorts.operations import (
    add_place,
    apply_for,
    change_priority,
    complete_cohort,
    eligibility,
    enrol,
    offer_next,
    offer_to,
    offers,
    places,
    programmes,
    put_on_waitlist,
    refill,
    refuse_application,
    release_place,
    waitlist,
    withdraw,
)
from programs.cohorts.operations import enrolment as entries
from tenants.welcome.models import Notice


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    """One place, taken by Amina; the course begins in two weeks."""
    group = scenes.small(world)
    scenes.enrolled(world, group)
    return group


def states(*enrolments):
    for enrolment in enrolments:
        enrolment.refresh_from_db()
    return [enrolment.state for enrolment in enrolments]


def wait(world, person, group, **options):
    return put_on_waitlist(person, cohort=group, by=world.denis, now=world.now, today=world.today, **options)


def leaves(world, group):
    withdraw(group.enrolments.live().first(), reason="A trouvé un emploi", by=world.denis, now=world.now)


class TestWaiting:
    def test_one_waits_when_all_places_are_taken_and_only_then(self, world, group):
        basma = scenes.ready(world, group.version, first_name="Basma")
        assert wait(world, basma, group).state == "waitlisted"
        roomy = scenes.cohort(world, group.programme, room="Vercors", name="Groupe 2", first=world.today)
        with pytest.raises(waitlist.PlaceLeft):
            wait(world, basma, roomy)

    def test_one_waits_once(self, world, group):
        (basma,) = scenes.waiting(world, group, "Basma")
        with pytest.raises(waitlist.AlreadyWaiting):
            wait(world, basma.beneficiary, group)
        with pytest.raises(entries.AlreadyEnrolled):
            wait(world, group.enrolments.live().get().beneficiary, group)

    def test_without_a_right_a_demand_is_noted_and_becomes_a_rank_later(self, world, group):
        basma = scenes.person(world, "Basma")
        with pytest.raises(eligibility.NoEntitlement):
            wait(world, basma, group)
        demand = apply_for(basma, cohort=group, by=world.denis, now=world.now)
        with pytest.raises(waitlist.AlreadyWaiting):
            apply_for(basma, cohort=group, by=world.denis, now=world.now)
        leaves(world, group)
        assert states(demand) == ["applied"]  # a demand is offered nothing
        scenes.enrolled(world, group)
        scenes.accept_referral(
            scenes.referral(world, basma), by=world.denis, now=world.now, today=world.today
        )
        scenes.decide_level(basma, version=group.version, score=20, by=world.lea, now=world.now)
        assert wait(world, basma, group).pk == demand.pk
        assert states(demand) == ["waitlisted"]

    def test_a_demand_is_refused_with_a_reason(self, world, group):
        demand = apply_for(scenes.person(world), cohort=group, by=world.denis, now=world.now)
        with pytest.raises(entries.ReasonWanted):
            refuse_application(demand, reason=" ", by=world.denis, now=world.now)
        refuse_application(demand, reason="Hors secteur", by=world.denis, now=world.now)
        with pytest.raises(NotThatWay):
            refuse_application(demand, reason="Hors secteur", by=world.denis, now=world.now)

    def test_a_draft_has_no_list(self, world):
        draft = scenes.small(world, opened=False)
        with pytest.raises(refill.NotOpen):
            apply_for(scenes.person(world), cohort=draft, by=world.denis, now=world.now)
        with pytest.raises(refill.NotOpen):
            wait(world, scenes.ready(world, draft.version), draft)


class TestOrder:
    def test_the_oldest_comes_first_among_equals(self, world, group):
        basma, chloe = scenes.waiting(world, group, "Basma", "Chloé")
        leaves(world, group)
        assert states(basma, chloe) == ["offered", "waitlisted"]

    def test_priority_comes_before_age_and_wants_a_reason(self, world, group):
        basma, chloe = scenes.waiting(world, group, "Basma", "Chloé")
        with pytest.raises(entries.ReasonWanted):
            change_priority(chloe, priority=1, reason="", by=world.denis, now=world.now)
        change_priority(chloe, priority=1, reason="Entretien en avril", by=world.denis, now=world.now)
        assert Entry.objects.get(verb="cohorts.priority_changed").details == {"before": 5, "after": 1}
        leaves(world, group)
        assert states(basma, chloe) == ["waitlisted", "offered"]
        with pytest.raises(waitlist.NotWaiting):
            change_priority(chloe, priority=9, reason="Trop tard", by=world.denis, now=world.now)

    def test_who_may_no_longer_enter_keeps_the_rank_and_the_next_is_asked(self, world, group):
        basma, chloe = scenes.waiting(world, group, "Basma", "Chloé")
        basma.beneficiary.entitlements.update(
            end=world.today - timedelta(days=1), start=world.today - timedelta(days=9)
        )
        leaves(world, group)
        assert states(basma, chloe) == ["waitlisted", "offered"]

    def test_the_team_offers_to_the_first_and_to_nobody_else(self, world):
        group = scenes.small(world, places=3)
        scenes.enrolled(world, group, count=3)
        basma, chloe = scenes.waiting(world, group, "Basma", "Chloé")
        with pytest.raises(refill.NoPlaceLeft):
            offer_to(basma, by=world.denis, now=world.now)
        group.places.create(number=4)  # as if the offer had not gone by itself
        with pytest.raises(offers.NotFirst):
            offer_to(chloe, by=world.denis, now=world.now)
        assert offer_to(basma, by=world.denis, now=world.now).place.number == 4


class TestByItself:
    def test_after_a_third_of_the_sessions_the_team_decides(self, world):
        group = scenes.small(world, places=2, days=0)
        gone, stays = scenes.enrolled(world, group, count=2)
        (basma,) = scenes.waiting(world, group, "Basma")
        scenes.running(world, group)
        for session in group.sessions.all()[:2]:
            scenes.attended(world, session, {gone: "absent", stays: "present"})
        withdraw(gone, reason="Déménage", by=world.denis, now=world.now)
        assert states(basma) == ["waitlisted"]
        offer_next(group, by=world.lea, now=world.now)
        assert states(basma) == ["offered"]

    def test_too_near_the_first_session_nothing_is_offered_by_mail(self, world, group):
        (basma,) = scenes.waiting(world, group, "Basma")
        first = group.sessions.first().starts_at
        gone = group.enrolments.live().get()
        withdraw(gone, reason="Malade du travail", by=world.denis, now=first - timedelta(hours=2))
        assert states(basma) == ["waitlisted"]
        with pytest.raises(refill.TooLateToOffer):
            offer_next(group, by=world.denis, now=first - timedelta(hours=2))
        enrol(basma.beneficiary, cohort=group, by=world.denis, now=world.now, today=world.today)
        assert states(basma) == ["enrolled"]  # called, and enrolled at once

    def test_nobody_waits_is_said(self, world, group):
        leaves(world, group)
        with pytest.raises(refill.NobodyWaits):
            offer_next(group, by=world.denis, now=world.now)

    def test_the_figures_of_the_group_are_marked(self, world, group):
        Mark.objects.all().delete()
        scenes.waiting(world, group, "Basma")
        assert Mark.objects.filter(version_id=group.version_id).exists()


def test_when_the_course_is_over_nobody_waits_any_more(world):
    group = scenes.small(world, places=2, days=0)
    gone, stays = scenes.enrolled(world, group, count=2)
    basma, chloe = scenes.waiting(world, group, "Basma", "Chloé")
    demand = apply_for(scenes.person(world), cohort=group, by=world.denis, now=world.now)
    scenes.running(world, group)
    withdraw(gone, reason="Déménage", by=world.denis, now=world.now)
    assert states(basma, chloe) == ["offered", "waitlisted"]
    for session in group.sessions.all():
        scenes.attended(world, session, {stays: "present"})
    complete_cohort(group, by=world.lea, now=world.now)
    assert states(basma, chloe, demand) == ["withdrawn"] * 3
    assert (basma.reason, group.places.free().count()) == ("Parcours terminé", 1)
    assert not Notice.objects.filter(about=basma.pk, dropped_at=None).exists()


class TestPlaces:
    @pytest.fixture
    def roomy(self, world):
        """Two places of at most three, both taken; Basma waits."""
        published = scenes.version(world, capacity=2, capacity_min=1, capacity_max=3)
        programme = scenes.adopt(published, by=world.maud, now=world.now)
        group = scenes.small(world, programme=programme)
        scenes.enrolled(world, group, count=2)
        return group

    def test_one_more_place_goes_to_who_waits(self, world, roomy):
        (basma,) = scenes.waiting(world, roomy, "Basma")
        place = add_place(roomy, by=world.maud, now=world.now)
        assert states(basma) == ["offered"]
        assert (place.number, basma.place) == (3, place)
        roomy.refresh_from_db()
        assert roomy.capacity == 3
        with pytest.raises(programmes.OutOfBounds):
            add_place(roomy, by=world.maud, now=world.now)

    def test_a_free_place_is_given_back_and_no_other(self, world, roomy):
        with pytest.raises(places.PlaceInUse):
            release_place(roomy.places.first(), by=world.maud, now=world.now)
        leaves(world, roomy)
        free = roomy.places.free().get()
        assert release_place(free, by=world.maud, now=world.now).state == "released"
        roomy.refresh_from_db()
        assert (roomy.capacity, roomy.places.free().count()) == (1, 0)
        leaves(world, roomy)
        with pytest.raises(programmes.OutOfBounds):
            release_place(roomy.places.free().get(), by=world.maud, now=world.now)

    def test_the_places_of_a_finished_course_are_settled(self, world, roomy):
        type(roomy).objects.filter(pk=roomy.pk).update(state="completed", completed_at=world.now)
        with pytest.raises(places.PlacesSettled):
            add_place(roomy, by=world.maud, now=world.now)


def test_who_is_enrolled_is_told_where_and_when_to_come(world):
    group = scenes.small(world, places=2)
    basma = scenes.ready(world, group.version, first_name="Basma", language="es", email="b@example.org")
    enrolment = enrol(basma, cohort=group, by=world.denis, now=world.now, today=world.today)
    told = Notice.objects.get(about=enrolment.pk)
    assert (told.kind, told.by_phone, told.language) == ("convocation", False, "es")
    assert "martes 22 de marzo de 2022, 09:30" in told.text
    assert "Belledonne" in told.text
    withdraw(enrolment, reason="A trouvé un emploi", by=world.denis, now=world.now)
    told.refresh_from_db()
    assert told.dropped_at == world.now
