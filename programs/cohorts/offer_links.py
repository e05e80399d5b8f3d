"""The signed link of an offered place. The antenne is in the signature: elsewhere it means nothing."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from kit.antennes import current
from programs.cohorts.models import Enrolment
from tenants.network.links import whole_address


def token_of(enrolment: Enrolment) -> str:
    return _signer().sign(enrolment.pk.hex)


def whole_link(enrolment: Enrolment) -> str:
    """As it goes into the e-mail."""
    return whole_address(reverse("cohorts:place", args=[token_of(enrolment)]))


def enrolment_id(token: str) -> UUID | None:
    """The enrolment that the token names here; None for a forged one, or one of another antenne."""
    try:
        return UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt=f"cohorts.place:{current()}", sep=".")
