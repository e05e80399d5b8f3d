import hashlib
import json
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from kit.identifiers import new_id, new_reference
from kit.keys import downstairs
from kit.phones import numbers_in, phone_keys
from kit.text import fold, spellings, spellings_of
from tenants.network.vocabulary import Language, Situation

_TYPED, _WORDS = 200, 8  # signs and words that a search reads


class Channel(models.TextChoices):
    """How the person would rather be told something."""

    EMAIL = "email", "Par e-mail"
    PHONE = "phone", "Par téléphone"
    IN_PERSON = "in_person", "Sur place"


def looked_for(words: str) -> list[str]:
    """What must be found in a file: each number typed, then each word, folded."""
    numbers, rest = numbers_in(words[:_TYPED])
    return list(dict.fromkeys([*numbers, *fold(rest).split()]))[:_WORDS]


class BeneficiaryQuerySet(models.QuerySet):
    def known(self) -> "BeneficiaryQuerySet":
        """Without the files that were merged into another one."""
        return self.filter(merged_into__isnull=True)

    def not_seen_since(self, day: date) -> "BeneficiaryQuerySet":
        """Those whose last contact was that day or before, the longest ago first."""
        return self.known().filter(last_contact_on__lte=day).order_by("last_contact_on", "sort_key", "id")

    def matching(self, words: str) -> "BeneficiaryQuerySet":
        """Those whose name, reference, phone or year of birth holds every typed word.

        Accents, order and the way a phone is written do not count; a word of a name may have one slip.
        """
        people = self
        for word in looked_for(words):
            people = people.filter(Q(search_key__contains=word) | Q(pk__in=_spelt_like(word)))
        return people


def _spelt_like(word: str) -> models.QuerySet:
    # A subquery of its own, so that the index of the spellings answers it.
    near = [] if word.isdecimal() else sorted(spellings(word))
    return Beneficiary.objects.filter(spellings__overlap=near).order_by().values("pk")


class Beneficiary(models.Model):
    """A person who is received. Phone and e-mail are not unique: couples share them.

    A file that was merged into another keeps its sales, sheets and loans: nothing is rewritten. The
    person is then the whole family of files (`same_person`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        "référence", max_length=8, unique=True, default=new_reference, editable=False
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    birth_year = models.PositiveSmallIntegerField("année de naissance", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    channel = models.CharField("joindre", max_length=9, choices=Channel, blank=True)
    language = models.CharField("langue", max_length=2, choices=Language, default=Language.FRENCH)
    situations = ArrayField(
        models.CharField(max_length=12, choices=Situation), verbose_name="situation", default=list, blank=True
    )
    sort_key = models.CharField(max_length=170, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    spellings = ArrayField(models.CharField(max_length=24), default=list, editable=False)
    registered_at = models.DateTimeField("inscrite le")
    last_contact_on = models.DateField("dernier contact")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_files", editable=False
    )
    merged_at = models.DateTimeField(null=True, blank=True, editable=False)

    # What the desk corrects, and chooses between two files of one person.
    CHOSEN = (
        "first_name", "last_name", "birth_year", "phone", "email", "channel", "language", "situations",
    )  # fmt: skip

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        db_table = "welcome_beneficiary"
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="welcome_by_name"),
            # Without the list of pending entries: a search never waits for its clean-up.
            GinIndex(fields=["spellings"], name="welcome_by_spelling", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False) & ~Q(merged_into=F("id")),
                name="welcome_beneficiary_merged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        """As it is said before others: first name and initial."""
        return f"{self.first_name} {self.last_name[:1]}."

    @property
    def stamp(self) -> str:
        """What the file says, in short: another one when somebody has changed it meanwhile."""
        said = json.dumps([getattr(self, name) for name in self.CHOSEN])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def same_person(self) -> Any:
        """The ids of all the files of this person: this one and those that were merged into it."""
        head = self.merged_into_id or self.pk
        return Beneficiary.objects.filter(Q(pk=head) | Q(merged_into=head)).order_by().values("pk")

    def set_keys(self) -> None:
        last, first = fold(self.last_name), fold(self.first_name)
        self.sort_key = f"{last} {first}"[:170]
        joined = " ".join(name.replace(" ", "") for name in (last, first) if " " in name)
        year = str(self.birth_year or "")
        # The numbers last: they are never cut.
        numbers = f"{self.reference.lower()} {year} {phone_keys(self.phone)}"
        self.search_key = f"{self.sort_key} {joined[:170]} {numbers}"
        self.spellings = sorted(spellings_of(last) | spellings_of(first))


class Consent(models.Model):
    """What a person agreed to, or took back (RGPD, art. 7): the last line of a purpose is in force."""

    append_only = True

    class Purpose(models.TextChoices):
        EMAIL = "email", "Recevoir des messages par e-mail"
        SMS = "sms", "Recevoir des SMS"
        FOLLOW_UP = "follow_up", "Être rappelée après le parcours"
        PRESCRIBER = "prescriber", "Donner des nouvelles à la structure qui oriente"
        PICTURE = "picture", "Être photographiée"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    beneficiary = models.ForeignKey(Beneficiary, models.PROTECT, related_name="consents")
    purpose = models.CharField("pour", max_length=10, choices=Purpose)
    given = models.BooleanField("accord")
    recorded_by = downstairs("network.User", verbose_name="noté par")
    recorded_at = models.DateTimeField("noté le")

    class Meta:
        db_table = "welcome_consent"
        ordering = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} : {'oui' if self.given else 'non'}"
