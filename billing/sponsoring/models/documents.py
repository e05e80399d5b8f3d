from django.db import models

from billing.sponsoring.models.agreements import Agreement
from kit.identifiers import new_id


class AgreementDocument(models.Model):
    """A PDF that goes with an agreement: a paper signed by hand, a budget, statutes. Never replaced."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="documents")
    title = models.CharField("ce que c’est", max_length=120)
    content = models.BinaryField()
    digest = models.CharField("empreinte", max_length=64)
    shown = models.BooleanField("visible par le mécène", default=False)
    by = models.ForeignKey("network.User", models.PROTECT, related_name="+", verbose_name="ajouté par")
    at = models.DateTimeField("ajouté le")

    class Meta:
        db_table = "sponsoring_agreementdocument"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "digest"], name="sponsoring_document_once"),
        ]

    def __str__(self) -> str:
        return self.title
