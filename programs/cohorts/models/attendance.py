from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from kit.keys import downstairs
from programs.catalogue.models import Theme

if TYPE_CHECKING:
    from programs.cohorts.models.cohorts import Cohort


class SessionQuerySet(models.QuerySet):
    def on_day(self, day: date) -> "SessionQuerySet":
        return self.filter(day=day).exclude(state=Session.State.CANCELLED).order_by("starts_at", "id")

    def unlocked_before(self, day: date) -> "SessionQuerySet":
        return self.filter(day__lt=day, state__in=[Session.State.PLANNED, Session.State.HELD])


class Session(models.Model):
    """A séance of a cohort, or without one: a drop-in workshop, an appointment.

    `day` is the business day, in the antenne's own time zone. `moved_from` is when it was first
    planned, for one that was moved.
    """

    class Kind(models.TextChoices):
        COURSE = "course", "Séance de parcours"
        WORKSHOP = "workshop", "Atelier"
        APPOINTMENT = "appointment", "Rendez-vous"

    class State(models.TextChoices):
        PLANNED = "planned", "Prévue"
        HELD = "held", "Tenue"
        LOCKED = "locked", "Close"
        CANCELLED = "cancelled", "Annulée"

    NEXT = {
        State.PLANNED: frozenset({State.HELD, State.CANCELLED}),
        State.HELD: frozenset({State.LOCKED}),
        State.LOCKED: frozenset(),
        State.CANCELLED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("sorte", max_length=11, choices=Kind, default=Kind.COURSE)
    cohort = models.ForeignKey(
        "cohorts.Cohort", models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    position = models.PositiveSmallIntegerField("numéro", default=0)
    theme = models.CharField("thème", max_length=12, choices=Theme, blank=True)
    capacity = models.PositiveSmallIntegerField("places", null=True, blank=True)
    title = models.CharField("titre", max_length=160)
    day = models.DateField("jour")
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée en minutes")
    room = models.CharField("salle", max_length=80)
    trainer = downstairs("network.User", null=True, blank=True, verbose_name="animée par")
    state = models.CharField("état", max_length=10, choices=State, default=State.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.DateTimeField("prévue d’abord le", null=True, blank=True)
    # How often it was changed since it was planned: calendars keep the highest (RFC 5545, SEQUENCE).
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField("pourquoi la déplacer ou l’annuler", max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_session"
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["day", "state"], name="cohorts_session_of_the_day")]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "position"], name="cohorts_session_position"),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=600), name="cohorts_session_minutes"
            ),
            models.CheckConstraint(
                condition=Q(kind="course", cohort__isnull=False, capacity__isnull=True)
                | Q(kind="workshop", cohort__isnull=True, capacity__gte=1) & ~Q(theme="")
                | Q(kind="appointment", cohort__isnull=True, capacity=1),
                name="cohorts_session_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="planned")
                | Q(state="held", held_at__isnull=False)
                | Q(state="locked", locked_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="cohorts_session_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Séance {self.position} — {self.title}" if self.kind == self.Kind.COURSE else self.title

    @property
    def group(self) -> "Cohort":
        """The cohort of a séance; a workshop and an appointment have none (ValueError)."""
        if self.cohort is None:
            raise ValueError(f"a {self.kind} has no cohort")
        return self.cohort

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)


class Attendance(models.Model):
    """One person at one session. `session_minutes` is copied so that the database can bound the rest."""

    class Status(models.TextChoices):
        PRESENT = "present", "Présent"
        LATE = "late", "Retard"
        LEFT_EARLY = "left_early", "Parti avant"
        EXCUSED = "excused", "Excusé"
        ABSENT = "absent", "Absent"

    THERE = (Status.PRESENT, Status.LATE, Status.LEFT_EARLY)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey("cohorts.Enrolment", models.PROTECT, related_name="attendances")
    status = models.CharField("présence", max_length=10, choices=Status)
    minutes = models.PositiveSmallIntegerField("minutes")
    session_minutes = models.PositiveSmallIntegerField()
    taken_by = downstairs("network.User", verbose_name="relevée par")
    taken_at = models.DateTimeField("relevée le")
    # Drawn on the screen: the path of an SVG of 300 × 100, digits and letters M and L alone. Signed
    # without a drawing: on the printed sheet.
    signature = models.TextField("signature", blank=True)
    signed_at = models.DateTimeField("signée le", null=True, blank=True)

    class Meta:
        db_table = "cohorts_attendance"
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="cohorts_attendance_once"),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("session_minutes")), name="cohorts_attendance_within_session"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["present", "late", "left_early"], minutes__gt=0)
                | Q(status__in=["excused", "absent"], minutes=0),
                name="cohorts_attendance_minutes_fit_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} · {self.minutes} min"


class AttendanceCorrection(models.Model):
    """What was changed on a sheet after it was closed, by whom and why. The sheet shows the last state."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="corrections")
    status_before = models.CharField("avant", max_length=10, choices=Attendance.Status, blank=True)
    minutes_before = models.PositiveSmallIntegerField("minutes avant", default=0)
    status_after = models.CharField("après", max_length=10, choices=Attendance.Status)
    minutes_after = models.PositiveSmallIntegerField("minutes après")
    reason = models.CharField("pourquoi", max_length=300)
    corrected_by = downstairs("network.User", verbose_name="corrigée par")
    corrected_at = models.DateTimeField("corrigée le")

    class Meta:
        db_table = "cohorts_attendancecorrection"
        ordering = ["corrected_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="cohorts_correction_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.status_before} {self.minutes_before} → {self.status_after} {self.minutes_after}"


class Booking(models.Model):
    """A person at a workshop or an appointment; without a file, an anonymous walk-in.

    An anonymous one is a number on the door and nothing else.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "Inscrite"
        CAME = "came", "Venue"
        ABSENT = "absent", "Absente"
        CANCELLED = "cancelled", "Annulée"

    NEXT = {
        State.BOOKED: frozenset({State.CAME, State.ABSENT, State.CANCELLED}),
        # What was noted at the door is noted anew until the sheet is closed.
        State.CAME: frozenset({State.ABSENT}),
        State.ABSENT: frozenset({State.CAME}),
        State.CANCELLED: frozenset(),
    }
    # Those who hold a seat; somebody noted absent has left theirs to another.
    SEATED = (State.BOOKED, State.CAME)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    beneficiary = models.ForeignKey(
        "welcome.Beneficiary", models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    walk_in = models.BooleanField("sans inscription", default=False)
    state = models.CharField("état", max_length=9, choices=State, default=State.BOOKED)
    booked_by = downstairs("network.User", verbose_name="notée par")
    booked_at = models.DateTimeField("notée le")
    came_at = models.DateTimeField(null=True, blank=True)
    absent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cohorts_booking"
        ordering = ["booked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "beneficiary"],
                condition=~Q(state="cancelled"),
                name="cohorts_one_booking_a_person",
            ),
            models.CheckConstraint(
                condition=Q(beneficiary__isnull=False) | Q(walk_in=True), name="cohorts_booking_anonymous"
            ),
            models.CheckConstraint(
                condition=Q(state="booked")
                | Q(state="came", came_at__isnull=False)
                | Q(state="absent", absent_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="cohorts_booking_state_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.beneficiary) if self.beneficiary else "Personne anonyme"


class CalendarFeed(models.Model):
    """The secret link of a colleague's own calendar (iCalendar). Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = downstairs("network.User", verbose_name="de")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("créé le")
    revoked_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        db_table = "cohorts_calendarfeed"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="cohorts_one_calendar_feed"
            ),
        ]

    def __str__(self) -> str:
        return f"Agenda de {self.user}"
