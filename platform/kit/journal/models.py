from django.db import models

from kit.identifiers import new_id


class Entry(models.Model):
    """One line of the journal. `by` carries no foreign key: a journal outlives what it tells of."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    on_kind = models.CharField(max_length=80)
    on_id = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "journal_entry"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="journal_latest"),
            models.Index(fields=["on_kind", "on_id"], name="journal_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.on_kind} {self.on_id}"
