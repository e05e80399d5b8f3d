"""The life of an antenne, as the national office decides it. No antenne reads these tables."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id
from tenants.network.models.antennes import Antenne
from tenants.network.models.people import User


class Decision(models.Model):
    """What was decided of an antenne, by whom and why: the reasons that the journal does not hold."""

    append_only = True

    class Kind(models.TextChoices):
        CHANGED = "changed", "Fiche corrigée"
        SUSPENDED = "suspended", "Suspendue"
        REOPENED = "reopened", "Rouverte"
        ARCHIVED = "archived", "Archivée"
        ERASURE_ASKED = "erasure_asked", "Effacement demandé"
        ERASURE_CONFIRMED = "erasure_confirmed", "Effacement confirmé"
        ERASURE_CANCELLED = "erasure_cancelled", "Effacement annulé"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey(Antenne, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField("motif", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "network_decision"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.antenne_id} {self.kind}"


class WorkQuerySet(models.QuerySet):
    def waiting(self) -> "WorkQuerySet":
        """Asked, and neither finished nor failed."""
        return self.filter(finished_at__isnull=True, failed_at__isnull=True)


class Work(models.Model):
    """What the builder is asked to do to an antenne's schema, and how far it is.

    `steps` is {step: ISO moment}: a step is written once it holds, so that a work taken up again goes on.
    An export says where its file is: `file_name` in MAILLON_EXPORTS, `digest` its SHA-256, `size` in bytes.
    """

    class Kind(models.TextChoices):
        OPEN = "open", "Ouverture"
        EXPORT = "export", "Export"
        PURGE = "purge", "Effacement"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey(Antenne, models.PROTECT, related_name="works")
    kind = models.CharField(max_length=6, choices=Kind)
    # The first manager's: its mail leaves when the antenne is open.
    invitation = models.ForeignKey("network.Invitation", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    steps = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        db_table = "network_work"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["antenne"],
                condition=Q(finished_at__isnull=True, failed_at__isnull=True),
                name="network_work_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(failed_at__isnull=True),
                name="network_work_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="export")
                | Q(finished_at__isnull=True)
                | Q(file_name__gt="", digest__regex=r"^[0-9a-f]{64}$", size__isnull=False),
                name="network_work_export_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.antenne_id}"

    @property
    def waits(self) -> bool:
        return self.finished_at is None and self.failed_at is None


class Erasure(models.Model):
    """Erasing an archived antenne, for good: asked by one person, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey(Antenne, models.PROTECT, related_name="erasures")
    export = models.ForeignKey(Work, models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "network_erasure"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("asked_by")),
                name="network_erasure_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False, cancelled_at__isnull=True),
                name="network_erasure_done_once_confirmed",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="network_erasure_reason"),
            models.UniqueConstraint(
                fields=["antenne"],
                condition=Q(cancelled_at__isnull=True),
                name="network_erasure_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.antenne_id} {self.asked_at:%Y-%m-%d}"

    def asked_by_is(self, person: Any) -> bool:
        return self.asked_by_id == person.pk
