from django.db import models


class Diary(models.Model):
    """The antenne's diary: one row, whose lock lets one person at a time write into it.

    A room or a colleague is free or not by looking at all the sessions: two people who look at the same
    moment would both find it free.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        db_table = "cohorts_diary"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="cohorts_one_diary"),
        ]

    def __str__(self) -> str:
        return "agenda de l’antenne"
