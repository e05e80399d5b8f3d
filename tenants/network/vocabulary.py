"""Closed lists that every room reads with the same words."""

from django.db import models


class Language(models.TextChoices):
    """The languages of what a beneficiary reads."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "Anglais"
    ARABIC = "ar", "Arabe"
    SPANISH = "es", "Espagnol"
    UKRAINIAN = "uk", "Ukrainien"


RIGHT_TO_LEFT = frozenset({Language.ARABIC})


def direction(language: str) -> str:
    """For the `dir` of a page: "rtl" or "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


class Situation(models.TextChoices):
    """A closed list: no free text, no health, nothing that is not needed to orient the person."""

    JOB_SEEKER = "job_seeker", "En recherche d’emploi"
    LOW_INCOME = "low_income", "Minimum social"
    NO_HOME = "no_home", "Sans logement à soi"
    NO_BANK = "no_bank", "Sans compte bancaire utilisable"
    STUDENT = "student", "En formation ou scolarisé"
    ASYLUM = "asylum", "Demande de protection en cours"
