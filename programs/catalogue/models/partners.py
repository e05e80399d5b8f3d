from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value


class Partner(models.Model):
    """An organisation that a programme is built with. Its name changes; it stays the same partner."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalogue_partner"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def name_on(self, day: date) -> str:
        """The name it bore that day (Pôle emploi until 31 December 2023, then France Travail)."""
        names = [n for n in self.names.all() if n.covers(day)]
        return names[0].name if names else self.code


class PartnerName(models.Model):
    """A name and the days it was in force: [lower, upper), upper empty while it lasts.

    The database refuses two names on one day.
    """

    id = models.BigAutoField(primary_key=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="names")
    name = models.CharField("nom", max_length=120)
    during = DateRangeField("période")

    class Meta:
        db_table = "catalogue_partner_name"
        ordering = ["during"]
        constraints = [
            # The key as a range of one number: an exclusion without any extension of PostgreSQL.
            ExclusionConstraint(
                name="catalogue_partner_one_name_a_day",
                expressions=[
                    (
                        Func(F("partner_id"), F("partner_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day of the name; None while it lasts."""
        return self.during.upper - timedelta(days=1) if self.during.upper else None

    def covers(self, day: date) -> bool:
        lower, upper = self.during.lower, self.during.upper
        return (lower is None or lower <= day) and (upper is None or day < upper)
