from django.core.exceptions import ValidationError
from django.db import models
from stdnum.fr import siren, siret

from kit.identifiers import new_id


def check_siren(value: str) -> None:
    if not siren.is_valid(value):
        raise ValidationError("Ce SIREN n’existe pas : vérifiez ses neuf chiffres.", code="siren")


def check_siret(value: str) -> None:
    if not siret.is_valid(value):
        raise ValidationError("Ce SIRET n’existe pas : vérifiez ses quatorze chiffres.", code="siret")


class Sponsor(models.Model):
    """Who funds places and devices: a foundation, a company, a public body, a person."""

    class Status(models.TextChoices):
        COMPANY = "company", "Entreprise"
        FOUNDATION = "foundation", "Fondation ou association"
        PUBLIC = "public", "Organisme public"
        PERSON = "person", "Particulier"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField("nom", max_length=160, unique=True)
    status = models.CharField("statut", max_length=10, choices=Status, default=Status.FOUNDATION)
    legal_form = models.CharField("forme juridique", max_length=80, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[check_siren])
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    address = models.TextField("adresse", max_length=300, blank=True)
    contact_name = models.CharField("interlocuteur", max_length=120, blank=True)
    email = models.EmailField("adresse e-mail de facturation", blank=True)
    # The customer of the payment rail, "" until the first demand there.
    gateway_customer = models.CharField(max_length=60, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "sponsoring_sponsor"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A SIRET begins with the SIREN of the same organisation."""
        if self.siren and self.siret and not self.siret.startswith(self.siren):
            raise ValidationError({"siret": "Ce SIRET n’est pas un établissement de ce SIREN."})
