from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, Q, Subquery

from hub.rollup.models.figures import Cell
from hub.rollup.periods import Period
from kit.calendar import add_months
from kit.identifiers import new_id


class ClosedPeriodQuerySet(models.QuerySet["ClosedPeriod"]):
    def with_edition(self) -> "ClosedPeriodQuerySet":
        """Adds `edition`, the number of the one in force, and `edition_at`, when it was published."""
        last = FigureEdition.objects.filter(period=OuterRef("pk")).order_by("-number")
        return self.annotate(
            edition=Subquery(last.values("number")[:1]), edition_at=Subquery(last.values("published_at")[:1])
        )

    def crossing(self, start_month: date, end_month: date) -> "ClosedPeriodQuerySet":
        """Those with a month in common with these, both included; the oldest first."""
        return self.filter(months__overlap=months_of(start_month, end_month)).order_by("months")


class ClosedPeriod(models.Model):
    """Whole months whose figures no longer move: `months` is [first day, first day after).

    The database refuses that two periods share a month. Never changed, never opened again: a later
    correction is another edition.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    months = DateRangeField("période")
    closed_at = models.DateTimeField("close le")
    closed_by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="close par")

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        db_table = "rollup_closedperiod"
        ordering = ["-months"]
        constraints = [
            ExclusionConstraint(name="rollup_closed_once", expressions=[("months", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(
                condition=Q(
                    months__isempty=False,
                    months__lower_inf=False,
                    months__upper_inf=False,
                    months__startswith__day=1,
                    months__endswith__day=1,
                ),
                name="rollup_whole_months",
            ),
        ]

    def __str__(self) -> str:
        return str(self.period)

    @property
    def period(self) -> Period:
        return Period(self.months.lower, add_months(self.months.upper, -1))


class FigureEdition(models.Model):
    """What was published of a closed period at a moment. The one with the highest number is in force."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    period = models.ForeignKey(ClosedPeriod, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("numéro")
    reason = models.CharField("raison", max_length=300, blank=True)
    published_at = models.DateTimeField("publiée le")
    published_by = models.ForeignKey(
        "network.User", models.PROTECT, related_name="+", verbose_name="publiée par"
    )

    class Meta:
        db_table = "rollup_figureedition"
        ordering = ["period", "number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="rollup_edition_number"),
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1) & ~Q(reason=""), name="rollup_edition_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, édition {self.number}"


class EditionCell(Cell):
    """A cell as an edition published it: the copy of a Figure, with the day it was computed."""

    append_only = True

    edition = models.ForeignKey(FigureEdition, models.PROTECT, related_name="cells")

    class Meta:
        db_table = "rollup_editioncell"
        ordering = ["month", "antenne", "measure"]
        constraints = [
            # The month comes second: a report asks for months of the editions in force.
            models.UniqueConstraint(
                fields=["edition", "month", "antenne", "template_id", "version_id", "level", "measure"],
                nulls_distinct=False,
                name="rollup_one_cell_an_edition",
            ),
        ]


class Published(Cell):
    """What everybody reads: of open months the live cells, of closed ones those of the edition in force.

    A view of PostgreSQL with the rights and row rules of who asks; nothing is written through it.
    """

    class Meta:
        managed = False
        db_table = "rollup_published"
        ordering = ["month", "antenne", "measure"]


def months_of(start_month: date, end_month: date) -> DateRange:
    """The days of these months, both included."""
    return DateRange(start_month, add_months(end_month, 1))
