from django.db import models

from kit.identifiers import new_id


class CohortFigure(models.Model):
    """A cohort as the national office reads it: its name, its days, and numbers. Nobody's name.

    Counted with the cells, from the same marks: one row a cohort that was opened (a draft has none, one that
    was cancelled loses its own). Minutes are whole minutes; `answers` is the n of `satisfied`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", db_constraint=False)
    # The cohort's own key in its antenne's schema: an id, no key.
    cohort_id = models.UUIDField()
    name = models.CharField(max_length=120)
    version_id = models.UUIDField()
    state = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places_opened = models.PositiveIntegerField(default=0)
    places_funded = models.PositiveIntegerField(default=0)
    places_offered = models.PositiveIntegerField(default=0)
    places_taken = models.PositiveIntegerField(default=0)
    places_consumed = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    participants = models.PositiveIntegerField(default=0)
    no_shows = models.PositiveIntegerField(default=0)
    completions = models.PositiveIntegerField(default=0)
    minutes_planned = models.PositiveBigIntegerField(default=0)
    minutes_delivered = models.PositiveBigIntegerField(default=0)
    satisfied = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    survey_invited = models.PositiveIntegerField(default=0)
    level_gained = models.PositiveIntegerField(default=0)
    assessed_twice = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        db_table = "rollup_cohortfigure"
        ordering = ["starts_on", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["antenne", "cohort_id"], name="rollup_one_row_a_cohort"),
        ]
        indexes = [models.Index(fields=["starts_on"], name="rollup_cohort_by_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on:%Y-%m-%d}"


class Due(models.Model):
    """How many things fall due on a day in an antenne and are not done: a number, whatever today is.

    Counted with the cells; what is late is summed when it is read (`day` before a limit), so that nothing has
    to be counted again because a day has passed.
    """

    class Kind(models.TextChoices):
        SHEET = "sheet", "Feuille de présence à clore"  # its day is the session's
        LOAN = "loan", "Prêt à rendre"  # its day is the one promised

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=8, choices=Kind)
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "rollup_due"
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["antenne", "kind", "day"], name="rollup_one_due_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day:%Y-%m-%d} × {self.count}"
