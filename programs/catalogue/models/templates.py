from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id


class Theme(models.TextChoices):
    EMPLOYMENT = "employment", "Emploi"
    HEALTH = "health", "Santé"
    SCHOOLING = "schooling", "Scolarité"
    TRANSPORT = "transport", "Transport"
    BASICS = "basics", "Les bases"


class Level(models.TextChoices):
    BEGINNER = "beginner", "Débutant"
    INTERMEDIATE = "intermediate", "Intermédiaire"
    ADVANCED = "advanced", "Avancé"


class ProgrammeTemplate(models.Model):
    """A programme as the national office defines it; what antennes follow is one of its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=160)
    theme = models.CharField("thème", max_length=12, choices=Theme)
    partner = models.ForeignKey(
        "catalogue.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="templates",
        verbose_name="partenaire",
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalogue_programmetemplate"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateVersionQuerySet(models.QuerySet):
    def published(self) -> "TemplateVersionQuerySet":
        return self.filter(state=TemplateVersion.State.PUBLISHED)


class TemplateVersion(models.Model):
    """One version of a template. A published one never changes: the next one supersedes it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        SUPERSEDED = "superseded", "Remplacée"
        RETIRED = "retired", "Retirée"

    NEXT = {
        State.DRAFT: frozenset({State.PUBLISHED}),
        State.PUBLISHED: frozenset({State.SUPERSEDED, State.RETIRED}),
        State.SUPERSEDED: frozenset({State.RETIRED}),
        State.RETIRED: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(ProgrammeTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("intitulé", max_length=160)
    summary = models.TextField("en quelques mots", blank=True)
    capacity = models.PositiveSmallIntegerField("places par parcours", default=10)
    capacity_min = models.PositiveSmallIntegerField("places, au moins", default=6)
    capacity_max = models.PositiveSmallIntegerField("places, au plus", default=12)
    completion_percent = models.PositiveSmallIntegerField("part des heures à suivre (%)", default=80)
    lend_in_class = models.BooleanField("ordinateur prêté en séance", default=True)
    loan_months = models.PositiveSmallIntegerField("mois de prêt ensuite", default=6)
    option_price_cents = models.PositiveIntegerField("prix d’achat après le prêt (centimes)", default=0)
    session_minutes = models.PositiveSmallIntegerField("durée d’une séance (minutes)", default=120)
    grid = models.ForeignKey(
        "catalogue.AssessmentGrid",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="grille de positionnement",
    )
    survey = models.ForeignKey(
        "catalogue.Survey", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="enquête"
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey("network.User", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("rédigée le")
    published_by = models.ForeignKey("network.User", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    superseded_at = models.DateTimeField("remplacée le", null=True, blank=True)
    retired_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        db_table = "catalogue_templateversion"
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="catalogue_version_number"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="published"), name="catalogue_one_published_version"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="catalogue_version_published_at",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
                name="catalogue_version_second_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    capacity__gte=F("capacity_min"), capacity__lte=F("capacity_max"), capacity_min__gte=1
                ),
                name="catalogue_version_capacity_bounds",
            ),
            models.CheckConstraint(
                condition=Q(completion_percent__gte=1, completion_percent__lte=100),
                name="catalogue_version_completion_percent",
            ),
            models.CheckConstraint(
                condition=Q(session_minutes__gte=15, session_minutes__lte=600),
                name="catalogue_version_session_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.number})"

    @property
    def opened(self) -> list:
        """What an antenne may adapt, in the order that the parameters are always told."""
        fields = self.adaptable_fields.all()
        return sorted(fields, key=lambda field: list(field.Name.values).index(field.name))

    def level_for(self, score: int) -> "LevelRule | None":
        """The level whose score range holds the score, 0 to 100; None outside of the scale."""
        return next((rule for rule in self.levels.all() if rule.score_from <= score <= rule.score_to), None)


class LevelRule(models.Model):
    """A level of a version: its hours, and the scores (0 to 100, both included) that suggest it."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="levels")
    level = models.CharField("niveau", max_length=12, choices=Level)
    hours = models.PositiveSmallIntegerField("heures")
    score_from = models.PositiveSmallIntegerField("score, de")
    score_to = models.PositiveSmallIntegerField("score, à")

    class Meta:
        db_table = "catalogue_levelrule"
        ordering = ["score_from"]
        constraints = [
            models.UniqueConstraint(fields=["version", "level"], name="catalogue_level_once"),
            models.CheckConstraint(
                condition=Q(score_to__gte=F("score_from"), score_to__lte=100, hours__gte=1),
                name="catalogue_level_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} · {self.hours} h"


class Module(models.Model):
    """A module of a version, in order."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField("ordre")
    title = models.CharField("titre", max_length=160)
    minutes = models.PositiveSmallIntegerField("minutes")
    skills = models.CharField("compétences", max_length=300, blank=True)

    class Meta:
        db_table = "catalogue_module"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="catalogue_module_position"),
        ]

    def __str__(self) -> str:
        return self.title
