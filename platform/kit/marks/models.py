from django.db import models
from django.db.models import Q

ONE_OF_BOTH = Q(month__isnull=False, person_id__isnull=True) | Q(month__isnull=True, person_id__isnull=False)


class Mark(models.Model):
    """A month, with a template version's id or None for what belongs to no programme; or a person's id."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField(null=True)
    version_id = models.UUIDField(null=True)
    # No key: a mark lives for a minute, and its insertion must lock nobody's file.
    person_id = models.UUIDField(null=True)

    class Meta:
        db_table = "marks_mark"
        constraints = [models.CheckConstraint(condition=ONE_OF_BOTH, name="marks_month_or_person")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.version_id}" if self.month else f"{self.person_id}"
