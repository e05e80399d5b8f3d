"""What people are asked: the assessment grid before and after a course, the survey at its end.

Words are {language: …} for the five languages of welcome.Language; French is always there. A published
grid or survey never changes, like a published version: the next number supersedes it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id


class Skill(models.TextChoices):
    """The five domains of the CRCN (arrêté du 30 août 2019), after the European DigComp."""

    INFORMATION = "information", "Informations et données"
    COMMUNICATION = "communication", "Communication et collaboration"
    CONTENT = "content", "Création de contenus"
    SAFETY = "safety", "Protection et sécurité"
    ENVIRONMENT = "environment", "Environnement numérique"


class Published(models.Model):
    """A numbered text that is drafted by one person and published by another."""

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        SUPERSEDED = "superseded", "Remplacée"

    NEXT = {
        State.DRAFT: frozenset({State.PUBLISHED}),
        State.PUBLISHED: frozenset({State.SUPERSEDED}),
        State.SUPERSEDED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("code")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("intitulé", max_length=160)
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("rédigée le")
    published_by = models.ForeignKey("network.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    superseded_at = models.DateTimeField("remplacée le", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="%(app_label)s_%(class)s_number"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="published"), name="%(app_label)s_%(class)s_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | ~Q(state="draft") & Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_at",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
                name="%(app_label)s_%(class)s_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.number})"


class AssessmentGrid(Published):
    """The written grid of a positionnement: its questions give a score from 0 to 100."""

    class Meta(Published.Meta):
        db_table = "catalogue_assessmentgrid"


class GridQuestion(models.Model):
    """A question of a grid, or a small practical task that the host watches.

    `words` is {language: {"text": str, "help": str, "choices": [str, …]}}; `points` has as many
    numbers as there are choices, in the same order.
    """

    id = models.BigAutoField(primary_key=True)
    grid = models.ForeignKey(AssessmentGrid, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("ordre")
    code = models.SlugField("code", max_length=40)
    skill = models.CharField("domaine", max_length=13, choices=Skill)
    practical = models.BooleanField("mise en pratique", default=False)
    words = models.JSONField("textes")
    points = ArrayField(models.PositiveSmallIntegerField(), verbose_name="points")

    class Meta:
        db_table = "catalogue_gridquestion"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "position"], name="catalogue_gridquestion_position"),
            models.UniqueConstraint(fields=["grid", "code"], name="catalogue_gridquestion_code"),
        ]

    def __str__(self) -> str:
        return str(self.words.get("fr", {}).get("text", self.code))


class Survey(Published):
    """The satisfaction survey: one question common to all (it makes the figure), then these."""

    class Meta(Published.Meta):
        db_table = "catalogue_survey"


class SurveyQuestion(models.Model):
    """A further question, never a free text: `words` as in GridQuestion, an answer is a choice's rank."""

    id = models.BigAutoField(primary_key=True)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("ordre")
    code = models.SlugField("code", max_length=40)
    words = models.JSONField("textes")

    class Meta:
        db_table = "catalogue_surveyquestion"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="catalogue_surveyquestion_position"),
            models.UniqueConstraint(fields=["survey", "code"], name="catalogue_surveyquestion_code"),
        ]

    def __str__(self) -> str:
        return str(self.words.get("fr", {}).get("text", self.code))
