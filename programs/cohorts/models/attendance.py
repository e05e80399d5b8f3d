from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from kit.keys import downstairs


class SessionQuerySet(models.QuerySet):
    def on_day(self, day: date) -> "SessionQuerySet":
        return self.filter(day=day).exclude(state=Session.State.CANCELLED).order_by("starts_at", "id")

    def unlocked_before(self, day: date) -> "SessionQuerySet":
        return self.filter(day__lt=day, state__in=[Session.State.PLANNED, Session.State.HELD])


class Session(models.Model):
    """A séance. `day` is the business day, in the antenne's own time zone."""

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
    cohort = models.ForeignKey("cohorts.Cohort", models.PROTECT, related_name="sessions")
    position = models.PositiveSmallIntegerField("numéro")
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
                condition=Q(state="planned")
                | Q(state="held", held_at__isnull=False)
                | Q(state="locked", locked_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="cohorts_session_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Séance {self.position} — {self.title}"

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
