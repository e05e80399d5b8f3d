from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kit.identifiers import new_id, new_reference
from kit.text import fold


class Language(models.TextChoices):
    FRENCH = "fr", "Français"
    ENGLISH = "en", "Anglais"
    ARABIC = "ar", "Arabe"
    SPANISH = "es", "Espagnol"
    UKRAINIAN = "uk", "Ukrainien"


class Situation(models.TextChoices):
    """A closed list: no free text, no health, nothing that is not needed to orient the person."""

    JOB_SEEKER = "job_seeker", "En recherche d’emploi"
    LOW_INCOME = "low_income", "Minimum social"
    NO_HOME = "no_home", "Sans logement à soi"
    NO_BANK = "no_bank", "Sans compte bancaire utilisable"
    STUDENT = "student", "En formation ou scolarisé"
    ASYLUM = "asylum", "Demande de protection en cours"


class BeneficiaryQuerySet(models.QuerySet):
    def matching(self, words: str) -> "BeneficiaryQuerySet":
        """Those whose name, reference or phone holds every typed word, whatever accents and order."""
        people = self
        for word in fold(words).split():
            people = people.filter(search_key__contains=word)
        return people


class Beneficiary(models.Model):
    """A person who is received. Phone and e-mail are not unique: couples share them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        "référence", max_length=8, unique=True, default=new_reference, editable=False
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    birth_year = models.PositiveSmallIntegerField("année de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    language = models.CharField("langue", max_length=2, choices=Language, default=Language.FRENCH)
    situations = ArrayField(
        models.CharField(max_length=12, choices=Situation), verbose_name="situation", default=list, blank=True
    )
    sort_key = models.CharField(max_length=170, editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    registered_at = models.DateTimeField("inscrite le")
    last_contact_on = models.DateField("dernier contact")

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        db_table = "welcome_beneficiary"
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["sort_key", "id"], name="welcome_by_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        """As it is said before others: first name and initial."""
        return f"{self.first_name} {self.last_name[:1]}."

    def set_keys(self) -> None:
        self.sort_key = fold(f"{self.last_name} {self.first_name}")[:170]
        phone = "".join(c for c in self.phone if c.isdigit())
        self.search_key = f"{self.sort_key} {self.reference.lower()} {phone}"[:300]
