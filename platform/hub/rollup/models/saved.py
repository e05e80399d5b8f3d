from django.db import models
from django.db.models import Q

from kit.identifiers import new_id

MOST_FAILURES = 5


class SavedReport(models.Model):
    """A chapter with its filters, kept under a name for all who read figures in the same place.

    `query` is the address without its period unless `span` is FIXED; a moving span is worked out on the day
    that the report is read. `antenne` is empty at the national office.
    """

    class Span(models.TextChoices):
        FIXED = "fixed", "Toujours ces mois-là"
        YEAR = "year", "L’année en cours"
        LAST_YEAR = "last_year", "L’année d’avant"
        LAST_QUARTER = "quarter", "Le trimestre d’avant"
        LAST_MONTH = "month", "Le mois d’avant"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey(
        "network.Antenne", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    title = models.CharField("nom", max_length=80)
    chapter = models.CharField(max_length=20)
    query = models.CharField(max_length=500, blank=True)
    span = models.CharField("période", max_length=10, choices=Span, default=Span.FIXED)
    saved_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "rollup_savedreport"
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["antenne", "title"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="rollup_one_saved_report_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Subscription(models.Model):
    """A saved report that a person receives by e-mail. It stops by itself after MOST_FAILURES in a row."""

    class Every(models.TextChoices):
        WEEK = "week", "Chaque lundi"
        MONTH = "month", "Le 1er de chaque mois"
        QUARTER = "quarter", "Le 1er de chaque trimestre"

    class Kind(models.TextChoices):
        XLSX = "xlsx", "Tableur"
        PDF = "pdf", "PDF"
        CSV = "csv", "CSV"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(SavedReport, models.PROTECT, related_name="subscriptions")
    # Copied from the report: the row rule of an antenne reads it.
    antenne = models.ForeignKey(
        "network.Antenne", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    user = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    every = models.CharField("quand", max_length=8, choices=Every, default=Every.MONTH)
    kind = models.CharField("sous quelle forme", max_length=4, choices=Kind, default=Kind.PDF)
    next_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "rollup_subscription"
        ordering = ["next_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="rollup_one_subscription_a_person"),
            models.CheckConstraint(
                condition=Q(failures__lt=MOST_FAILURES) | Q(stopped_at__isnull=False),
                name="rollup_subscription_stops",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.user}"
