"""Questions about devices, loans, and who may receive one."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from billing.equipment.models import AuditedDevice, Device, EquipmentAudit, Loan, LoanPaper
from billing.equipment.operations.moves import BY_HAND
from billing.equipment.operations.reminders import STAGES
from programs.cohorts.models import Completion, Enrolment

LENDABLE = (Device.State.AVAILABLE, Device.State.RESERVED, Device.State.IN_CLASS)
AWAY = frozenset(
    {Device.State.ON_LOAN, Device.State.SOLD, Device.State.LOST, Device.State.STOLEN, Device.State.SCRAPPED}
)
LABEL_PATH = "/equipement/e/"


def lendable() -> QuerySet[Device]:
    return Device.objects.filter(state__in=LENDABLE).order_by("tag")


def running_loans() -> QuerySet[Loan]:
    """The first to come back first, each with whether its contract is signed."""
    signed = LoanPaper.objects.filter(loan=OuterRef("pk"), moment=LoanPaper.Moment.OUT)
    found: QuerySet[Loan] = Loan.objects.running().select_related("device", "beneficiary")
    return found.annotate(is_signed=Exists(signed))


def past_loans() -> QuerySet[Loan]:
    """Returned, bought or written off, the last to end first."""
    ended = Greatest("returned_at", "converted_at", "written_off_at")
    found = Loan.objects.exclude(state=Loan.State.RUNNING).select_related("device", "beneficiary")
    return found.annotate(ended_at=ended).order_by("-ended_at", "-id")


def loans_of(person: Any) -> QuerySet[Loan]:
    """Every loan of a person, whichever of their files it is written on, the last one first."""
    found = Loan.objects.filter(beneficiary__in=person.same_person)
    return found.select_related("device").order_by("-lent_at", "-id")


def loans_to_buy(person: Any, day: date) -> list[Loan]:
    """What this person may buy that day at the price that was promised."""
    running = loans_of(person).filter(state=Loan.State.RUNNING).select_related("device__price_class")
    return [loan for loan in running if loan.may_be_bought_on(day)]


def loans_to_remind(day: date) -> QuerySet[Loan]:
    """Running ones that are due soon or late, where nothing was said for the stage that is reached."""
    soon = day - timedelta(days=STAGES[0])
    return Loan.objects.running().filter(due_on__lte=soon, loss="")


def losses_to_confirm() -> QuerySet[Loan]:
    """Losses that one person noted, the oldest first."""
    return Loan.objects.running().exclude(loss="").order_by("loss_noted_at", "id")


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
    """Those that should be here and were not scanned; of one that is closed, as it was then."""
    if audit.closed_at:
        return Device.objects.filter(tag__in=audit.differences.get("missing", [])).order_by("tag", "id")
    return expected_here().exclude(pk__in=audit.scanned.filter(device__isnull=False).values("device"))


def unexpected_of(audit: EquipmentAudit) -> QuerySet[AuditedDevice]:
    """What was scanned and should not be here, or that nobody knows."""
    surprising = Q(device__isnull=True) | Q(device__state__in=AWAY)
    if audit.closed_at:
        surprising = Q(tag__in=audit.differences.get("unexpected", []))
    return audit.scanned.filter(surprising).select_related("device")
