"""Questions about devices, loans, and who may receive one."""

from datetime import date
from urllib.parse import unquote

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from billing.equipment.models import AuditedDevice, Device, EquipmentAudit, Loan
from billing.equipment.operations.moves import BY_HAND
from programs.cohorts.models import Completion, Enrolment

LENDABLE = (Device.State.AVAILABLE, Device.State.RESERVED, Device.State.IN_CLASS)
AWAY = frozenset(
    {Device.State.ON_LOAN, Device.State.SOLD, Device.State.LOST, Device.State.STOLEN, Device.State.SCRAPPED}
)
LABEL_PATH = "/equipement/e/"


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


def device_counts(words: str = "") -> dict[str, int]:
    rows = devices("", words).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def devices(state: str, words: str) -> QuerySet[Device]:
    """By tag; of that state, and whose tag, serial or model holds the words, when they are given."""
    found = Device.objects.order_by("tag", "id")
    words = words.replace("\x00", "")
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(Q(tag__icontains=words) | Q(serial__icontains=words) | Q(model__icontains=words))
    return found


def scanned(words: str) -> Device | None:
    """The device that a scanner read: its tag, its serial, or the address of its label."""
    words = words.replace("\x00", "").strip()
    if LABEL_PATH in words:
        words = unquote(words.split(LABEL_PATH, 1)[1].strip("/"))
    exact = Device.objects.filter(Q(tag__iexact=words) | Q(serial__iexact=words))
    return exact.order_by("tag", "id").first()


def moves_of(device: Device) -> list[Device.State]:
    """Where it may be moved by hand, but back in service, which has its own button."""
    return [
        state
        for state in BY_HAND
        if state in device.NEXT[Device.State(device.state)]
        and state != Device.State.AVAILABLE
        and device.state != Device.State.ON_LOAN
    ]


def expected_here() -> QuerySet[Device]:
    """Those that should be in the house."""
    return Device.objects.exclude(state__in=AWAY).order_by("tag", "id")


def missing_of(audit: EquipmentAudit) -> QuerySet[Device]:
    """Those that should be here and were not scanned."""
    return expected_here().exclude(pk__in=audit.scanned.filter(device__isnull=False).values("device"))


def unexpected_of(audit: EquipmentAudit) -> QuerySet[AuditedDevice]:
    """What was scanned and should not be here, or that nobody knows."""
    surprising = Q(device__isnull=True) | Q(device__state__in=AWAY)
    return audit.scanned.filter(surprising).select_related("device")
