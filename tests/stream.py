"""A year and a half in two antennes at random, through the product's own operations.

A step is a method of Town with a weight. It picks what it acts on among the rows that are near the right
state, now and then among all of them: the product then refuses, which is a step like another.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import scenes
import shop
from django.utils.timezone import localdate
from world import World

from billing.counter.models import Sale
from billing.counter.operations.sales import Wanted, reverse, sell
from billing.equipment import operations as equipment
from billing.equipment.models import Device, Loan
from billing.sponsoring import operations as sponsoring
from billing.sponsoring.models import Allocation
from hub.rollup.models import Figure
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from kit.identifiers import new_id
from kit.refusals import Refused
from programs.cohorts import operations as courses
from programs.cohorts.models import (
    Assessment,
    Booking,
    Cohort,
    Completion,
    Enrolment,
    Place,
    Session,
    SurveyInvitation,
)
from programs.cohorts.operations import Rhythm, Slot, Taken
from tenants.welcome import operations as welcome
from tenants.welcome.models import Prescriber, Referral

START, DAYS = datetime(2022, 1, 3, 7, 30, tzinfo=UTC), 540
WRONG = 0.06  # how often what is picked is in any state
TURN, REFRESHED = 20, 40  # steps in an antenne before the other; steps between two refreshes
LEVELS = [
    scenes.LevelDraft("beginner", 4, 0, 39),
    scenes.LevelDraft("intermediate", 3, 40, 69),
    scenes.LevelDraft("advanced", 2, 70, 100),
]
WEIGHTS: dict[str, float] = {}


class Nothing(Exception):
    """There is nothing in the antenne yet on which this step could act."""


def step(weight: float) -> Callable[[Callable[["Town"], Any]], Callable[["Town"], Any]]:
    def known(method: Callable[["Town"], Any]) -> Callable[["Town"], Any]:
        WEIGHTS[method.__name__] = weight
        return method

    return known


class Stream:
    """Plays so many steps; `done` and `refused` count them by kind."""

    def __init__(self, world: World, *, seed: int, steps: int) -> None:
        self.world, self.dice, self.steps = world, Random(seed), steps
        world.now, world.today = START, START.date()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.why: Counter[str] = Counter()
        self.counted: set[str] = set()  # the measures that had a cell at a refresh
        self.products = {
            kind: shop.product(world, name, cents=cents, kind=kind, reference=reference)
            for kind, name, cents, reference in [
                ("prepaid_card", "carte", 500, 1200), ("plan_month", "forfait", 300, 900),
                ("accessory", "cable", 150, 400), ("device", "ordinateur", 5000, 30_000),
            ]
        }  # fmt: skip
        self.versions = self._versions()
        self.agreement = self._agreement()
        self.towns = [
            Town(self, world.grenoble, world.lea, world.denis, world.maud),
            Town(self, world.lyon, world.karim, world.person("desk@lyon.example"), world.marc),
        ]

    def play(self) -> None:
        """Turn after turn in one antenne or the other; days pass between two turns, minutes inside one."""
        pause = timedelta(days=DAYS * TURN / self.steps)
        for number in range(0, self.steps, TURN):
            town = self.dice.choice(self.towns)
            self._pass(pause * 2 * self.dice.random())
            with inside(town.antenne):
                for _ in range(min(TURN, self.steps - number)):
                    self._pass(timedelta(minutes=self.dice.randint(1, 20)))
                    self._step(town)
            if number % REFRESHED < TURN:
                self._refresh(self.dice.choice(self.towns))

    def _refresh(self, town: "Town") -> None:
        refresh(town.antenne, now=self.world.now)
        with inside(town.antenne):
            self.counted |= set(Figure.objects.order_by().values_list("measure", flat=True).distinct())

    def _step(self, town: "Town") -> None:
        """Try steps until there is something to act on; refused by the product, it is done all the same."""
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        while True:
            (name,) = self.dice.choices(names, weights)
            try:
                getattr(town, name)()
                self.done[name] += 1
                return
            except Refused as refused:
                self.refused[name] += 1
                self.why[f"{name}: {refused.code()}"] += 1
                return
            except Nothing:
                continue

    def _pass(self, pause: timedelta) -> None:
        self.world.now += pause
        self.world.today = localdate(self.world.now)

    def _versions(self) -> list[Any]:
        satisfaction = scenes.survey(self.world)
        return [
            scenes.version(
                self.world, scenes.template(self.world, code=code), levels=LEVELS, survey=satisfaction,
                capacity=4, capacity_min=1, capacity_max=8, loan_months=3, option_price_cents=4000,
            )
            for code in ("emploi", "sante")
        ]  # fmt: skip

    def _agreement(self) -> Any:
        world = self.world
        with at(NATIONAL):
            sponsor = sponsoring.register_sponsor(name="Fondation", by=world.nadia, now=world.now)
            agreement = sponsoring.draft_agreement(
                sponsor, reference="2022-001", title="Emploi", kind="grant", amount_cents=90_000_001,
                places=5000, devices=5000, starts_on=date(2022, 1, 1), ends_on=date(2024, 12, 31),
                by=world.nadia, now=world.now,
            )  # fmt: skip
            sponsoring.propose_agreement(agreement, by=world.nadia, now=world.now)
            return sponsoring.sign_agreement(agreement, by=world.nadia, now=world.now)


class Town:
    """An antenne, who works there, and all that may happen in it."""

    def __init__(self, stream: Stream, antenne: Any, host: Any, desk: Any, manager: Any) -> None:
        self.stream, self.antenne = stream, antenne
        self.host, self.desk, self.manager = host, desk, manager
        self.dice, self.world = stream.dice, stream.world
        self.tills: dict[tuple[date, bool], Any] = {}
        self.number = 0
        with inside(antenne):
            self.structures = Prescriber.objects.bulk_create(Prescriber(name=f"CCAS {n}") for n in range(3))
            self.programmes = [
                courses.adopt(version, by=manager, now=self.world.now) for version in stream.versions
            ]
            self.cards_received()

    # What the steps share.

    def by(self, who: str = "desk") -> dict[str, Any]:
        return {"by": getattr(self, who), "now": self.world.now}

    def signed(self, who: str = "desk") -> dict[str, Any]:
        return self.by(who) | {"today": self.world.today}

    def next(self) -> int:
        self.number += 1
        return self.number

    def pick(self, among: Any, **conditions: Any) -> Any:
        """One of the last rows that fit; now and then one of any state."""
        states = {key: conditions.pop(key) for key in list(conditions) if key.startswith("state")}
        rows = getattr(among, "objects", among).filter(**conditions).order_by("-pk")
        if self.dice.random() > WRONG:
            rows = rows.filter(**states)
        found = list(rows[:30])
        if not found:
            raise Nothing
        return self.dice.choice(found)

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def allocation(self, **wanted: int) -> Any:
        given = list(
            Allocation.objects.filter(antenne=self.antenne, state="reserved", **wanted).order_by("pk")
        )
        return self.dice.choice(given) if given and self.chance(0.6) else None

    def slot(self, *, days: int = 20) -> Slot:
        day = self.world.today + timedelta(days=self.dice.randint(1, days))
        minutes = self.dice.choice([60, 90, 120])
        return Slot(day, time(self.dice.randint(8, 18)), minutes, f"Salle {self.next()}", self.antenne.tz)

    def till(self, *, training: bool = False) -> Any:
        key = self.world.today, training
        if key not in self.tills:
            code = f"c{self.next()}"
            till = shop.make_till(code=code, name=f"Caisse {code}", **self.by("manager"))
            self.tills[key] = shop.open_session(
                till, float_cents=5000, training=training, **self.signed("desk")
            )
        return self.tills[key]

    # People and the structures that send them.

    @step(9)
    def referral_received(self) -> None:
        known = self.pick(Referral, beneficiary__isnull=False) if self.chance(0.15) else None
        person = (
            known.beneficiary
            if known
            else welcome.register(
                first_name=f"Prénom{self.next()}", last_name=f"Nom{self.number}", **self.signed()
            )
        )
        structure = self.dice.choice(self.structures)
        welcome.receive_referral(person, prescriber=structure, **self.by())

    @step(2)
    def referral_sent_by_form(self) -> None:
        welcome.receive_from_form(
            ticket=new_id(), structure="CCAS 1", wish="", address=f"192.0.2.{self.next() % 250}",
            first_name=f"Par{self.number}", last_name="Formulaire", now=self.world.now,
        )  # fmt: skip

    @step(3)
    def referral_matched(self) -> None:
        referral = self.pick(Referral, state="received", beneficiary__isnull=True)
        if self.chance(0.7):
            welcome.register_from_referral(referral, **self.signed())
        else:
            person = self.pick(Referral, beneficiary__isnull=False).beneficiary
            welcome.match_referral(referral, beneficiary=person, **self.by())

    @step(9)
    def referral_accepted(self) -> None:
        welcome.accept_referral(
            self.pick(Referral, beneficiary__isnull=False, state__in=Referral.WAITING), **self.signed()
        )

    @step(1.5)
    def referral_refused(self) -> None:
        welcome.refuse_referral(
            self.pick(Referral, state__in=Referral.WAITING), reason="Hors secteur", **self.by()
        )

    @step(1)
    def files_merged(self) -> None:
        keep, away = (self.pick(Referral, beneficiary__isnull=False).beneficiary for _ in range(2))
        welcome.merge(keep, away, **self.by())

    # Courses.

    @step(12)
    def assessed(self) -> None:
        person = self.pick(Referral, state__in=["accepted", "used"], beneficiary__isnull=False).beneficiary
        version = self.dice.choice(self.stream.versions)
        courses.assess(person, version=version, score=self.dice.randint(0, 100), **self.by("host"))

    @step(5)
    def cohort_planned(self) -> None:
        allocation = self.allocation(places__gte=1)
        programmes = [
            one for one in self.programmes if not allocation or one.template_id == allocation.template_id
        ]
        self._planned(
            self.dice.choice(programmes), days=self.dice.choice([0, 5, 15, 40, 80]),
            sessions=self.dice.randint(1, 3), capacity=self.dice.randint(1, 4), allocation=allocation,
            funded=self.dice.randint(1, 3),
        )  # fmt: skip

    def _planned(self, programme: Any, *, days: int, sessions: int, **options: Any) -> Cohort:
        first = self.world.today + timedelta(days=days)
        rhythm = Rhythm(
            first_day=first, weekdays=frozenset({first.weekday()}), at=time(20), minutes=120,
            sessions=sessions, zone=self.antenne.tz, departement=self.antenne.departement,
        )  # fmt: skip
        return courses.plan_cohort(
            programme, name=f"Groupe {self.next()}", room=f"Salle {self.number}", rhythm=rhythm, **options,
            **self.by("manager"),
        )  # fmt: skip

    @step(6)
    def cohort_opened(self) -> None:
        courses.open_cohort(self.pick(Cohort, state="draft"), **self.by("manager"))

    @step(3)
    def cohort_started(self) -> None:
        courses.start_cohort(self.pick(Cohort, state="open", enrolments__state="enrolled"), **self.by("host"))

    @step(0.7)
    def cohort_cancelled(self) -> None:
        courses.cancel_cohort(self.pick(Cohort, state="open"), reason="Salle fermée", **self.by("manager"))

    @step(4)
    def cohort_completed(self) -> None:
        all_locked = Cohort.objects.exclude(sessions__state__in=["planned", "held"])
        courses.complete_cohort(self.pick(all_locked, state="running"), **self.by("host"))

    @step(0.5)
    def cohort_closed(self) -> None:
        courses.close_cohort(self.pick(Cohort, state="completed"), **self.by("host"))

    @step(14)
    def enrolled(self) -> None:
        cohort, person = self._to_enter(Cohort.objects.filter(places__state="free"))
        courses.enrol(person, cohort=cohort, seen=True, **self.signed())

    @step(8)
    def waitlisted(self) -> None:
        to_come = Cohort.objects.filter(state="open", starts_on__gt=self.world.today)
        among = to_come if self.chance(0.8) else Cohort.objects.all()
        cohort, person = self._to_enter(among.exclude(places__state="free"))
        courses.put_on_waitlist(person, cohort=cohort, seen=True, **self.signed())

    @step(1.5)
    def applied(self) -> None:
        cohort, person = self._to_enter(Cohort.objects.all())
        courses.apply_for(person, cohort=cohort, **self.by())

    def _to_enter(self, among: Any) -> tuple[Cohort, Any]:
        cohort = self.pick(among, state__in=["open", "running"])
        outside = Assessment.objects.exclude(beneficiary__in=cohort.enrolments.values("beneficiary"))
        lately = {"assessed_at__gte": self.world.now - timedelta(days=250), "moment": "entry"}
        return cohort, self.pick(outside, version=cohort.version_id, **lately).beneficiary

    @step(3)
    def last_place_left(self) -> None:
        """The only place of a group to come is taken, two wait for it, and it becomes free."""
        version = self.dice.choice(self.programmes).version
        lately = {"assessed_at__gte": self.world.now - timedelta(days=150), "version": version}
        found = Assessment.objects.filter(moment="entry", **lately).order_by("-pk")
        people = list({one.beneficiary_id: one.beneficiary for one in found[:30]}.values())
        if len(people) < 3:
            raise Nothing
        first, *others = self.dice.sample(people, 3)
        programme = next(one for one in self.programmes if one.version_id == version.pk)
        cohort = self._planned(programme, days=self.dice.randint(20, 60), sessions=2, capacity=1)
        courses.open_cohort(cohort, **self.by("manager"))
        holder = courses.enrol(first, cohort=cohort, seen=True, **self.signed())
        for one in others:
            courses.put_on_waitlist(one, cohort=cohort, seen=True, **self.signed())
        courses.withdraw(holder, reason="Déménage", **self.by())

    @step(3)
    def place_offered(self) -> None:
        courses.offer_next(
            self.pick(Enrolment, state="waitlisted", cohort__places__state="free").cohort, **self.by()
        )

    @step(8)
    def offer_accepted(self) -> None:
        courses.accept_offer(self.pick(Enrolment, state="offered"), **self.signed())

    @step(4)
    def offer_declined(self) -> None:
        courses.decline_offer(self.pick(Enrolment, state="offered"), **self.by())

    @step(4)
    def offer_expired(self) -> None:
        if not courses.expire_offer(self.pick(Enrolment, state="offered"), now=self.world.now):
            raise Nothing

    @step(4)
    def withdrawn(self) -> None:
        courses.withdraw(
            self.pick(self._where_some_wait(), state__in=Enrolment.LIVE), reason="Déménage", **self.by()
        )

    def _where_some_wait(self) -> Any:
        """Enrolments where somebody waits for a place, most often, or all of them."""
        to_come = {"cohort__state": "open", "cohort__starts_on__gt": self.world.today}
        waiting = Enrolment.objects.filter(cohort__enrolments__state="waitlisted", **to_come)
        return waiting if self.chance(0.7) and waiting.exists() else Enrolment.objects.all()

    @step(1)
    def application_refused(self) -> None:
        courses.refuse_application(
            self.pick(Enrolment, state__in=["applied", "waitlisted"]), reason="Autre", **self.by()
        )

    @step(2)
    def transferred(self) -> None:
        one = self.pick(Enrolment, state__in=Enrolment.LIVE)
        elsewhere = Cohort.objects.exclude(pk=one.cohort_id).filter(places__state="free")
        to = self.pick(elsewhere, state__in=["open", "running"], version=one.cohort.version_id)
        courses.transfer(one, to=to, reason="Horaires", **self.by())

    @step(16)
    def attendance_taken(self) -> None:
        session = self.pick(Session, state__in=["planned", "held"], cohort__state="running")
        people = list(session.group.enrolments.live().order_by("pk"))
        people = people if self.chance(0.9) else people[:1]
        courses.take_attendance(session, sheet={one.pk: self._taken() for one in people}, **self.by("host"))

    def _taken(self) -> Taken:
        weights = {"present": 12, "late": 2, "left_early": 2, "excused": 2, "absent": 2}
        return Taken(self.dice.choices(list(weights), list(weights.values()))[0])

    @step(14)
    def sheet_locked(self) -> None:
        session = self.pick(Session, state="held", cohort__isnull=False)
        courses.lock_session(session, on_paper=True, **self.by("host"))

    @step(3)
    def sheet_corrected(self) -> None:
        session = self.pick(Session, state="locked", cohort__state__in=["running", "completed"])
        enrolment = self.pick(session.group.enrolments.filter(active_at__isnull=False))
        courses.correct_attendance(
            session, enrolment=enrolment, taken=self._taken(), reason="Erreur", **self.by("manager")
        )

    @step(1.5)
    def completion_overridden(self) -> None:
        one = self.pick(Enrolment, state__in=Enrolment.ENDED)
        reached = one.state != Enrolment.State.COMPLETED
        courses.override_completion(one, reached=reached, reason="Décision", **self.by("manager"))

    @step(3)
    def assessed_at_end(self) -> None:
        one = self.pick(Enrolment, state__in=["active", "completed", "partial"])
        courses.assess_at_end(one, score=self.dice.randint(20, 100), **self.by("host"))

    @step(2)
    def survey_sent(self) -> None:
        left = {"enrolments__state__in": Enrolment.ENDED, "enrolments__survey_invitation__isnull": True}
        courses.invite_to_survey(self.pick(Cohort, state="completed", **left), **self.by("host"))

    @step(4)
    def survey_answered(self) -> None:
        happy = self.dice.choice(["very_satisfied", "satisfied", "satisfied", "unsatisfied"])
        invitation = self.pick(SurveyInvitation, answered=False, enrolment__cohort__state="completed")
        if self.chance(0.6):
            courses.answer_survey(invitation, satisfaction=happy)
        else:
            courses.count_answer(invitation.enrolment.cohort, sheet=uuid4(), satisfaction=happy)

    @step(5)
    def outcome_noted(self) -> None:
        months = self.dice.choice([0, 3, 6, 6])
        over = self.world.today - timedelta(days=months * 31)
        one = self.pick(Enrolment, state__in=Enrolment.ENDED, cohort__ends_on__lte=over)
        situation = self.dice.choice(["job", "training", "job_search", "other", "unreachable"])
        courses.note_outcome(one, months=months, situation=situation, day=self.world.today, **self.by("host"))

    # Sessions one by one, places, funders.

    @step(1)
    def session_moved(self) -> None:
        courses.move_session(self.pick(Session, state="planned"), to=self.slot(days=50), **self.by("host"))

    @step(1)
    def session_cancelled(self) -> None:
        courses.cancel_session(self.pick(Session, state="planned"), reason="Grève", **self.by("host"))

    @step(1)
    def session_added(self) -> None:
        cohort = self.pick(Cohort, state__in=["draft", "open", "running"])
        courses.add_session(cohort, slot=self.slot(days=50), **self.by("host"))

    @step(1.5)
    def place_added(self) -> None:
        one = self.pick(self._where_some_wait(), cohort__state__in=["open", "running"])
        courses.add_place(one.cohort, **self.by("manager"))

    @step(1)
    def place_given_back(self) -> None:
        live = ["draft", "open", "running"]
        courses.release_place(self.pick(Place, state="free", cohort__state__in=live), **self.by("manager"))

    @step(2)
    def funder_added(self) -> None:
        allocation = self.allocation(places__gte=1)
        if allocation is None:
            raise Nothing
        cohort = self.pick(
            Cohort, state__in=["draft", "open", "running"], programme__template=allocation.template_id
        )
        courses.add_funder(
            cohort, allocation=allocation, share_percent=self.dice.choice([30, 50, 100]), places=1,
            **self.by("manager"),
        )  # fmt: skip

    @step(1.5)
    def funder_removed(self) -> None:
        place = self.pick(Place, state__in=["free", "taken"], allocation__isnull=False)
        allocation = Allocation.objects.get(pk=place.allocation_id)
        courses.remove_funder(place.cohort, allocation=allocation, **self.by("manager"))

    # Workshops.

    @step(2)
    def workshop_planned(self) -> None:
        courses.plan_workshops(
            theme="basics", title="Ma boîte mail", capacity=6, slot=self.slot(days=3),
            weeks=self.dice.randint(1, 3), departement=self.antenne.departement, **self.by(),
        )  # fmt: skip

    def _workshop(self) -> Session:
        return self.pick(Session, kind="workshop", state__in=["planned", "held"], day__lte=self.world.today)

    @step(3)
    def workshop_booked(self) -> None:
        person = self.pick(Referral, beneficiary__isnull=False).beneficiary
        courses.book(self._workshop(), beneficiary=person, there=self.chance(0.5), **self.signed())

    @step(3)
    def walked_in(self) -> None:
        courses.walk_in(self._workshop(), count=self.dice.randint(1, 3), **self.signed())

    @step(2)
    def visit_noted(self) -> None:
        booking = self.pick(Booking, state__in=["booked", "came"], session__kind="workshop")
        courses.note_visit(booking, state=self.dice.choice(["came", "absent"]), **self.signed())

    @step(2)
    def workshop_locked(self) -> None:
        courses.lock_workshop(self._workshop(), rest_absent=self.chance(0.9), **self.signed())

    # Devices and loans.

    @step(6)
    def device_received(self) -> None:
        number = f"{self.antenne.code}-{self.next()}"
        equipment.receive_device(
            tag=number, serial=f"S-{number}", model="Portable", refurbisher="Atelier",
            received_on=self.world.today, wiped_on=self.world.today, wipe_certificate="EFF",
            price_class=self.stream.products["device"], allocation=self.allocation(devices__gte=1), **self.by(),
        )  # fmt: skip

    @step(2)
    def device_put_in_class(self) -> None:
        equipment.put_in_class(self.pick(Device, state="available"), **self.signed())

    @step(1)
    def device_out_of_class(self) -> None:
        equipment.make_available(self.pick(Device, state="in_class"), **self.signed())

    @step(2)
    def device_wiped(self) -> None:
        device = equipment.note_wipe(
            self.pick(Device, state="returned"), on=self.world.today, certificate="EFF", **self.signed()
        )
        equipment.make_available(device, **self.signed())

    @step(5)
    def lent(self) -> None:
        completion = self.pick(Completion, enrolment__state="completed", loan__isnull=True)
        equipment.lend(completion, device=self._device(), **self.signed())

    @step(2)
    def lent_by_decision(self) -> None:
        person = self.pick(Referral, beneficiary__isnull=False).beneficiary
        equipment.lend_by_decision(
            person, device=self._device(), months=self.dice.randint(1, 4), option_price_cents=3000,
            reason="Urgence", **self.signed("manager"),
        )  # fmt: skip

    def _device(self) -> Device:
        return self.pick(Device, state__in=["available", "in_class"])

    @step(3)
    def given_back(self) -> None:
        equipment.take_back(self._loan(), **self.by())

    @step(1)
    def loan_extended(self) -> None:
        equipment.extend(
            self._loan(), months=self.dice.randint(1, 4), reason="Emploi trouvé", **self.signed("manager")
        )

    @step(1)
    def loss_noted(self) -> None:
        equipment.note_loss(
            self.pick(Loan, state="running", loss=""), loss="lost", reason="Perdu dans le train", **self.by()
        )

    @step(1)
    def written_off(self) -> None:
        loan = self.pick(Loan, state="running", loss="lost")
        equipment.write_off(loan, **self.signed("manager"))

    def _loan(self) -> Loan:
        return self.pick(Loan, state="running")

    # The shop.

    @step(0.5)
    def cards_received(self) -> None:
        world = World(self.world.now, self.world.today)
        shop.cards(world, self.stream.products["prepaid_card"], 10, prefix=f"{self.next()}-")

    @step(8)
    def sold(self) -> None:
        product = self.stream.products[self.dice.choice(["prepaid_card", "plan_month", "accessory"])]
        quantity = self.dice.randint(1, 2)
        cents = {"carte": 500, "forfait": 300, "cable": 150}[product.sku] * quantity
        self._sell([Wanted(product, quantity)], self._client(), cents, training=self.chance(0.1))

    @step(2)
    def device_sold(self) -> None:
        device = self.pick(Device, state="available")
        self._sell([Wanted(self.stream.products["device"], device=device)], self._client(), 5000)

    @step(3)
    def device_bought_after_its_loan(self) -> None:
        month = timedelta(days=28)
        near = self.world.today - month, self.world.today + month
        loan = self.pick(Loan, state="running", due_on__range=near, option_price_cents__gt=0)
        self._sell([Wanted.promised(loan)], loan.beneficiary, loan.option_price_cents)

    @step(2)
    def sale_reversed(self) -> None:
        sale = self.pick(Sale, kind="sale")
        reverse(sale, session=self.till(training=sale.training), reason="Erreur", **self.signed("manager"))

    def _client(self) -> Any:
        since = self.world.now - timedelta(days=200)
        return self.pick(Referral, accepted_at__gte=since, state__in=["accepted", "used"]).beneficiary

    def _sell(self, wanted: list[Wanted], person: Any, cents: int, *, training: bool = False) -> None:
        if person is None:
            raise Nothing
        sell(
            self.till(training=training), person=person, wanted=wanted, payments=shop.cash(cents),
            **self.signed(),
        )  # fmt: skip

    # What sponsors give.

    @step(1.5)
    def allocated(self) -> None:
        with at(NATIONAL):
            sponsoring.allocate(
                self.stream.agreement, antenne=self.antenne,
                template=self.dice.choice(self.stream.versions).template, places=self.dice.randint(0, 12),
                devices=self.dice.randint(0, 6), amount_cents=self.dice.randint(1, 100_000),
                by=self.world.nadia, now=self.world.now, on=self.world.today,
            )  # fmt: skip

    @step(1.5)
    def allocation_given_back(self) -> None:
        found = self.pick(Allocation, state="reserved", antenne=self.antenne)
        whole = self.chance(0.3)
        back = {"places": found.places, "devices": found.devices, "amount_cents": found.amount_cents}
        if not whole:
            back = {"places": min(found.places, 1), "devices": 0, "amount_cents": found.amount_cents // 10}
        sponsoring.release(found, reason="Reste", **back, **self.by("manager"))


__all__ = ["WEIGHTS", "Stream"]
