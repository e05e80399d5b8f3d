"""An agreement gives what was signed, or what was received, and not a euro more; what comes back goes elsewhere."""

from datetime import date, timedelta

import pytest
import scenes
from django.db import DatabaseError, transaction

from billing.sponsoring import operations, queries
from billing.sponsoring.models import Agreement, Allocation, Payment, Release, Use
from billing.sponsoring.operations import allocations as rules
from kit.antennes import NATIONAL, at, inside
from kit.states import NotThatWay

Basis = Agreement.Basis


def agreement(world, *, signed=True, kind=Agreement.Kind.GRANT, **terms):
    sponsor = operations.register_sponsor(name="Fondation Essai", by=world.nadia, now=world.now)
    given = {
        "reference": "2022-001", "title": "Grenoble", "kind": kind, "amount_cents": 1_500_000, "places": 100,
        "devices": 100, "starts_on": date(2022, 1, 1), "ends_on": date(2022, 12, 31),
    }  # fmt: skip
    drafted = operations.draft_agreement(sponsor, **given | terms, by=world.nadia, now=world.now)
    proposed = operations.propose_agreement(drafted, by=world.nadia, now=world.now)
    return operations.sign_agreement(proposed, by=world.nadia, now=world.now) if signed else proposed


def gift(world, **terms):
    """Given out as its money comes in, whatever drafting it decides by itself."""
    promised = agreement(world, kind=Agreement.Kind.GIFT, **terms)
    Agreement.objects.filter(pk=promised.pk).update(basis=Basis.RECEIVED)
    return Agreement.objects.get(pk=promised.pk)


def receive(world, of, cents, *, number=1, refunds=None):
    return Payment.objects.create(
        sponsor=of.sponsor, agreement=of, rail=Payment.Rail.TRANSFER, reference=f"VIR-{number}",
        amount_cents=cents, received_on=world.today, refunds=refunds, by=world.fanny, at=world.now,
    )  # fmt: skip


def allocate(world, of, template, *, amount=1_500_000, places=100, devices=100, **changes):
    given = {"antenne": world.grenoble, "on": world.today} | changes
    return operations.allocate(
        of, template=template, places=places, devices=devices, amount_cents=amount, by=world.nadia,
        now=world.now, **given,
    )  # fmt: skip


def give_back(world, allocation, *, places=0, devices=0, amount=0, reason="Pas assez de demandes", **seen):
    return operations.release(
        allocation, places=places, devices=devices, amount_cents=amount, reason=reason, by=world.nadia,
        now=world.now, **seen,
    )  # fmt: skip


@pytest.fixture
def office(world):
    with at(NATIONAL):
        yield world


class TestSigned:
    def test_an_agreement_gives_its_all_and_then_refuses(self, office):
        signed, template = agreement(office), scenes.template(office)
        allocate(office, signed, template)
        with pytest.raises(operations.MoreThanSigned, match="0 place"):
            allocate(office, signed, template, amount=0, devices=0, places=1)

    def test_what_is_not_signed_gives_nothing(self, office):
        with pytest.raises(operations.NotSigned):
            allocate(office, agreement(office, signed=False), scenes.template(office))

    def test_what_is_over_gives_nothing_more(self, office):
        signed, template = agreement(office), scenes.template(office)
        Agreement.objects.filter(pk=signed.pk).update(state="completed", completed_at=office.now)
        with pytest.raises(rules.AgreementOver):
            allocate(office, signed, template)

    def test_nothing_is_not_an_allocation(self, office):
        with pytest.raises(rules.NothingAllocated):
            allocate(office, agreement(office), scenes.template(office), amount=0, places=0, devices=0)

    def test_it_goes_where_the_agreement_says_and_nowhere_else(self, office):
        signed, template = agreement(office), scenes.template(office)
        other = scenes.template(office, code="sante")
        signed.antennes.add(office.grenoble)
        signed.templates.add(template)
        with pytest.raises(rules.AntenneNotCovered, match="l’antenne Lyon"):
            allocate(office, signed, template, antenne=office.lyon)
        with pytest.raises(rules.ProgrammeNotCovered):
            allocate(office, signed, other)
        assert allocate(office, signed, template).antenne == office.grenoble

    @pytest.mark.parametrize("day", [date(2021, 12, 31), date(2023, 1, 1)])
    def test_it_is_dated_within_the_period(self, office, day):
        with pytest.raises(rules.OutsideThePeriod, match="du 01/01/2022 au 31/12/2022"):
            allocate(office, agreement(office), scenes.template(office), on=day)


class TestReceived:
    def test_a_gift_gives_nothing_before_its_money_is_there(self, office):
        promised, template = gift(office), scenes.template(office)
        for part in ({"places": 1}, {"devices": 1}, {"amount": 1}):
            with pytest.raises(operations.MoreThanReceived, match="Notez d’abord le versement"):
                allocate(office, promised, template, **{"places": 0, "devices": 0, "amount": 0} | part)

    def test_half_of_the_money_gives_half_of_the_places(self, office):
        promised, template = gift(office), scenes.template(office)
        receive(office, promised, 750_000)
        assert queries.what_is_left(promised) == {"places": 50, "devices": 50, "amount_cents": 750_000}
        allocate(office, promised, template, amount=750_000, places=50, devices=50)
        with pytest.raises(operations.MoreThanReceived):
            allocate(office, promised, template, amount=0, devices=0, places=1)
        receive(office, promised, 750_000, number=2)
        allocate(office, promised, template, amount=750_000, places=50, devices=50)

    def test_a_refund_takes_back_what_may_be_given(self, office):
        promised, template = gift(office), scenes.template(office)
        paid = receive(office, promised, 1_500_000)
        receive(office, promised, -900_000, number=2, refunds=paid)
        assert queries.what_is_left(promised)["amount_cents"] == 600_000
        with pytest.raises(operations.MoreThanReceived):
            allocate(office, promised, template, amount=600_001, places=0, devices=0)
        allocate(office, promised, template, amount=600_000, places=40, devices=40)
        receive(office, promised, -600_000, number=3, refunds=paid)
        assert set(queries.what_is_left(promised).values()) == {0}

    def test_more_than_promised_gives_what_was_signed(self, office):
        promised = gift(office)
        receive(office, promised, 9_000_000)
        assert queries.what_is_left(promised) == {"places": 100, "devices": 100, "amount_cents": 1_500_000}

    def test_a_gift_in_kind_gives_all_that_was_signed(self, office):
        assert queries.what_is_left(gift(office, amount_cents=0))["devices"] == 100


class TestAtOnce:
    @pytest.mark.parametrize(
        ("kind", "refused"), [("grant", "more_than_signed"), ("gift", "more_than_received")]
    )
    def test_offices_at_once_do_not_give_the_same_euro(self, committed, kind, refused):
        world = committed
        with at(NATIONAL):
            template = scenes.template(world)
            signed = agreement(world) if kind == "grant" else gift(world)
            receive(world, signed, 1_500_000)
        answers = scenes.at_once(
            8,
            standing=lambda: at(NATIONAL),
            act=lambda _: allocate(world, signed, template, amount=400_000, places=30, devices=30),
        )
        assert answers == {"done": 3, refused: 5}
        with at(NATIONAL):
            assert sum(one.amount_cents for one in Allocation.objects.all()) == 1_200_000

    def test_two_who_give_back_the_same_rest_give_it_back_once(self, committed):
        world = committed
        with at(NATIONAL):
            signed, template = agreement(world), scenes.template(world)
            given = allocate(world, signed, template)
        answers = scenes.at_once(
            4, standing=lambda: at(NATIONAL), act=lambda _: give_back(world, given, places=60, devices=60)
        )
        assert answers == {"done": 1, "still_in_use": 3}
        with at(NATIONAL):
            assert Release.objects.count() == 1
            assert queries.what_is_left(signed)["places"] == 60


class TestGivenBack:
    @pytest.fixture
    def given(self, office):
        return allocate(office, agreement(office), scenes.template(office))

    def test_a_part_goes_back_to_its_agreement(self, office, given):
        give_back(office, given, places=20, amount=100_000)
        given.refresh_from_db()
        assert (given.places, given.devices, given.amount_cents) == (80, 100, 1_400_000)
        assert queries.what_is_left(given.agreement) == {"places": 20, "devices": 0, "amount_cents": 100_000}
        lyon = allocate(
            office, given.agreement, given.template, places=20, devices=0, amount=100_000, antenne=office.lyon
        )
        assert lyon.places == 20
        assert Release.objects.get().reason == "Pas assez de demandes"

    def test_the_whole_of_it_once(self, office, given):
        whole = {"places": 100, "devices": 100, "amount": 1_500_000}
        assert give_back(office, given, **whole).state == Allocation.State.RELEASED
        with pytest.raises(NotThatWay):
            give_back(office, given, **whole)
        assert queries.what_is_left(given.agreement) == {
            "places": 100, "devices": 100, "amount_cents": 1_500_000
        }  # fmt: skip

    def test_never_what_is_bound(self, office, given):
        use(office, given, places_opened=90, devices_received=100)
        assert queries.rest_of(given) == {"places": 10, "devices": 0, "amount_cents": 75_000}
        with pytest.raises(rules.StillInUse, match="10 place"):
            give_back(office, given, places=11)
        with pytest.raises(rules.StillInUse):
            give_back(office, given, devices=1)
        give_back(office, given, places=10)

    def test_with_a_reason_and_something(self, office, given):
        with pytest.raises(rules.WhyReleased):
            give_back(office, given, places=1, reason="  ")
        with pytest.raises(rules.NothingReleased):
            give_back(office, given)

    def test_the_same_page_sent_twice_gives_back_once(self, office, given):
        seen = given.stamp
        give_back(office, given, places=10, seen=seen)
        with pytest.raises(rules.ChangedSinceShown):
            give_back(office, given, places=10, seen=seen)

    @pytest.mark.parametrize(
        "change", [{"places": 101}, {"devices": 101}, {"amount_cents": 1_500_001}, {"antenne": "lyon"}]
    )
    def test_the_database_refuses_that_it_grows_or_moves(self, office, given, change):
        change = {name: office.lyon if value == "lyon" else value for name, value in change.items()}
        with pytest.raises(DatabaseError, match="only shrinks"), transaction.atomic():
            Allocation.objects.filter(pk=given.pk).update(**change)

    def test_an_amendment_moves_the_last_day_of_what_was_given(self, office, given):
        Agreement.objects.filter(pk=given.agreement_id).update(ends_on=date(2023, 3, 31))
        given.agreement.refresh_from_db()
        assert operations.follow_period(given.agreement, by=office.nadia, now=office.now) == 1
        assert operations.follow_period(given.agreement, by=office.nadia, now=office.now) == 0
        given.refresh_from_db()
        assert given.ends_on == date(2023, 3, 31)


class TestAntenne:
    @pytest.fixture
    def given(self, world):
        with at(NATIONAL):
            return allocate(
                world, agreement(world), scenes.template(world), places=10, devices=5, amount=1000
            )

    def test_it_reads_its_own_allocations_and_no_agreement(self, world, given):
        with inside(world.grenoble):
            assert Allocation.objects.get().reference == "2022-001"
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Agreement.objects.count()
        with inside(world.lyon):
            assert Allocation.objects.count() == 0

    def test_it_may_give_back_its_own_and_change_nothing_else(self, world, given):
        with inside(world.lyon), pytest.raises(Allocation.DoesNotExist):
            operations.release(
                given, places=1, devices=0, amount_cents=0, reason="Essai", by=world.marc, now=world.now
            )
        with inside(world.grenoble):
            operations.release(
                given,
                places=4,
                devices=0,
                amount_cents=0,
                reason="Salle fermée",
                by=world.maud,
                now=world.now,
            )
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Allocation.objects.update(ends_on=date(2030, 1, 1))
            with pytest.raises(DatabaseError, match="only shrinks"), transaction.atomic():
                Allocation.objects.update(places=7)
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Release.objects.update(places=0)
        with at(NATIONAL):
            assert Allocation.objects.get().places == 6

    def test_it_writes_its_own_use_and_the_office_none(self, world, given):
        with inside(world.grenoble):
            operations.note_use(given, now=world.now, places_opened=3)
        with inside(world.lyon):
            assert Use.objects.count() == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                operations.note_use(given, now=world.now, places_opened=9)
        with at(NATIONAL):
            assert Use.objects.get().places_opened == 3
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Use.objects.update(places_opened=0)


class TestStage:
    @pytest.mark.parametrize(
        ("counts", "stage"),
        [
            ({}, "reserved"),
            ({"places_opened": 1}, "committed"),
            ({"devices_received": 1}, "committed"),
            ({"places_opened": 10, "places_consumed": 10}, "committed"),
            (
                {"places_opened": 10, "places_consumed": 8, "places_missed": 2}
                | {"devices_received": 5, "devices_consumed": 5},
                "consumed",
            ),
            (
                {"places_opened": 10, "places_consumed": 10, "devices_received": 5, "devices_consumed": 5},
                "consumed",
            ),
        ],
    )
    def test_it_is_counted_from_its_use(self, office, counts, stage):
        given = allocate(
            office, agreement(office), scenes.template(office), places=10, devices=5, amount=1000
        )
        if counts:
            use(office, given, **counts)
        assert queries.with_use(Allocation.objects.all()).get().stage == stage

    def test_what_lapses_soon_is_what_was_neither_given_nor_used(self, office):
        given = allocate(
            office, agreement(office), scenes.template(office), places=60, devices=0, amount=1000
        )
        use(office, given, places_opened=50, places_taken=40, places_consumed=35)
        last = given.ends_on
        assert queries.lapsing(today=last - timedelta(days=61)) == {}
        found = queries.lapsing(today=last - timedelta(days=60))["2022-001"]
        assert (found.places, found.devices) == (40 + 25, 100)
        assert queries.lapsing(today=last + timedelta(days=1)) == {}


def use(world, given, **counts):
    with inside(given.antenne):
        operations.note_use(given, now=world.now, **counts)
