from datetime import datetime, timedelta
from math import ceil

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from kit.identifiers import new_id

LONGEST = timedelta(hours=8)
SHORTEST_WORDS = 15


class VisitQuerySet(models.QuerySet):
    def in_force(self, now: datetime) -> "VisitQuerySet":
        return self.filter(ended_at__isnull=True, began_at__lte=now, ends_at__gt=now)

    def run_out(self, now: datetime) -> "VisitQuerySet":
        """Those whose time has passed and that nobody has ended."""
        return self.filter(ended_at__isnull=True, ends_at__lte=now)

    def without_trace(self, now: datetime) -> "VisitQuerySet":
        """Those of which the antenne's journal does not say all yet."""
        over = Q(ended_at__isnull=False) | Q(ends_at__lte=now)
        return self.filter(Q(begin_noted_at__isnull=True) | over & Q(end_noted_at__isnull=True))


class Visit(models.Model):
    """Somebody of the national office looks into one antenne, for a reason and a few hours. Never deleted.

    It is written on the shared floor, where the office cannot reach an antenne's journal: `begin_noted_at`
    and `end_noted_at` say when that journal was told (operations.visits.note_visits).
    """

    class Reason(models.TextChoices):
        HELP = "help", "Aide à l’équipe"
        CONTROL = "control", "Contrôle"
        RIGHTS = "rights", "Demande d’une personne (droits)"
        INCIDENT = "incident", "Incident"

    HOURS = (1, 2, 4, 8)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("network.User", models.PROTECT, related_name="visits")
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="visits")
    reason = models.CharField("motif", max_length=10, choices=Reason)
    words = models.CharField("explication", max_length=300, validators=[MinLengthValidator(SHORTEST_WORDS)])
    began_at = models.DateTimeField("commencée le")
    ends_at = models.DateTimeField("jusqu’au")
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    ended_by = models.ForeignKey("network.User", models.PROTECT, null=True, blank=True, related_name="+")
    begin_noted_at = models.DateTimeField(null=True, blank=True)
    end_noted_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        db_table = "network_visit"
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["antenne", "-began_at"], name="network_visit_of_antenne")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("began_at"), ends_at__lte=F("began_at") + Value(LONGEST)),
                name="network_visit_eight_hours_at_most",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(ended_at__gte=F("began_at"), ended_at__lte=F("ends_at")),
                name="network_visit_ended_in_its_time",
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("words"), SHORTEST_WORDS),
                name="network_visit_says_why",
            ),
            models.UniqueConstraint(
                fields=["user", "antenne"],
                condition=Q(ended_at__isnull=True),
                name="network_visit_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.antenne}"

    @property
    def minutes(self) -> int:
        """How long it was, or may still be; what was begun counts."""
        return ceil(((self.ended_at or self.ends_at) - self.began_at) / timedelta(minutes=1))

    def is_in_force(self, now: datetime) -> bool:
        return self.ended_at is None and self.began_at <= now < self.ends_at
