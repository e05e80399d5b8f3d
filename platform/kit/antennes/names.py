"""Where a connection can stand, and the PostgreSQL role that goes with each place.

Roles are cluster-wide, so their names carry a prefix: the database's name by default.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

PUBLIC = "public"
_LONGEST_IDENTIFIER = 63  # PostgreSQL cuts longer names in silence


@dataclass(frozen=True)
class Site:
    """A place on the shared floor: a site of ours, or no place at all."""

    kind: str
    schema_name: str = PUBLIC

    @property
    def role(self) -> str:
        return prefixed(self.kind)

    def get_tenant_type(self) -> str:
        return self.kind


NOWHERE = Site("nobody")
FRONT = Site("front")
NATIONAL = Site("national")
PARTNER = Site("partner")
WORKER = Site("worker")
SITES = (NOWHERE, FRONT, NATIONAL, PARTNER, WORKER)


def prefixed(suffix: str) -> str:
    """The role's whole name; raises ValueError when PostgreSQL would cut it."""
    name = f"{settings.MAILLON_ROLE_PREFIX}_{suffix}"
    if len(name) > _LONGEST_IDENTIFIER:
        raise ValueError(f"role name too long for PostgreSQL: {name}")
    return name


def antenne_role(schema: str) -> str:
    return prefixed(f"a_{schema}")


def role_of(place: Any, *, owner: bool) -> str:
    """The role for a place: a Site, an antenne, or django-tenants' bare schema name.

    With the owner's credentials (migrations, opening an antenne) a bare schema or no place
    at all keeps the owner's own role: 'none' is PostgreSQL's word for it.
    """
    if isinstance(place, Site) and place is not NOWHERE:
        return place.role
    if owner and not hasattr(place, "pk"):
        return "none"
    if place.schema_name == PUBLIC:
        return NOWHERE.role
    return antenne_role(place.schema_name)
