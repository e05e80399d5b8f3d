from django.db import models
from django.db.models import F, Q

from kit.formats import NBSP
from programs.catalogue.models.templates import Level
from tenants.network.vocabulary import Situation


def condition(kind: str, number: int | None, value: str) -> str:
    """How a condition is read: "Avoir au moins 16 ans"."""
    told = "…" if number is None else number
    words = dict(Situation.choices) | dict(Level.choices)
    named = str(words.get(value, value)).lower()
    sentences = {
        "age_min": f"Avoir au moins {told}{NBSP}ans",
        "age_max": f"Avoir au plus {told}{NBSP}ans",
        "situation": f"Situation{NBSP}: {named}",
        "not_followed_for": f"Ne pas avoir suivi ce programme depuis {told}{NBSP}mois",
        "level": f"Niveau décidé{NBSP}: {named}",
    }
    return sentences.get(kind, kind)


class EligibilityRule(models.Model):
    """A condition to enter a course of a version, from a closed vocabulary.

    `number` is read by the ages (years) and by the delay (months), `value` by the situation (a code of
    welcome.Situation: the room to the right checks it). A blocking rule refuses, a warning one is said.
    """

    class Kind(models.TextChoices):
        AGE_MIN = "age_min", "Avoir au moins un âge"
        AGE_MAX = "age_max", "Avoir au plus un âge"
        SITUATION = "situation", "Être dans une situation"
        NOT_FOLLOWED_FOR = "not_followed_for", "Ne pas avoir suivi ce programme depuis des mois"
        LEVEL = "level", "Avoir un niveau décidé"

    class Effect(models.TextChoices):
        BLOCKING = "blocking", "Bloque l’inscription"
        WARNING = "warning", "Avertit l’équipe"

    NUMBERED = (Kind.AGE_MIN, Kind.AGE_MAX, Kind.NOT_FOLLOWED_FOR)

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey("catalogue.TemplateVersion", models.CASCADE, related_name="eligibility_rules")
    position = models.PositiveSmallIntegerField("ordre")
    kind = models.CharField("condition", max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField("nombre", null=True, blank=True)
    value = models.CharField("valeur", max_length=20, blank=True)
    effect = models.CharField("effet", max_length=10, choices=Effect, default=Effect.BLOCKING)
    proof = models.CharField("justificatif à voir", max_length=160, blank=True)

    class Meta:
        db_table = "catalogue_eligibilityrule"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="catalogue_rule_position"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["age_min", "age_max", "not_followed_for"],
                    number__isnull=False,
                    number__lte=120,
                    value="",
                )
                | Q(kind__in=["situation", "level"], number__isnull=True) & ~Q(value=""),
                name="catalogue_rule_parameter",
            ),
        ]

    def __str__(self) -> str:
        return condition(self.kind, self.number, self.value)


class AdaptableField(models.Model):
    """A parameter of a version that an antenne may adapt, and the bounds (both included).

    The places of a cohort have their own bounds on the version (capacity_min, capacity_max).
    """

    class Name(models.TextChoices):
        SESSION_MINUTES = "session_minutes", "Durée d’une séance (minutes)"
        BEGINNER_HOURS = "beginner_hours", "Heures, débutant"
        INTERMEDIATE_HOURS = "intermediate_hours", "Heures, intermédiaire"
        ADVANCED_HOURS = "advanced_hours", "Heures, avancé"
        LOAN_MONTHS = "loan_months", "Mois de prêt"

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey("catalogue.TemplateVersion", models.CASCADE, related_name="adaptable_fields")
    name = models.CharField("paramètre", max_length=20, choices=Name)
    low = models.PositiveSmallIntegerField("au moins")
    high = models.PositiveSmallIntegerField("au plus")

    class Meta:
        db_table = "catalogue_adaptablefield"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="catalogue_adaptable_once"),
            models.CheckConstraint(condition=Q(high__gte=F("low")), name="catalogue_adaptable_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}{NBSP}: de {self.low} à {self.high}"
