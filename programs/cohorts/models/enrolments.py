from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from kit.keys import downstairs
from programs.catalogue.models import Level

SCORE = models.Q(score__gte=0) & models.Q(score__lte=100)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def at_the_end(self) -> "AssessmentQuerySet":
        return self.filter(moment=Assessment.Moment.EXIT)

    def latest_first(self) -> "AssessmentQuerySet":
        return self.order_by("-assessed_at", "-id")


class Assessment(models.Model):
    """A positionnement: a score suggests a level, a person decides one. Final, it never changes.

    With a grid, `answers` is {question code: rank of the choice from 0, null for "I do not know"} and
    `skills` {skill: score 0 to 100}.
    One at the end of a course names its enrolment, and shows the way gone since the entry.
    """

    class Moment(models.TextChoices):
        ENTRY = "entry", "À l’entrée"
        EXIT = "exit", "À la fin"

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="assessments")
    version = downstairs("catalogue.TemplateVersion", verbose_name="programme")
    moment = models.CharField("moment", max_length=5, choices=Moment, default=Moment.ENTRY)
    enrolment = models.ForeignKey(
        "cohorts.Enrolment", models.PROTECT, null=True, blank=True, related_name="exit_assessments"
    )
    grid = downstairs("catalogue.AssessmentGrid", null=True, blank=True, verbose_name="grille")
    answers = models.JSONField("réponses", default=dict, blank=True)
    skills = models.JSONField("score par domaine", default=dict, blank=True)
    score = models.PositiveSmallIntegerField("score sur 100")
    suggested_level = models.CharField("niveau proposé", max_length=12, choices=Level)
    decided_level = models.CharField("niveau décidé", max_length=12, choices=Level)
    reason = models.CharField("pourquoi un autre niveau", max_length=300, blank=True)
    assessed_by = downstairs("network.User", verbose_name="évalué par")
    assessed_at = models.DateTimeField("évalué le")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_assessment"
        ordering = ["-assessed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=SCORE, name="cohorts_assessment_score"),
            models.CheckConstraint(
                condition=Q(suggested_level=models.F("decided_level")) | ~Q(reason=""),
                name="cohorts_assessment_reason",
            ),
            models.CheckConstraint(
                condition=Q(moment="entry", enrolment__isnull=True)
                | Q(moment="exit", enrolment__isnull=False),
                name="cohorts_assessment_moment",
            ),
            models.UniqueConstraint(fields=["enrolment"], name="cohorts_one_exit_assessment"),
        ]

    def __str__(self) -> str:
        return f"{self.score} · {self.get_decided_level_display()}"


# Of one at the end: its score suggests a higher level than the score of the entry did.
LEVEL_GAINED = reduce(
    or_,
    (
        Q(enrolment__assessment__suggested_level=level, suggested_level__in=Level.values[place:])
        for place, level in enumerate(Level.values, start=1)
        if place < len(Level.values)
    ),
)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        """In the group now."""
        return self.filter(state__in=Enrolment.LIVE)

    def pending(self) -> "EnrolmentQuerySet":
        """Before the group: asked, on the waiting list, or offered a place."""
        return self.filter(state__in=Enrolment.PENDING)

    def entered(self) -> "EnrolmentQuerySet":
        """Everybody who was given a place in the group, whatever came after."""
        return self.filter(enrolled_at__isnull=False)

    def waitlist(self) -> "EnrolmentQuerySet":
        """Who is offered the next place: by priority (1 first), then by age on the list."""
        return self.filter(state=Enrolment.State.WAITLISTED).order_by("priority", "waitlisted_at", "id")


class Enrolment(models.Model):
    """A person and a cohort, from the demand to the end.

    The level and its hours are copied when the level is known: a new version changes nothing here. The
    waiting list is the enrolments in that state. `place` is held from the offer on.
    """

    class State(models.TextChoices):
        APPLIED = "applied", "Demande notée"
        WAITLISTED = "waitlisted", "En liste d’attente"
        OFFERED = "offered", "Place proposée"
        ENROLLED = "enrolled", "Inscrite"
        ACTIVE = "active", "Participe"
        COMPLETED = "completed", "A terminé"
        PARTIAL = "partial", "A suivi une partie"
        WITHDRAWN = "withdrawn", "S’est retirée"
        NO_SHOW = "no_show", "N’est jamais venue"
        TRANSFERRED = "transferred", "Passée dans un autre parcours"
        REFUSED = "refused", "Demande refusée"

    NEXT = {
        State.APPLIED: frozenset({State.WAITLISTED, State.ENROLLED, State.REFUSED, State.WITHDRAWN}),
        State.WAITLISTED: frozenset({State.OFFERED, State.ENROLLED, State.REFUSED, State.WITHDRAWN}),
        State.OFFERED: frozenset({State.ENROLLED, State.WAITLISTED, State.WITHDRAWN}),
        State.ENROLLED: frozenset({State.ACTIVE, State.WITHDRAWN, State.NO_SHOW, State.TRANSFERRED}),
        State.ACTIVE: frozenset({State.COMPLETED, State.PARTIAL, State.WITHDRAWN, State.TRANSFERRED}),
        # Only a decision with a role and a reason (CompletionOverride) goes from one to the other.
        State.COMPLETED: frozenset({State.PARTIAL}),
        State.PARTIAL: frozenset({State.COMPLETED}),
        State.WITHDRAWN: frozenset(),
        State.NO_SHOW: frozenset(),
        State.TRANSFERRED: frozenset(),
        State.REFUSED: frozenset(),
    }
    PENDING = (State.APPLIED, State.WAITLISTED, State.OFFERED)
    LIVE = (State.ENROLLED, State.ACTIVE)
    ENDED = (State.COMPLETED, State.PARTIAL)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cohort = models.ForeignKey("cohorts.Cohort", models.PROTECT, related_name="enrolments")
    place = models.ForeignKey(
        "cohorts.Place", models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    beneficiary = models.ForeignKey("welcome.Beneficiary", models.PROTECT, related_name="enrolments")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    level = models.CharField("niveau", max_length=12, choices=Level, blank=True)
    hours_target = models.PositiveSmallIntegerField("heures à suivre", default=0)
    state = models.CharField("état", max_length=11, choices=State, default=State.ENROLLED)
    priority = models.PositiveSmallIntegerField("priorité", default=5)
    applied_at = models.DateTimeField("demandée le", null=True, blank=True)
    waitlisted_at = models.DateTimeField("en liste depuis le", null=True, blank=True)
    offered_at = models.DateTimeField("place proposée le", null=True, blank=True)
    offer_expires_at = models.DateTimeField("réponse attendue avant", null=True, blank=True)
    enrolled_at = models.DateTimeField("inscrite le", null=True, blank=True)
    active_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    partial_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    no_show_at = models.DateTimeField(null=True, blank=True)
    transferred_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    transferred_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="transferred_to"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        db_table = "cohorts_enrolment"
        ordering = ["id"]  # time-ordered keys: as they were asked for
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "beneficiary"],
                condition=Q(state__in=["applied", "waitlisted", "offered", "enrolled", "active"]),
                name="cohorts_one_live_enrolment",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=~Q(state__in=["withdrawn", "no_show", "transferred", "refused"]),
                name="cohorts_one_person_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | Q(state="waitlisted", waitlisted_at__isnull=False)
                | Q(state="offered", offered_at__isnull=False, offer_expires_at__isnull=False)
                | Q(state="enrolled", enrolled_at__isnull=False)
                | Q(state="active", active_at__isnull=False)
                | Q(state="completed", completed_at__isnull=False)
                | Q(state="partial", partial_at__isnull=False)
                | Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(reason="")
                | Q(state="no_show", no_show_at__isnull=False)
                | Q(state="transferred", transferred_at__isnull=False) & ~Q(reason="")
                | Q(state="refused", refused_at__isnull=False) & ~Q(reason=""),
                name="cohorts_enrolment_state_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "waitlisted", "refused"], place__isnull=True)
                | Q(state="withdrawn")
                | Q(state="offered", place__isnull=False)
                | Q(
                    state__in=["enrolled", "active", "completed", "partial", "no_show", "transferred"],
                    place__isnull=False,
                    assessment__isnull=False,
                    hours_target__gte=1,
                ),
                name="cohorts_enrolment_holds_a_place",
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


class CompletionOverride(models.Model):
    """A decision against the computed end, with a reason: the enrolment's state says the last word."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="overrides")
    reached = models.BooleanField("terminé")
    reason = models.CharField("pourquoi", max_length=300)
    decided_by = downstairs("network.User", verbose_name="décidé par")
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        db_table = "cohorts_completionoverride"
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="cohorts_override_reason"),
        ]

    def __str__(self) -> str:
        return "terminé" if self.reached else "pas terminé"


class Attestation(models.Model):
    """A paper that says a course was completed. Its code lets a reader check it, without any name.

    `content` is what was printed, without the person: {"title", "antenne", "hours", "from", "until", …}.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="attestation")
    code = models.CharField("code de vérification", max_length=12, unique=True)
    content = models.JSONField("contenu")
    issued_by = downstairs("network.User", verbose_name="délivrée par")
    issued_at = models.DateTimeField("délivrée le")

    class Meta:
        db_table = "cohorts_attestation"
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.code


class Outcome(models.Model):
    """Where a person stands at the end of a course (0 months) and 3, 6 and 12 months later."""

    class Situation(models.TextChoices):
        JOB = "job", "En emploi"
        TRAINING = "training", "En formation"
        JOB_SEARCH = "job_search", "En recherche d’emploi"
        OTHER = "other", "Autre situation"
        UNREACHABLE = "unreachable", "Injoignable"

    POSITIVE = (Situation.JOB, Situation.TRAINING)

    MONTHS = (0, 3, 6, 12)
    COUNTED = 6  # the moment that the network's figures tell
    EARLY = timedelta(days=15)  # a call at two months and a half is a call at three months

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="outcomes")
    months = models.PositiveSmallIntegerField("mois après", choices=[(m, f"{m} mois") for m in MONTHS])
    situation = models.CharField("situation", max_length=11, choices=Situation)
    more_at_ease = models.BooleanField("plus à l’aise avec le numérique", null=True, blank=True)
    day = models.DateField("le")
    noted_by = downstairs("network.User", verbose_name="noté par")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        db_table = "cohorts_outcome"
        ordering = ["enrolment", "months"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "months"], name="cohorts_outcome_once"),
            models.CheckConstraint(condition=Q(months__in=[0, 3, 6, 12]), name="cohorts_outcome_months"),
        ]

    def __str__(self) -> str:
        return f"{self.months} mois : {self.get_situation_display()}"
