from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django_tenants.models import DomainMixin, TenantMixin

from kit.identifiers import new_id

# A host label that is also a schema name once its hyphens are underscores; short enough for a role.
CODE = RegexValidator(r"^[a-z][a-z0-9-]{1,29}$", "Un code : minuscules, chiffres et tirets, 2 à 30 signes.")


class AntenneQuerySet(models.QuerySet):
    def with_schema(self) -> "AntenneQuerySet":
        """The antennes whose schema exists: neither being prepared nor purged."""
        return self.exclude(state=Antenne.State.PREPARING).filter(purged_at__isnull=True)

    def serving(self) -> "AntenneQuerySet":
        return self.filter(state=Antenne.State.OPEN)

    def at_work(self) -> "AntenneQuerySet":
        """Those whose books go on: a suspended shop still closes its days."""
        return self.filter(state__in=[Antenne.State.OPEN, Antenne.State.SUSPENDED])


class Antenne(TenantMixin):
    """A local site of the network: a tenant. Its schema's name never changes; retired, never deleted."""

    class State(models.TextChoices):
        PREPARING = "preparing", "En préparation"
        OPEN = "open", "Ouverte"
        SUSPENDED = "suspended", "Suspendue"
        ARCHIVED = "archived", "Archivée"

    NEXT = {
        State.PREPARING: frozenset({State.OPEN}),
        State.OPEN: frozenset({State.SUSPENDED}),
        State.SUSPENDED: frozenset({State.OPEN, State.ARCHIVED}),
        State.ARCHIVED: frozenset(),
    }
    auto_create_schema = False  # by the owner's credentials alone: kit.antennes.schemas

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField("code", max_length=30, unique=True, validators=[CODE])
    name = models.CharField("nom", max_length=80)
    departement = models.CharField("département", max_length=3)
    address = models.CharField("adresse", max_length=200, blank=True)
    zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    has_shop = models.BooleanField("tient une caisse", default=True)
    has_equipment = models.BooleanField("prête du matériel", default=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PREPARING)
    created_at = models.DateTimeField("créée le", db_default=Now(), editable=False)
    open_at = models.DateTimeField("ouverte le", null=True, blank=True)
    suspended_at = models.DateTimeField("suspendue le", null=True, blank=True)
    archived_at = models.DateTimeField("archivée le", null=True, blank=True)
    purged_at = models.DateTimeField("effacée le", null=True, blank=True)

    objects = AntenneQuerySet.as_manager()

    class Meta:
        db_table = "network_antenne"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="preparing") | models.Q(open_at__isnull=False),
                name="network_antenne_open_at",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at__isnull=True) | models.Q(state="archived"),
                name="network_antenne_purged_once_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> Any:
        # django-tenants keeps one stack of tenants for all threads: two threads end on each other's.
        raise RuntimeError("Use kit.antennes.inside(antenne): `with antenne:` mixes up threads.")

    @property
    def serves(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Domain(DomainMixin):
    """A host name that leads to an antenne; `tenant` is django-tenants' word for it."""

    class Meta:
        db_table = "network_domain"
        ordering = ["domain"]
