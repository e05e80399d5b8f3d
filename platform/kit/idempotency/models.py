from django.db import models

from kit.identifiers import new_id


class Answer(models.Model):
    """The first answer to a demand. `body` is the JSON as it was sent: a repeat is the same to the byte."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.CharField(max_length=30)
    user = models.UUIDField()
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "idempotency_answer"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "user", "key"], name="idempotency_one_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.status}"
