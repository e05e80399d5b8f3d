from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from stdnum.fr import siret

from kit.opening_hours import Week, parse
from tenants.network.vocabulary import Language

POSTAL = RegexValidator(r"^[0-9]{5}$", "Un code postal a cinq chiffres.")
INSEE = RegexValidator(r"^([0-9]{5}|2[AB][0-9]{3})$", "Un code INSEE a cinq signes, comme 38185 ou 2A004.")
E164 = RegexValidator(r"^\+[0-9]{6,15}$", "Ce numéro ne se lit pas. Écrivez-le comme 01 99 00 12 34.")
SHORTEST_DESCRIPTION = 50
LONGEST_DESCRIPTION = 2000


def check_siret(value: str) -> None:
    if not siret.is_valid(value):
        raise ValidationError("Ce SIRET n’existe pas : vérifiez ses quatorze chiffres.", code="siret")


def check_hours(value: str) -> None:
    try:
        parse(value)
    except ValueError as error:
        raise ValidationError("Ces horaires ne se lisent pas.", code="opening_hours") from error


def only_french() -> list[str]:
    return [Language.FRENCH]


class SiteSheet(models.Model):
    """What an antenne tells the public of its place: where, when, how to be received. Nobody's name.

    Published while `published_at` holds a moment; the antenne itself writes it, the others read it.
    `phone` is E.164, `opening_hours` the text that kit.opening_hours reads, coordinates are WGS 84.
    """

    class Reception(models.TextChoices):
        REFERRAL = "referral", "Sur orientation d’une structure sociale"
        APPOINTMENT = "appointment", "Sur orientation d’une structure sociale, puis sur rendez-vous"

    # What the public cannot do without; the description has its own shortest length.
    NEEDED = ("commune", "postal_code", "insee_code", "street", "description")

    antenne = models.OneToOneField(
        "network.Antenne", models.PROTECT, related_name="sheet", primary_key=True, editable=False
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    updated_at = models.DateTimeField("relue le", editable=False)
    street = models.CharField("adresse", max_length=200, blank=True)
    street_more = models.CharField("complément d’adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True, validators=[POSTAL])
    commune = models.CharField("commune", max_length=100, blank=True)
    insee_code = models.CharField("code INSEE de la commune", max_length=5, blank=True, validators=[INSEE])
    latitude = models.DecimalField(
        "latitude", max_digits=8, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )  # fmt: skip
    longitude = models.DecimalField(
        "longitude", max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    phone = models.CharField("téléphone", max_length=16, blank=True, validators=[E164])
    email = models.EmailField("adresse e-mail", blank=True)
    website = models.URLField("site internet", blank=True)
    opening_hours = models.CharField("horaires", max_length=400, blank=True, validators=[check_hours])
    accessibility_url = models.URLField("accessibilité du lieu", blank=True)
    description = models.TextField("présentation", max_length=LONGEST_DESCRIPTION, blank=True)
    reception = models.CharField("accueil", max_length=12, choices=Reception, default=Reception.REFERRAL)
    reception_words = models.CharField("ce qu’il faut savoir ou apporter", max_length=300, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language), verbose_name="langues parlées", default=only_french
    )

    class Meta:
        db_table = "network_sitesheet"
        ordering = ["antenne"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | ~Q(commune="")
                & ~Q(postal_code="")
                & ~Q(insee_code="")
                & ~Q(street="")
                & ~Q(description=""),
                name="network_sheet_whole_when_published",
                violation_error_message="Cette fiche n’est pas complète.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="network_sheet_both_coordinates",
                violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
            ),
        ]

    def __str__(self) -> str:
        return f"Fiche publique de {self.antenne}"

    @property
    def published(self) -> bool:
        return self.published_at is not None

    @property
    def week(self) -> Week:
        return parse(self.opening_hours)

    def lacking(self) -> dict[str, str]:
        """{field: what to do} of what the public cannot do without and is not there."""
        lacking = {
            name: "Nécessaire pour publier la fiche." for name in self.NEEDED if not getattr(self, name)
        }
        if "description" not in lacking and len(self.description) < SHORTEST_DESCRIPTION:
            lacking["description"] = f"Écrivez au moins {SHORTEST_DESCRIPTION} signes."
        return lacking
