"""The small facts of a person's story, of every kind, read in one statement."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, DateField, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from billing.equipment.models import Loan
from programs.cohorts.models import Booking
from tenants.welcome.models import Beneficiary, Consent, FollowUp, Notice


class Line(NamedTuple):
    """One fact: what its kind makes of `what`, `more` and `state` is said by hub.antenne.story."""

    kind: str
    day: date
    what: str
    more: str
    state: str
    until: date | None
    thing: str = ""


def lines_of(family: QuerySet) -> list[Line]:
    """Contacts, workshops, consents, notices, merges and loans of all the files of a person, by day."""
    kinds = [_contacts(family), _bookings(family), _consents(family), _notices(family), _merges(family)]
    kinds.append(_loans(family))
    first, *others = (rows.order_by() for rows in kinds)
    return [Line(*row) for row in first.union(*others, all=True).order_by("told_on")]


def _lines(
    rows: Any, kind: str, *, day: Any, what: Any, more: Any = "", state: Any = "", until: Any = None,
    thing: Any = "",
) -> Any:  # fmt: skip
    def text(one: Any) -> Any:
        return Value(one, TextField()) if one == "" else Cast(one, TextField())

    told = rows.annotate(
        told_kind=Value(kind, TextField()),
        told_on=day,
        told_what=text(what),
        told_more=text(more),
        told_state=text(state),
        told_until=Cast(until, DateField()) if until else Value(None, DateField()),
        told_thing=text(thing),
    )
    names = ("kind", "on", "what", "more", "state", "until", "thing")
    return told.values_list(*(f"told_{name}" for name in names))


def _day(name: str) -> TruncDate:
    return TruncDate(name, tzinfo=timezone.get_current_timezone())


def _contacts(family: QuerySet) -> Any:
    rows = FollowUp.objects.filter(beneficiary__in=family)
    next_step = Case(When(done_at__isnull=True, then=F("next_step")), default=Value(""))
    return _lines(rows, "contact", day=F("day"), what="kind", more="text", state=next_step, until="next_on")


def _bookings(family: QuerySet) -> Any:
    rows = Booking.objects.filter(beneficiary__in=family).exclude(state=Booking.State.CANCELLED)
    return _lines(rows, "booking", day=F("session__day"), what="session__title", state="state")


def _consents(family: QuerySet) -> Any:
    rows = Consent.objects.filter(beneficiary__in=family)
    given = Case(When(given=True, then=Value("given")), default=Value("taken back"))
    return _lines(rows, "consent", day=_day("recorded_at"), what="purpose", state=given)


def _notices(family: QuerySet) -> Any:
    rows = Notice.objects.filter(beneficiary__in=family)
    state = Case(
        When(dropped_at__isnull=False, then=Value("dropped")),
        When(done_at__isnull=False, by_phone=True, then=Value("said")),
        When(done_at__isnull=False, then=Value("sent")),
        When(by_phone=True, then=Value("to say")),
        default=Value("to send"),
    )
    return _lines(rows, "notice", day=_day("made_at"), what="say", state=state)


def _merges(family: QuerySet) -> Any:
    rows = Beneficiary.objects.filter(pk__in=family, merged_at__isnull=False)
    name = Func(Value(" "), "first_name", "last_name", function="concat_ws", output_field=TextField())
    return _lines(rows, "merged", day=_day("merged_at"), what="reference", more=name)


def _loans(family: QuerySet) -> Any:
    """`more` is the promised price, in cents."""
    rows = Loan.objects.filter(beneficiary__in=family)
    device = Concat("device__tag", Value(" · "), "device__model", output_field=TextField())
    return _lines(
        rows, "loan", day=F("starts_on"), what=device, more="option_price_cents", state="state",
        until="due_on", thing="pk",
    )  # fmt: skip
