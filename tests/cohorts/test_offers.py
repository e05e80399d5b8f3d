"""A place is offered for three days: accepted, declined, or passed on. Never two outcomes."""

from datetime import timedelta
from threading import Thread

import pytest
import scenes
from django.db import connection, transaction

from kit.antennes import NOWHERE, WORKER, at, inside
from programs.cohorts import tasks
from programs.cohorts.models import Enrolment, Place
from programs.cohorts.offer_links import enrolment_id, token_of, whole_link
from programs.cohorts.offer_words import WORDS
from programs.cohorts.operations import (
    accept_offer,
    decline_offer,
    eligibility,
    enrol,
    expire_offer,
    offers,
    withdraw,
)
from programs.cohorts.queries import offers_to_end
from tenants.welcome.models import Language, Notice

SECOND, PATIENCE = timedelta(seconds=1), 20


@pytest.fixture
def world(grenoble):
    return grenoble


@pytest.fixture
def group(world):
    return scenes.small(world)


def offered(world, group, *names, **details):
    """The one place is left by who held it, and offered to the first of these people."""
    (held,) = scenes.enrolled(world, group)
    waiting = scenes.waiting(world, group, *names, **details)
    withdraw(held, reason="Déménage", by=world.denis, now=world.now)
    for one in waiting:
        one.refresh_from_db()
    return waiting


def accept(world, enrolment, *, now):
    return accept_offer(enrolment, by=None, now=now, today=world.today)


def test_the_place_is_held_for_three_days(world, group):
    basma, _ = offered(world, group, "Basma", "Chloé")
    assert basma.offer_expires_at == scenes.later(world, 3)
    assert basma.place.state == "offered"
    assert accept(world, basma, now=scenes.later(world, 3) - SECOND).state == "enrolled"
    assert (Place.objects.get().state, basma.level, Enrolment.objects.live().get().hours_target) == (
        "taken", "", 32,
    )  # fmt: skip
    assert basma.beneficiary.referrals.get().state == "used"


def test_the_answer_is_due_before_the_first_session(world, group):
    first = group.sessions.first().starts_at
    (held,) = scenes.enrolled(world, group)
    (basma,) = scenes.waiting(world, group, "Basma")
    withdraw(held, reason="Déménage", by=world.denis, now=first - timedelta(hours=30))
    basma.refresh_from_db()
    assert basma.offer_expires_at == first - timedelta(hours=2)


def test_too_late_is_refused_even_before_the_worker_has_passed(world, group):
    basma, _ = offered(world, group, "Basma", "Chloé")
    with pytest.raises(offers.OfferOver):
        accept(world, basma, now=basma.offer_expires_at)
    assert Place.objects.get().state == "offered"


def test_who_declines_leaves_the_place_to_the_next(world, group):
    basma, chloe = offered(world, group, "Basma", "Chloé")
    decline_offer(basma, by=world.denis, now=world.now)
    chloe.refresh_from_db()
    assert (Enrolment.objects.get(pk=basma.pk).state, chloe.state) == ("withdrawn", "offered")
    assert Enrolment.objects.get(pk=basma.pk).place is None
    with pytest.raises(offers.OfferOver):
        decline_offer(basma, by=world.denis, now=world.now)
    with pytest.raises(offers.OfferOver):
        accept(world, basma, now=world.now)


def test_an_offer_that_is_passed_goes_on_by_itself_and_is_told(world, group):
    basma, chloe = offered(world, group, "Basma", "Chloé")
    assert not expire_offer(basma, now=basma.offer_expires_at - SECOND)
    assert expire_offer(basma, now=basma.offer_expires_at)
    assert not expire_offer(basma, now=basma.offer_expires_at)  # the worker may pass twice
    chloe.refresh_from_db()
    assert (Enrolment.objects.get(pk=basma.pk).reason, chloe.state) == (offers.NO_ANSWER, "offered")
    told = Notice.objects.filter(about=basma.pk).order_by("made_at")
    assert [(one.kind, one.dropped_at is None) for one in told] == [("offer", False), ("offer_over", True)]


def test_who_lost_the_right_meanwhile_is_refused_in_words(world, group):
    (basma,) = offered(world, group, "Basma")
    basma.beneficiary.entitlements.update(end=world.today)
    with pytest.raises(eligibility.NoEntitlement):
        accept_offer(basma, by=None, now=world.now, today=world.today + timedelta(days=1))


def test_the_desk_enrols_at_once_who_was_offered_a_place(world, group):
    (basma,) = offered(world, group, "Basma")
    enrolled = enrol(basma.beneficiary, cohort=group, by=world.denis, now=world.now, today=world.today)
    assert (enrolled.pk, enrolled.state, enrolled.place) == (basma.pk, "enrolled", basma.place)


class TestTold:
    def test_with_an_address_by_mail_in_their_language_with_their_link(self, world, group):
        (olena,) = offered(world, group, "Olena", language="uk", email="olena@example.org")
        told = Notice.objects.get(kind="offer")
        assert (told.by_phone, told.language, told.subject) == (False, "uk", "Для вас є місце")
        assert whole_link(olena) in told.text
        assert whole_link(olena).startswith("http://grenoble.localhost")

    def test_without_one_on_the_phone_list(self, world, group):
        offered(world, group, "Basma", phone="0600000001")
        told = Notice.objects.to_say().get(kind="offer")
        assert "mardi 22" in told.say

    def test_the_longest_names_fit(self, world):
        group = scenes.small(world)
        type(group.version).objects.filter(pk=group.version_id)
        (basma,) = offered(world, group, "B" * 80, last_name="C" * 80)
        assert basma.state == "offered"

    def test_a_link_means_nothing_elsewhere(self, world, group):
        (basma,) = offered(world, group, "Basma")
        token = token_of(basma)
        assert enrolment_id(token) == basma.pk
        assert enrolment_id(token + "x") is None
        with inside(world.lyon):
            assert enrolment_id(token) is None

    def test_every_language_has_all_its_words(self):
        assert set(WORDS) == set(Language.values)
        assert all(all(vars(words).values()) for words in WORDS.values())


class TestWorker:
    def test_a_visit_asks_for_a_job_where_an_offer_is_over(self, world, group):
        (basma,) = offered(world, group, "Basma")
        assert basma.offer_expires_at < tasks.timezone.now()  # the scene is set in 2022
        with at(NOWHERE):
            tasks.visit_offers(0)
        assert waiting() == [("cohorts.expire_offers", "grenoble")]
        with at(NOWHERE):
            tasks.expire_offers("grenoble")
            tasks.expire_offers("grenoble")
        basma.refresh_from_db()
        assert basma.state == "withdrawn"
        assert not offers_to_end(tasks.timezone.now()).exists()


def waiting():
    from procrastinate.contrib.django.models import ProcrastinateJob

    with at(WORKER):
        jobs = ProcrastinateJob.objects.filter(status="todo", task_name__startswith="cohorts.")
        return [(job.task_name, job.args.get("antenne")) for job in jobs.order_by("id")]


class TestAgainstTheClock:
    """Two real connections: the first holds the cohort's lock until the second is at it."""

    @pytest.fixture
    def scene(self, committed):
        with inside(committed.grenoble):
            committed.basma, committed.chloe = offered(committed, scenes.small(committed), "Basma", "Chloé")
        return committed

    def race(self, scene, first, second):
        """(what came of the second, state of Basma's enrolment) when `first` holds the lock."""
        outcome = []

        def other():
            try:
                with inside(scene.grenoble):
                    outcome.append(second())
            except offers.OfferOver:
                outcome.append("refused")
            finally:
                connection.close()

        with inside(scene.grenoble):
            with transaction.atomic():
                first()
                late = Thread(target=other)
                late.start()
                late.join(1)
                assert late.is_alive()  # at the lock
            late.join(PATIENCE)
            states = Enrolment.objects.filter(pk__in=[scene.basma.pk, scene.chloe.pk]).order_by(
                "waitlisted_at"
            )
            return outcome, [one.state for one in states], Place.objects.get().state

    def test_accepted_first_the_expiry_finds_nothing(self, scene):
        until = scene.basma.offer_expires_at
        assert self.race(
            scene,
            lambda: accept(scene, scene.basma, now=until - SECOND),
            lambda: expire_offer(scene.basma, now=until + SECOND),
        ) == ([False], ["enrolled", "waitlisted"], "taken")

    def test_expired_first_the_acceptance_is_refused(self, scene):
        until = scene.basma.offer_expires_at
        assert self.race(
            scene,
            lambda: expire_offer(scene.basma, now=until + SECOND),
            lambda: accept(scene, scene.basma, now=until - SECOND),
        ) == (["refused"], ["withdrawn", "offered"], "offered")
