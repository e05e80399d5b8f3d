"""Cohorts, and who enters them."""

from datetime import time, timedelta
from typing import Any

from programs.cohorts import operations as courses
from programs.cohorts.models import (
    Assessment,
    Cohort,
    Enrolment,
)
from programs.cohorts.operations import Rhythm
from stream.base import Base, Nothing, step
from tenants.welcome.models import Referral


class Groups(Base):
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
        in_time = Enrolment.objects.filter(offer_expires_at__gt=self.world.now)
        courses.accept_offer(self.pick(in_time, state="offered"), **self.signed())

    @step(4)
    def offer_declined(self) -> None:
        courses.decline_offer(self.pick(Enrolment, state="offered"), **self.by())

    @step(4)
    def offer_expired(self) -> None:
        late = Enrolment.objects.filter(offer_expires_at__lte=self.world.now)
        if not courses.expire_offer(self.pick(late, state="offered"), now=self.world.now):
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
