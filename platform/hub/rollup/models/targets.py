from django.db import models
from django.db.models import Q

from kit.identifiers import new_id


class TargetQuerySet(models.QuerySet):
    def in_force(self) -> "TargetQuerySet":
        """What is aimed at now: neither replaced, nor taken away."""
        return self.filter(replaced_at__isnull=True, value__isnull=False)


class Target(models.Model):
    """What a measure should come to in a year: in one antenne or the whole network, for a programme or all.

    `value` is an integer in the measure's unit (places, persons, minutes…); a rate is in thousandths: 80 % is
    800. A change is a new row and dates the end of the one before; a target that is taken away is a row
    without a value. Nothing else of a row ever changes, so that the past stays readable.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField("année")
    measure = models.CharField("mesure", max_length=40)
    # None: the whole network, all programmes.
    antenne = models.ForeignKey(
        "network.Antenne", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    template = models.ForeignKey("catalogue.ProgrammeTemplate", models.PROTECT, null=True, related_name="+")
    value = models.PositiveBigIntegerField("objectif", null=True)
    note = models.CharField("pourquoi", max_length=200, blank=True)
    set_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    set_at = models.DateTimeField("fixé le")
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        db_table = "rollup_target"
        ordering = ["-set_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "measure", "antenne", "template"],
                condition=Q(replaced_at__isnull=True),
                nulls_distinct=False,
                name="rollup_one_target_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(measure__endswith="_rate") | Q(value__isnull=True) | Q(value__lte=1000),
                name="rollup_target_rate_to_a_thousand",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2199), name="rollup_target_in_our_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} = {self.value}"

    @property
    def key(self) -> tuple:
        """What may have one target a year: (measure, antenne id, template id)."""
        return self.measure, self.antenne_id, self.template_id
