"""Sessions one by one, places, funders and workshops."""

from billing.sponsoring.models import Allocation
from programs.cohorts import operations as courses
from programs.cohorts.models import (
    Booking,
    Cohort,
    Place,
    Session,
)
from stream.base import Base, Nothing, step
from tenants.welcome.models import Referral


class Sessions(Base):
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
