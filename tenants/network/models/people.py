from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from kit.identifiers import new_id
from tenants.network import access


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password nobody can sign in until one is chosen."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who works with Maillon. Deactivated, never deleted: antennes point at accounts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("adresse e-mail", unique=True)
    name = models.CharField("prénom et nom", max_length=120)
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    suspended_at = models.DateTimeField("suspendu le", null=True, blank=True)
    suspended_why = models.CharField("motif de la suspension", max_length=300, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "network_user"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class MembershipQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "MembershipQuerySet":
        return self.filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)

    def at_antenne(self, antenne: Any) -> "MembershipQuerySet":
        return self.filter(scope=access.Scope.ANTENNE, antenne=antenne)


class Membership(models.Model):
    """A role of a person in one place, from a day to a day (both included)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="personne")
    scope = models.CharField("périmètre", max_length=10, choices=access.Scope)
    antenne = models.ForeignKey(
        "network.Antenne", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    # The sponsor lives one room to the right (billing.sponsoring): an id, no key.
    sponsor_id = models.UUIDField("mécène", null=True, blank=True)
    role = models.CharField("rôle", max_length=20, choices=access.Role)
    start = models.DateField("du")
    end = models.DateField("au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "network_membership"
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="antenne", antenne__isnull=False, sponsor_id__isnull=True)
                | Q(scope="national", antenne__isnull=True, sponsor_id__isnull=True)
                | Q(scope="sponsor", antenne__isnull=True, sponsor_id__isnull=False),
                name="network_membership_place_fits_scope",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                name="network_membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(role=access.Role.VISITOR), name="network_membership_no_visitor"
            ),
            models.UniqueConstraint(
                fields=["user", "scope", "antenne", "sponsor_id", "role"],
                condition=Q(end__isnull=True),
                nulls_distinct=False,
                name="network_membership_one_open_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def is_at(self, place: Any) -> bool:
        """Whether it counts on that site (a middleware.Place)."""
        return self.scope == place.scope and self.antenne_id == (place.antenne.pk if place.antenne else None)


class Invitation(models.Model):
    """A signed link that lets a person choose a password and gives them one role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("adresse e-mail")
    name = models.CharField("prénom et nom", max_length=120)
    scope = models.CharField(max_length=10, choices=access.Scope)
    antenne = models.ForeignKey("network.Antenne", models.PROTECT, null=True, blank=True, related_name="+")
    sponsor_id = models.UUIDField(null=True, blank=True)
    role = models.CharField("rôle", max_length=20, choices=access.Role)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "network_invitation"
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=access.Role.VISITOR), name="network_invitation_no_visitor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"
