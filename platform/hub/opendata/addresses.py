"""Addresses that hold outside of this site: on TLS, but on a developer's machine."""

from django.conf import settings
from django.urls import reverse

from tenants.network.links import root
from tenants.network.models import Antenne


def public_page() -> str:
    """The page of the open data."""
    path = reverse("open_data", urlconf=settings.MAILLON_URLCONFS["national"])
    return f"{root(f'reseau.{settings.MAILLON_DOMAIN}')}{path}"


def page_of(antenne: Antenne) -> str:
    """That page, on this antenne alone."""
    return f"{public_page()}?lieu={antenne.code}"


def referral_form(antenne: Antenne) -> str:
    """Where a social structure sends a person to this antenne."""
    path = reverse("welcome:send", urlconf=settings.MAILLON_URLCONFS["antenne"])
    return f"{root(f'{antenne.code}.{settings.MAILLON_DOMAIN}')}{path}"
