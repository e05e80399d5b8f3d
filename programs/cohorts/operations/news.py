"""What is said to a person on their way: news of who no longer comes; and what is no longer worth saying."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from programs.cohorts import messages
from programs.cohorts.models import Attendance, Enrolment, Session
from programs.cohorts.operations.refill import next_session
from tenants.welcome.notices import Notice, tell


@transaction.atomic
def ask_news(enrolment: Enrolment, *, now: datetime) -> Notice | None:
    """Write or call, once for these absences in a row; None when it was done, or when no session is left.

    `enrolment` comes from queries.absent_in_a_row, which counts its absences.
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "cohort__version", "beneficiary"
    )
    enrolment, count = locked.get(pk=enrolment.pk), getattr(enrolment, "absences", 0)
    to_come = next_session(enrolment.cohort, now=now)
    if to_come is None or _asked(enrolment):
        return None
    return tell(
        enrolment.beneficiary,
        kind=Notice.Kind.ABSENCE,
        message=messages.ABSENCES,
        about=enrolment.pk,
        by=None,
        now=now,
        course=enrolment.cohort.version.title,
        count=count,
        next=to_come.starts_at,
        **messages.signature(),
    )


def drop_late_convocations(*, now: datetime) -> int:
    """Take off the phone list, and out of the post, each "first session" that has begun since it was made."""
    begun = Session.objects.filter(
        cohort__enrolments=OuterRef("about"), starts_at__gt=OuterRef("made_at"), starts_at__lte=now
    )
    unsaid = Notice.objects.filter(
        kind=Notice.Kind.CONVOCATION, done_at__isnull=True, dropped_at__isnull=True
    )
    return unsaid.filter(Exists(begun)).update(dropped_at=now)


def _asked(enrolment: Enrolment) -> bool:
    """Whether a message was made since the last time the person was there."""
    there = enrolment.attendances.filter(
        status__in=Attendance.THERE, session__state=Session.State.LOCKED
    ).order_by("-session__starts_at")
    last = there.values_list("session__starts_at", flat=True).first()
    asked = Notice.objects.filter(kind=Notice.Kind.ABSENCE, about=enrolment.pk)
    return (asked.filter(made_at__gt=last) if last else asked).exists()
