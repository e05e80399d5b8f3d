"""Signed words between the public form and its senders. The antenne is in each signature.

A ticket makes a form count once; a token names one referral, for the page that follows it.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from kit.identifiers import new_id
from tenants.network import links
from tenants.welcome.models import Referral

_TICKET_LASTS = timedelta(hours=12)


def new_ticket(*, antenne: str) -> str:
    return _tickets(antenne).sign(new_id().hex)


def ticket_id(ticket: str, *, antenne: str) -> UUID | None:
    """None for a ticket that is forged, too old, or of another antenne."""
    try:
        return UUID(_tickets(antenne).unsign(ticket, max_age=_TICKET_LASTS))
    except (BadSignature, ValueError):
        return None


def token_of(referral: Referral, *, antenne: str) -> str:
    return _tokens(antenne).sign(referral.pk.hex)


def referral_id(token: str, *, antenne: str) -> UUID | None:
    """The referral that the token names; None for a forged one, or one of another antenne."""
    try:
        return UUID(_tokens(antenne).unsign(token))
    except (BadSignature, ValueError):
        return None


def address(referral: Referral, antenne: Any) -> str:
    """The whole link of the page that follows it, for a mail or for paper."""
    path = reverse("welcome:follow", args=[token_of(referral, antenne=antenne.code)])
    return f"{links.home(antenne)}{path}"


def _tickets(antenne: str) -> TimestampSigner:
    return TimestampSigner(salt=f"welcome.form:{antenne}", sep=".")


def _tokens(antenne: str) -> Signer:
    return Signer(salt=f"welcome.referral:{antenne}", sep=".")
