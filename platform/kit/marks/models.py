from django.db import models


class Mark(models.Model):
    """`version_id` is a template version's id, or None for what belongs to no programme."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    version_id = models.UUIDField(null=True)

    class Meta:
        db_table = "marks_mark"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.version_id}"
