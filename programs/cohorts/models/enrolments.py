from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from kit.keys import downstairs
from programs.catalogue.models import Level

SCORE = models.Q(score__gte=0) & models.Q(score__lte=100)


class Assessment(models.Model):
    """A positionnement: a score suggests a level, a person decides one. Final, it never changes."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="assessments")
    version = downstairs("catalogue.TemplateVersion", verbose_name="programme")
    score = models.PositiveSmallIntegerField("score sur 100")
    suggested_level = models.CharField("niveau proposé", max_length=12, choices=Level)
    decided_level = models.CharField("niveau décidé", max_length=12, choices=Level)
    reason = models.CharField("pourquoi un autre niveau", max_length=300, blank=True)
    assessed_by = downstairs("network.User", verbose_name="évalué par")
    assessed_at = models.DateTimeField("évalué le")

    class Meta:
        db_table = "cohorts_assessment"
        ordering = ["-assessed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=SCORE, name="cohorts_assessment_score"),
            models.CheckConstraint(
                condition=Q(suggested_level=models.F("decided_level")) | ~Q(reason=""),
                name="cohorts_assessment_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} · {self.get_decided_level_display()}"


class EnrolmentQuerySet(models.QuerySet):
    def live(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=Enrolment.LIVE)


class Enrolment(models.Model):
    """A person in a cohort. The level and its hours are copied: a new version changes nothing here."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", "Inscrite"
        ACTIVE = "active", "Participe"
        COMPLETED = "completed", "A terminé"
        PARTIAL = "partial", "A suivi une partie"
        WITHDRAWN = "withdrawn", "S’est retirée"
        NO_SHOW = "no_show", "N’est jamais venue"

    NEXT = {
        State.ENROLLED: frozenset({State.ACTIVE, State.WITHDRAWN, State.NO_SHOW}),
        State.ACTIVE: frozenset({State.COMPLETED, State.PARTIAL, State.WITHDRAWN}),
        State.COMPLETED: frozenset(),
        State.PARTIAL: frozenset(),
        State.WITHDRAWN: frozenset(),
        State.NO_SHOW: frozenset(),
    }
    LIVE = (State.ENROLLED, State.ACTIVE)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cohort = models.ForeignKey("cohorts.Cohort", models.PROTECT, related_name="enrolments")
    place = models.ForeignKey("cohorts.Place", models.PROTECT, related_name="enrolments")
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="enrolments")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="enrolments")
    level = models.CharField("niveau", max_length=12, choices=Level)
    hours_target = models.PositiveSmallIntegerField("heures à suivre")
    state = models.CharField("état", max_length=10, choices=State, default=State.ENROLLED)
    enrolled_at = models.DateTimeField("inscrite le")
    active_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    partial_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    no_show_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("motif du retrait", max_length=300, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_enrolment"
        ordering = ["enrolled_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "beneficiary"],
                condition=Q(state__in=["enrolled", "active"]),
                name="cohorts_one_live_enrolment",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=~Q(state__in=["withdrawn", "no_show"]),
                name="cohorts_one_person_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state="enrolled")
                | Q(state="active", active_at__isnull=False)
                | Q(state="completed", completed_at__isnull=False)
                | Q(state="partial", partial_at__isnull=False)
                | Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(reason="")
                | Q(state="no_show", no_show_at__isnull=False),
                name="cohorts_enrolment_state_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beneficiary} · {self.cohort}"


class Completion(models.Model):
    """The end of a course for one person: locked minutes against the target × the version's rule."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="completion")
    minutes = models.PositiveIntegerField("minutes suivies")
    target_minutes = models.PositiveIntegerField("minutes à suivre")
    reached = models.BooleanField("objectif atteint")
    computed_at = models.DateTimeField("calculée le")

    class Meta:
        db_table = "cohorts_completion"
        ordering = ["computed_at", "id"]

    def __str__(self) -> str:
        return f"{self.minutes} / {self.target_minutes} min"
