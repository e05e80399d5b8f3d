"""The signed link of an invitation. The place is in it: on another site it does not exist."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kit.antennes import current
from tenants.network.access import Scope
from tenants.network.models import Antenne, Domain, Invitation
from tenants.network.operations.people import INVITATION_DAYS, InvitationOver

_SALT = "network.invitation"


@dataclass(frozen=True)
class _Site:
    key: str  # what middleware.Place.key says there
    host: str


def address(invitation: Invitation) -> str:
    """The whole link, as it goes into the e-mail."""
    site = _site_of(invitation)
    token = signing.dumps({"id": str(invitation.pk), "place": site.key}, salt=_SALT)
    return f"{root(site.host)}{reverse('accept_invitation', args=[token])}"


def home(antenne: Antenne) -> str:
    """The address of an antenne's site, without its last slash: for links in mails and on paper."""
    return root(Domain.objects.get(tenant=antenne, is_primary=True).domain)


def office() -> str:
    """The address of the national office's site, without its last slash."""
    return root(f"reseau.{settings.MAILLON_DOMAIN}")


def opened(token: str, *, place: Any) -> Invitation | None:
    """The invitation that a link names on this site; None when it is forged, cut, or of another one.

    Raises InvitationOver for a link that is too old.
    """
    try:
        said = signing.loads(token, salt=_SALT, max_age=timedelta(days=INVITATION_DAYS))
    except signing.SignatureExpired:
        raise InvitationOver from None
    except signing.BadSignature:
        return None
    if said["place"] != place.key:
        return None
    return Invitation.objects.select_related("invited_by", "antenne").filter(pk=said["id"]).first()


def whole_address(path: str) -> str:
    """The address of a page of the antenne we stand in, as it goes into a message."""
    host = Domain.objects.get(tenant__schema_name=current(), is_primary=True).domain
    scheme = "http" if settings.LOCAL else "https"
    return f"{scheme}://{host}{_port()}{path}"


def _site_of(invitation: Invitation) -> _Site:
    if invitation.antenne is not None:
        domain = Domain.objects.get(tenant=invitation.antenne, is_primary=True)
        return _Site(invitation.antenne.code, domain.domain)
    if invitation.scope == Scope.NATIONAL:
        return _Site("national", f"reseau.{settings.MAILLON_DOMAIN}")
    return _Site("partner", f"partenaires.{settings.MAILLON_DOMAIN}")


def root(host: str) -> str:
    return f"{'http' if settings.LOCAL else 'https'}://{host}{_port()}"


def _port() -> str:
    """On a developer's machine the sites stand on a port of their own."""
    port = getattr(settings, "MAILLON_PORT", "")
    return f":{port}" if settings.LOCAL and port else ""
