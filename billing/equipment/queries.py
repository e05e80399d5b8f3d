"""Questions about devices, loans, and who may receive one."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from billing.equipment.models import Device, Loan
from programs.cohorts.models import Completion, Enrolment

LENDABLE = (Device.State.AVAILABLE, Device.State.RESERVED, Device.State.IN_CLASS)


def lendable() -> QuerySet[Device]:
    return Device.objects.filter(state__in=LENDABLE).order_by("tag")


def loans(state: str) -> QuerySet[Loan]:
    """The running ones by due date, the others by return."""
    order = ["due_on", "id"] if state == Loan.State.RUNNING else ["-returned_at", "-id"]
    return Loan.objects.filter(state=state).select_related("device", "beneficiary").order_by(*order)


def waiting_for_a_loan(*, since: date) -> QuerySet[Completion]:
    """Those who completed a course since that day and received no device, the first to end first."""
    lent = Loan.objects.filter(completion=OuterRef("pk"))
    return (
        Completion.objects.filter(
            ~Exists(lent), enrolment__state=Enrolment.State.COMPLETED, computed_at__date__gte=since
        )
        .select_related("enrolment__beneficiary", "enrolment__cohort")
        .order_by("computed_at", "id")
    )


def device_counts() -> dict[str, int]:
    rows = Device.objects.order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}
