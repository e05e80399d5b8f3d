"""Questions about workshops and appointments."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from programs.cohorts.models import Booking, Session
from tenants.welcome.models import Beneficiary

_FOUND = 8


def workshops() -> QuerySet[Session]:
    """With `booked`: seats taken, and `came`: visits noted."""
    seated = Q(bookings__state__in=Booking.SEATED)
    came = Q(bookings__state=Booking.State.CAME)
    found = Session.objects.filter(kind=Session.Kind.WORKSHOP).select_related("trainer")
    return found.annotate(
        booked=Count("bookings", filter=seated), came=Count("bookings", filter=came)
    ).order_by("starts_at", "id")


def workshops_to_come(today: date) -> QuerySet[Session]:
    """Today's and later ones, and those of before whose list is not closed."""
    open_list = Q(state__in=[Session.State.PLANNED, Session.State.HELD])
    return workshops().filter(Q(day__gte=today) | open_list).exclude(state=Session.State.CANCELLED)


def workshops_over(today: date) -> QuerySet[Session]:
    """Those of the days before that were closed or cancelled, the latest first."""
    done = workshops().filter(state__in=[Session.State.LOCKED, Session.State.CANCELLED])
    return done.order_by("-starts_at", "-id")


def bookings_of(workshop: Session) -> list[Booking]:
    """Those with a name, in the order of names; those who cancelled are left out."""
    named = workshop.bookings.filter(beneficiary__isnull=False).exclude(state=Booking.State.CANCELLED)
    return list(named.select_related("beneficiary").order_by("beneficiary__sort_key", "id"))


def anonymous_visits(workshop: Session) -> int:
    return workshop.bookings.filter(beneficiary__isnull=True, state=Booking.State.CAME).count()


def people_to_book(words: str) -> list[Beneficiary]:
    return list(Beneficiary.objects.known().matching(words)[:_FOUND]) if words else []


def appointments_on(day: date) -> QuerySet[Session]:
    """With `persons`: the booking of each (a list of one)."""
    bookings = Booking.objects.select_related("beneficiary").order_by("booked_at", "id")
    found = Session.objects.filter(kind=Session.Kind.APPOINTMENT, day=day)
    return (
        found.select_related("trainer")
        .prefetch_related(Prefetch("bookings", bookings, to_attr="persons"))
        .order_by("starts_at", "id")
    )
