from django.db import models
from django.db.models import Q

from billing.sponsoring.models.agreements import Agreement
from kit.identifiers import new_id


class ImpactReport(models.Model):
    """An edition of what became of an agreement: frozen once it is published; a correction is a new edition.

    `content` is all that it says, after suppression: no other number of it is ever given.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"

    NEXT = {State.DRAFT: frozenset({State.PUBLISHED}), State.PUBLISHED: frozenset()}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reports")
    edition = models.PositiveSmallIntegerField("édition")
    until = models.DateField("chiffres arrêtés au")
    words = models.TextField("mot du réseau", max_length=2000, blank=True)
    content = models.JSONField("contenu", default=dict)
    state = models.CharField("état", max_length=9, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(
        "network.User", models.PROTECT, related_name="+", verbose_name="préparée par"
    )
    drafted_at = models.DateTimeField("préparée le")
    published_by = models.ForeignKey(
        "network.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="publiée par"
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    # The order of publication over all sponsors: what an edition may say depends on those before it.
    order = models.PositiveIntegerField("rang de publication", null=True, blank=True, unique=True)

    class Meta:
        db_table = "sponsoring_impactreport"
        ordering = ["agreement", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "edition"], name="sponsoring_report_edition"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False, published_by__isnull=False),
                name="sponsoring_report_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference} · édition {self.edition}"
