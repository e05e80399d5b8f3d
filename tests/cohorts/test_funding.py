"""Sponsors fund places: one, or several together, never more than a whole place nor than what was given."""

from datetime import date, timedelta

import pytest
import scenes
from django.db import IntegrityError, transaction

from billing.sponsoring import operations as sponsoring
from billing.sponsoring import queries as agreements
from billing.sponsoring.models import Allocation, Use
from hub.rollup.refresh import rebuild, refresh
from kit.antennes import NATIONAL, at, inside
from programs.cohorts import queries
from programs.cohorts.models import Place, PlaceFunding
from programs.cohorts.operations import add_funder, cancel_cohort, funding, release_place, remove_funder
from programs.cohorts.queries.funding import funded_places, funders_of, shares_of


@pytest.fixture
def programme(grenoble):
    return scenes.adopt(scenes.version(grenoble), by=grenoble.maud, now=grenoble.now)


@pytest.fixture
def first(grenoble, programme):
    return scenes.allocation(grenoble, programme.template, places=20, reference="2022-A")


@pytest.fixture
def second(grenoble, programme):
    return scenes.allocation(grenoble, programme.template, places=6, reference="2022-B")


@pytest.fixture
def group(grenoble, programme, first):
    return scenes.cohort(grenoble, programme, allocation=first)


def fund(world, group, allocation, *, share=40, places=6):
    return add_funder(
        group, allocation=allocation, share_percent=share, places=places, by=world.maud, now=world.now
    )


def use_of(allocation):
    return Use.objects.get(allocation=allocation)


class TestSharing:
    def test_a_second_sponsor_takes_a_share_of_some_places(self, grenoble, group, second):
        fund(grenoble, group, second)
        places = list(queries.places_of(group))
        shares = [[(one.reference, share) for one, share in shares_of(place)] for place in places]
        assert shares == [[("2022-A", 60), ("2022-B", 40)]] * 6 + [[("2022-A", 100)]] * 4
        told = [(one.allocation.reference, one.share_percent, one.places) for one in funders_of(places)]
        assert told == [("2022-A", 60, 6), ("2022-B", 40, 6), ("2022-A", 100, 4)]
        assert (funded_places(group.places.first().allocation), funded_places(second)) == (10, 6)

    def test_never_more_places_than_it_was_given(self, grenoble, group, second):
        with pytest.raises(funding.TooManyFundedPlaces, match="encore financer 6 place"):
            fund(grenoble, group, second, places=7)
        fund(grenoble, group, second, places=4)
        with pytest.raises(funding.TooManyFundedPlaces, match="encore financer 2 place"):
            fund(grenoble, group, second, places=3)

    def test_never_twice_on_the_same_place(self, grenoble, group, first, programme):
        with pytest.raises(funding.SharesFull):
            fund(grenoble, group, first, places=1)
        other = scenes.allocation(grenoble, programme.template, places=30, reference="2022-C")
        fund(grenoble, group, other, places=10)
        with pytest.raises(funding.SharesFull, match="0 place"):
            fund(grenoble, group, other, places=1)

    def test_never_more_than_a_whole_place(self, grenoble, group, second, programme):
        third = scenes.allocation(grenoble, programme.template, places=30, reference="2022-C")
        fund(grenoble, group, second, share=60)
        with pytest.raises(funding.SharesFull, match="sur 4 place"):
            fund(grenoble, group, third, share=40, places=10)
        fund(grenoble, group, third, share=39, places=10)
        shared = group.places.order_by("number").values_list("shared_percent", flat=True)
        assert list(shared) == [99] * 6 + [39] * 4
        with pytest.raises(IntegrityError, match="cohorts_place_shares"), transaction.atomic():
            Place.objects.filter(number=1).update(shared_percent=100)
        with pytest.raises(IntegrityError, match="cohorts_place_funded_once"), transaction.atomic():
            PlaceFunding.objects.create(place=group.places.first(), allocation=third, share_percent=1)

    @pytest.mark.parametrize("share", [0, 101])
    def test_a_share_is_from_1_to_100(self, grenoble, group, second, share):
        with pytest.raises(funding.WrongShare):
            fund(grenoble, group, second, share=share)

    def test_the_places_that_nobody_funds_come_first_and_a_whole_one_has_a_main_funder(
        self, grenoble, programme, first, second
    ):
        group = scenes.cohort(grenoble, programme, allocation=first, funded=8)
        fund(grenoble, group, second, share=100, places=2)
        assert list(group.places.filter(allocation=second).values_list("number", flat=True)) == [9, 10]
        assert not PlaceFunding.objects.exists()
        with pytest.raises(funding.SharesFull):
            fund(grenoble, group, second, share=100, places=1)

    def test_another_programme_or_another_time_is_refused(self, grenoble, group, programme):
        health = scenes.allocation(grenoble, scenes.template(grenoble, code="sante"), places=5)
        with pytest.raises(funding.NotFunded):
            fund(grenoble, group, health, places=1)
        ended = scenes.allocation(
            grenoble, programme.template, places=5, reference="2022-F", ends_on=date(2022, 3, 7)
        )
        with pytest.raises(funding.OutsideItsPeriod, match="au 07/03/2022"):
            fund(grenoble, group, ended, places=1)
        with pytest.raises(funding.OutsideItsPeriod):
            scenes.cohort(grenoble, programme, name="Groupe 2", room="Vercors", allocation=ended, funded=1)

    def test_what_was_given_back_funds_nothing_more(self, grenoble, group, second):
        with at(NATIONAL):
            sponsoring.release(
                second, places=6, devices=0, amount_cents=100_000, reason="Trop tard", by=grenoble.nadia,
                now=grenoble.now,
            )  # fmt: skip
        with pytest.raises(funding.GivenBack):
            fund(grenoble, group, second, places=1)

    def test_a_funder_is_taken_away_but_from_the_places_that_were_used(self, grenoble, group, first, second):
        fund(grenoble, group, second)
        (amina,) = scenes.enrolled(grenoble, group)
        scenes.running(grenoble, group)
        session = group.sessions.get(position=1)
        scenes.attended(grenoble, session, {amina: "present"})
        assert remove_funder(group, allocation=second, by=grenoble.maud, now=grenoble.now) == 5
        assert remove_funder(group, allocation=first, by=grenoble.maud, now=grenoble.now) == 9
        used = Place.objects.get(pk=amina.place_id)
        assert (used.allocation, used.shared_percent) == (first, 40)
        assert group.places.funded().count() == 1
        with pytest.raises(funding.NotItsFunder):
            remove_funder(group, allocation=second, by=grenoble.maud, now=grenoble.now)
        assert (use_of(first).places_opened, use_of(second).places_opened) == (1, 1)


class TestAtOnce:
    def test_two_managers_at_once_do_not_share_the_same_percent(self, committed):
        world = committed
        with inside(world.grenoble):
            programme = scenes.adopt(scenes.version(world), by=world.maud, now=world.now)
            main = scenes.allocation(world, programme.template, places=10, reference="2022-A")
            others = [
                scenes.allocation(world, programme.template, places=10, reference=f"2022-{n}")
                for n in range(4)
            ]
            group = scenes.cohort(world, programme, allocation=main)
        answers = scenes.at_once(
            4,
            standing=lambda: inside(world.grenoble),
            act=lambda n: fund(world, group, others[n], share=45, places=10),
        )
        assert answers == {"done": 2, "shares_full": 2}
        with inside(world.grenoble):
            assert set(group.places.values_list("shared_percent", flat=True)) == {90}

    def test_an_office_that_takes_back_and_a_team_that_plans_do_not_both_have_the_places(self, committed):
        """Whoever comes first has them; the other reads a sentence."""
        world = committed
        with inside(world.grenoble):
            programme = scenes.adopt(scenes.version(world), by=world.maud, now=world.now)
            given = scenes.allocation(world, programme.template, places=10)

        def act(number):
            if number:
                with at(NATIONAL):
                    sponsoring.release(
                        given, places=10, devices=0, amount_cents=100_000, reason="Ailleurs", by=world.nadia,
                        now=world.now,
                    )  # fmt: skip
            else:
                with inside(world.grenoble):
                    scenes.cohort(world, programme, allocation=given)

        answers = scenes.at_once(2, standing=lambda: at(NATIONAL), act=act)
        assert answers["done"] == 1
        assert set(answers) - {"done"} < {"still_in_use", "given_back"}
        with at(NATIONAL):
            released = Allocation.objects.get().state == Allocation.State.RELEASED
        with inside(world.grenoble):
            assert Place.objects.funded().count() == (0 if released else 10)


class TestUse:
    def test_a_place_is_used_at_the_first_attendance_and_the_office_reads_numbers(
        self, grenoble, group, first, second
    ):
        assert use_of(first).places_opened == 10, "known as soon as it is planned"
        fund(grenoble, group, second)
        people = scenes.enrolled(grenoble, group, count=3)
        scenes.running(grenoble, group)
        session = group.sessions.get(position=1)
        scenes.attended(grenoble, session, dict(zip(people, ["present", "absent", "late"], strict=True)))
        refresh(grenoble.grenoble, now=grenoble.now)
        with at(NATIONAL):
            told = {
                one.reference: (one.use_places_opened, one.use_places_taken, one.use_places_consumed)
                for one in agreements.with_use(Allocation.objects.all())
            }
        assert told == {"2022-A": (10, 3, 2), "2022-B": (6, 3, 2)}
        assert rebuild(grenoble.grenoble, now=grenoble.now) == []

    def test_the_places_of_a_course_that_is_over_stayed_empty_and_are_used_no_more(self, grenoble):
        template = scenes.template(grenoble)
        given = scenes.allocation(grenoble, template, places=12)
        scenes.ended(grenoble, ["pppp", "aaaa"], of=template, allocation=given)
        refresh(grenoble.grenoble, now=grenoble.now)
        use = use_of(given)
        assert (use.places_opened, use.places_taken, use.places_consumed, use.places_missed) == (10, 2, 1, 9)
        with at(NATIONAL):
            told = agreements.with_use(Allocation.objects.all()).get()
        assert (told.unused_places, told.free_places, told.stage) == (2, 2, "committed")

    def test_a_place_that_two_sponsors_share_is_one_funded_place(self, grenoble, group, second):
        fund(grenoble, group, second)
        with pytest.raises(funding.TooManyFundedPlaces):
            fund(grenoble, group, second, places=1)
        assert group.places.funded().count() == 10
        remove_funder(group, allocation=group.places.first().allocation, by=grenoble.maud, now=grenoble.now)
        assert group.places.funded().count() == 6

    def test_rebuilding_repairs_what_was_falsified_and_says_it(self, grenoble, group, first):
        refresh(grenoble.grenoble, now=grenoble.now)
        Use.objects.update(places_opened=3, places_consumed=2)
        told = {(one.measure, one.stored, one.source) for one in rebuild(grenoble.grenoble, now=grenoble.now)}
        assert told == {
            ("sponsoring_use.places_opened", 3, 10),
            ("sponsoring_use.places_consumed", 2, 0),
            ("funds_consumed", 10_000, None),
        }
        assert rebuild(grenoble.grenoble, now=grenoble.now) == []

    def test_a_place_given_back_is_funded_no_more(self, grenoble, group, first):
        release_place(group.places.last(), by=grenoble.maud, now=grenoble.now)
        refresh(grenoble.grenoble, now=grenoble.now)
        assert (funded_places(first), use_of(first).places_opened) == (9, 9)

    def test_another_antenne_has_nothing_of_it(self, grenoble, group, first):
        with inside(grenoble.lyon):
            assert (Use.objects.count(), Place.objects.count()) == (0, 0)


class TestCancelled:
    def test_the_places_of_a_cancelled_cohort_serve_another(self, grenoble, programme, second):
        group = scenes.cohort(grenoble, programme, allocation=second, funded=6)
        with pytest.raises(funding.TooManyFundedPlaces):
            scenes.cohort(grenoble, programme, name="Groupe 2", room="Vercors", allocation=second, funded=1)
        cancel_cohort(group, reason="Salle fermée", by=grenoble.maud, now=grenoble.now)
        assert funded_places(second) == 0
        again = scenes.cohort(
            grenoble, programme, name="Groupe 2", room="Vercors", allocation=second, funded=6
        )
        assert again.places.funded().count() == 6
        refresh(grenoble.grenoble, now=grenoble.now)
        assert use_of(second).places_opened == 6

    def test_shares_of_a_cancelled_cohort_are_free_too(self, grenoble, group, second):
        fund(grenoble, group, second)
        cancel_cohort(group, reason="Salle fermée", by=grenoble.maud, now=grenoble.now)
        assert funded_places(second) == 0
        with pytest.raises(Exception, match="ses places ne changent plus"):
            fund(grenoble, group, second)


class TestPages:
    @pytest.fixture
    def maud(self, grenoble, site):
        return site("grenoble", grenoble.maud)

    def test_a_manager_adds_a_second_funder_within_what_it_leaves(self, grenoble, group, second, maud):
        page = f"/parcours/{group.pk}/financeurs/ajouter/"
        shown = maud.get(page).text
        assert "2022-B" in shown
        assert "encore 6 place(s) sur 6" in shown
        asked = {"allocation": second.pk, "places": 7, "share_percent": 40}
        refused = maud.post(page, asked)
        assert (refused.status_code, "encore financer 6 place(s)" in refused.text) == (409, True)
        assert maud.post(page, asked | {"places": 6})["Location"] == f"/parcours/{group.pk}/places/"
        shown = maud.get(f"/parcours/{group.pk}/places/").text.replace("\xa0", " ").replace("&nbsp;", " ")
        assert "2022-A 60 %, 2022-B 40 %" in shown
        assert "10 financées par un mécène" in shown
        removed = maud.post(f"/parcours/{group.pk}/financeurs/{second.pk}/retirer/")
        assert removed["Location"] == f"/parcours/{group.pk}/places/"
        assert not PlaceFunding.objects.exists()

    def test_a_host_sees_who_funds_and_changes_nothing(self, grenoble, group, second, site):
        lea = site("grenoble", grenoble.lea)
        shown = lea.get(f"/parcours/{group.pk}/places/").text
        assert "2022-A" in shown
        assert "Ajouter un financeur" not in shown
        asked = {"allocation": second.pk, "places": 1, "share_percent": 40}
        assert lea.post(f"/parcours/{group.pk}/financeurs/ajouter/", asked).status_code == 403
        assert lea.post(f"/parcours/{group.pk}/financeurs/{second.pk}/retirer/").status_code == 403
        assert not PlaceFunding.objects.exists()

    def test_the_allocation_of_another_antenne_does_not_exist(self, grenoble, group, programme, maud):
        lyon = scenes.allocation(
            grenoble, programme.template, places=5, reference="2022-L", antenne=grenoble.lyon
        )
        asked = {"allocation": lyon.pk, "places": 1, "share_percent": 40}
        assert "Sélectionnez" in maud.post(f"/parcours/{group.pk}/financeurs/ajouter/", asked).text
        assert maud.post(f"/parcours/{group.pk}/financeurs/{lyon.pk}/retirer/").status_code == 404
        assert maud.get(f"/financements/{lyon.pk}/rendre/").status_code == 404

    def test_the_rest_is_given_back_and_goes_elsewhere(self, grenoble, group, first, maud):
        page = f"/financements/{first.pk}/rendre/"
        assert "Rendre le reste" in maud.get("/financements/").text
        cancel_cohort(group, reason="Salle fermée", by=grenoble.maud, now=grenoble.now)
        shown = maud.get(page)
        assert "20 places" in shown.text, "the cancelled ones too, counted now"
        seen = shown.context["form"].initial["seen"]
        assert maud.post(page, {"reason": "Plus de salle", "seen": "1-0-0"}).status_code == 409
        assert maud.post(page, {"reason": "Plus de salle", "seen": seen})["Location"] == "/financements/"
        assert maud.post(page, {"reason": "Plus de salle", "seen": seen}).status_code == 409
        first.refresh_from_db()
        assert first.state == Allocation.State.RELEASED
        with at(NATIONAL):
            assert agreements.what_is_left(first.agreement)["places"] == 20

    def test_what_ends_soon_unused_is_said_on_the_first_page(self, grenoble, programme, site):
        from django.utils import timezone

        today = timezone.localdate(timezone.now(), grenoble.grenoble.tz)
        scenes.allocation(
            grenoble, programme.template, places=5, devices=1, reference="2022-S",
            ends_on=today + timedelta(days=30),
        )  # fmt: skip
        line = "5 places et 1 équipement de la convention 2022-S"
        assert line in site("grenoble", grenoble.maud).get("/").text.replace("\xa0", " ")
        assert line not in site("grenoble", grenoble.lea).get("/").text.replace("\xa0", " ")
        assert "2022-S" not in site("lyon", grenoble.marc).get("/").text
