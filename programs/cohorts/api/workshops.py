"""Drop-in workshops and appointments: planned, booked, noted, closed."""

from typing import Any

from rest_framework import serializers

from kit.api.fields import RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows
from programs.catalogue.models import Theme
from programs.cohorts.api.schedule import CancelSerializer, MoveSerializer, SlotSerializer
from programs.cohorts.models import Booking, Session
from programs.cohorts.operations import (
    book,
    cancel_session,
    give_appointment,
    lock_workshop,
    move_session,
    note_visit,
    plan_workshops,
    set_seats,
    walk_in,
)
from programs.cohorts.operations.workshops import MOST_SEATS, MOST_WEEKS
from programs.cohorts.queries.workshops import workshops
from tenants.welcome.models import Beneficiary


class WorkshopSerializer(ShownSerializer):
    booked = serializers.IntegerField(help_text="Places prises.")
    came = serializers.IntegerField(help_text="Venues notées, anonymes comprises.")

    class Meta:
        model = Session
        fields = [
            "id", "theme", "title", "day", "starts_at", "minutes", "room", "trainer", "capacity", "booked",
            "came", "state", "held_at", "locked_at", "cancelled_at", "reason",
        ]  # fmt: skip


class BookingSerializer(ShownSerializer):
    class Meta:
        model = Booking
        fields = ["id", "session", "beneficiary", "walk_in", "state", "booked_at", "came_at", "absent_at"]


class AppointmentSerializer(ShownSerializer):
    bookings = BookingSerializer(many=True)

    class Meta:
        model = Session
        fields = [
            "id", "theme", "day", "starts_at", "minutes", "room", "trainer", "state", "cancelled_at",
            "bookings",
        ]  # fmt: skip


class PlanWorkshopSerializer(SlotSerializer):
    theme = serializers.ChoiceField(choices=Theme.choices)
    title = serializers.CharField(max_length=160)
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)
    weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, default=1)


class GiveSerializer(SlotSerializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())
    theme = serializers.ChoiceField(choices=Theme.choices, allow_blank=True, default="")
    tell_people = serializers.BooleanField(default=True)


class BookSerializer(serializers.Serializer):
    beneficiary = RelatedId(queryset=Beneficiary.objects.known())
    there = serializers.BooleanField(default=False, help_text="La personne est là, sans inscription.")


class WalkInSerializer(serializers.Serializer):
    count = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)
    seen = serializers.IntegerField(
        min_value=0, allow_null=True, default=None,
        help_text="Venues anonymes déjà notées quand vous avez regardé : refus si ce nombre a changé.",
    )  # fmt: skip


class VisitSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=["came", "absent", "cancelled"])


class SeatsSerializer(serializers.Serializer):
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)


class LockWorkshopSerializer(serializers.Serializer):
    rest_absent = serializers.BooleanField(
        default=False, help_text="Noter absentes les personnes inscrites qui restent."
    )


class Workshops(Lists, Makes):
    """Les ateliers ; en prévoir un, ou un par semaine : la réponse montre le premier."""

    needs = {"GET": "cohorts.view", "POST": "workshops.hold"}
    reads = PlanWorkshopSerializer
    shows = WorkshopSerializer
    once = True

    def get_queryset(self) -> Any:
        return workshops()

    def make(self, **given: Any) -> Session:
        departement = self.request.place.antenne.departement
        return plan_workshops(departement=departement, **given, **self.signed)[0]


class OneWorkshop(Shows):
    """Un atelier."""

    needs = {"GET": "cohorts.view"}
    shows = WorkshopSerializer

    def get_queryset(self) -> Any:
        return workshops()


class WorkshopBookings(Lists, Makes):
    """Les inscriptions d’un atelier ; garder une place à une personne."""

    needs = {"GET": "cohorts.view", "POST": "workshops.hold"}
    reads = BookSerializer
    shows = BookingSerializer
    once = True

    def get_queryset(self) -> Any:
        return Booking.objects.filter(session=self.find(workshops())).order_by("booked_at", "id")

    def make(self, **given: Any) -> Booking:
        return book(self.find(workshops()), **given, **self.signed, today=self.today)


class _OnAWorkshop(Acts):
    needs = {"POST": "workshops.hold"}
    shows = WorkshopSerializer

    def get_queryset(self) -> Any:
        return workshops()


class WalkIns(_OnAWorkshop):
    """Noter des venues sans inscription : un nombre, aucun nom."""

    reads = WalkInSerializer
    once = True

    def act(self, thing: Any, **given: Any) -> Session:
        walk_in(thing, **given, **self.signed, today=self.today)
        return thing


class WorkshopSeats(_OnAWorkshop):
    """Changer le nombre de places."""

    reads = SeatsSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return set_seats(thing, **given, **self.signed)


class LockWorkshop(_OnAWorkshop):
    """Clore la liste d’un atelier : ses venues comptent."""

    reads = LockWorkshopSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return lock_workshop(thing, **given, **self.signed, today=self.today)


class MoveWorkshop(_OnAWorkshop):
    """Déplacer un atelier ; les personnes inscrites sont prévenues."""

    reads = MoveSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return move_session(thing, **given, **self.signed)


class CancelWorkshop(_OnAWorkshop):
    """Annuler un atelier ; les personnes inscrites sont prévenues."""

    reads = CancelSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return cancel_session(thing, **given, **self.signed)


class NoteBooking(Acts):
    """Noter une venue ou une absence, ou retirer une inscription."""

    needs = {"POST": "workshops.hold"}
    queryset = Booking.objects.all()
    reads = VisitSerializer
    shows = BookingSerializer

    def act(self, thing: Any, **given: Any) -> Booking:
        return note_visit(thing, **given, **self.signed, today=self.today)


_APPOINTMENTS = (
    Session.objects.filter(kind=Session.Kind.APPOINTMENT)
    .prefetch_related("bookings")
    .order_by("-starts_at", "-id")
)


class Appointments(Lists, Makes):
    """Les rendez-vous, du plus lointain au plus ancien ; en donner un."""

    needs = {"GET": "cohorts.view", "POST": "workshops.hold"}
    queryset = _APPOINTMENTS
    reads = GiveSerializer
    shows = AppointmentSerializer
    once = True

    def make(self, *, beneficiary: Any, **given: Any) -> Session:
        return give_appointment(beneficiary, **given, **self.signed)


class _OnAnAppointment(Acts):
    needs = {"POST": "workshops.hold"}
    queryset = _APPOINTMENTS
    shows = AppointmentSerializer


class MoveAppointment(_OnAnAppointment):
    """Déplacer un rendez-vous ; la personne est prévenue."""

    reads = MoveSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return move_session(thing, **given, **self.signed)


class CancelAppointment(_OnAnAppointment):
    """Annuler un rendez-vous ; la personne est prévenue."""

    reads = CancelSerializer

    def act(self, thing: Any, **given: Any) -> Session:
        return cancel_session(thing, **given, **self.signed)
