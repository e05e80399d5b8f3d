from django.db import models

from kit.identifiers import new_id


class Cell(models.Model):
    """One measure of one antenne, month, template version and level. Numbers, never names.

    `template_id` is the programme: that of the version, or alone where no version is meant (funds).
    All three are empty for what belongs to no programme. `value` is an integer in the measure's unit
    (places, persons, minutes, cents); n is the denominator where there is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", db_constraint=False)
    month = models.DateField()
    template_id = models.UUIDField(null=True)
    version_id = models.UUIDField(null=True)
    level = models.CharField(max_length=12, blank=True)
    measure = models.CharField(max_length=40)
    value = models.BigIntegerField()
    n = models.BigIntegerField(null=True)
    definition = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.measure} = {self.value}"


class Figure(Cell):
    """A cell as it is counted now. What is shown is read from Published: closed months do not move."""

    class Meta:
        db_table = "rollup_figure"
        ordering = ["month", "antenne", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["antenne", "month", "template_id", "version_id", "level", "measure"],
                nulls_distinct=False,
                name="rollup_one_cell_a_programme",
            ),
        ]
        indexes = [models.Index(fields=["month", "measure"], name="rollup_by_month")]


class Freshness(models.Model):
    """When an antenne's cells were last brought up to date, and by which edition of the dictionary."""

    antenne = models.OneToOneField(
        "network.Antenne", models.PROTECT, related_name="+", primary_key=True, db_constraint=False
    )
    refreshed_at = models.DateTimeField()
    edition = models.CharField(max_length=16, default="", db_default="")

    class Meta:
        db_table = "rollup_freshness"

    def __str__(self) -> str:
        return f"{self.antenne_id} {self.refreshed_at:%Y-%m-%d %H:%M}"
