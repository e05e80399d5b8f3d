"""Closing the year 2022 of a scene, and correcting it afterwards."""

from datetime import UTC, date, datetime

from hub.rollup.closing.changes import changes_of
from hub.rollup.closing.operations import close_period, publish_correction
from hub.rollup.models import ClosedPeriod, Figure
from hub.rollup.refresh import refresh
from kit.antennes import NATIONAL, at, inside
from programs.cohorts.models import Attendance
from programs.cohorts.operations import Taken, corrections

CLOSING = datetime(2023, 1, 15, 10, 0, tzinfo=UTC)
LATER = datetime(2023, 2, 20, 10, 0, tzinfo=UTC)
JANUARY, DECEMBER = date(2022, 1, 1), date(2022, 12, 1)


def spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def count_again(world, now):
    for antenne in (world.grenoble, world.lyon):
        refresh(antenne, now=now)


def close(world, *, first=JANUARY, last=DECEMBER, now=CLOSING, by=None):
    with at(NATIONAL):
        return close_period(
            start_month=first, end_month=last, by=by or world.nadia, now=now, today=now.date()
        )


def correct(world, period, *, reason="Une feuille était fausse.", now=LATER, by=None, seen=None):
    with at(NATIONAL):
        return publish_correction(period, reason=reason, by=by or world.nadia, now=now, seen=seen)


def waiting(period):
    with at(NATIONAL):
        return changes_of(ClosedPeriod.objects.with_edition().get(pk=period.pk), waiting=True)


def correct_attendance(scene, now=LATER):
    """Somebody of a closed sheet of March was absent after all: two hours less at Grenoble."""
    world = scene.world
    with inside(world.grenoble):
        there = Attendance.objects.filter(status="present", session__state="locked", session__day__month=3)
        one = there.select_related("session", "enrolment").order_by("pk").first()
        corrections.correct_attendance(
            one.session, enrolment=one.enrolment, taken=Taken("absent"), reason="Erreur de ligne",
            by=world.maud, now=now,
        )  # fmt: skip
    count_again(world, now)


def some_workshops(antenne, *, value):
    Figure.objects.update_or_create(
        antenne=antenne, month=date(2022, 4, 1), measure="workshops", version_id=None, level="",
        defaults={"value": value, "definition": 1, "computed_at": LATER},
    )  # fmt: skip
