"""The signed link of an invitation. The antenne is in the signature: elsewhere it means nothing."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from programs.cohorts.models import SurveyInvitation


def token_of(invitation: SurveyInvitation, *, antenne: str) -> str:
    return _signer(antenne).sign(invitation.pk.hex)


def invitation_id(token: str, *, antenne: str) -> UUID | None:
    """The invitation that the token names; None for a forged one, or one of another antenne."""
    try:
        return UUID(_signer(antenne).unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer(antenne: str) -> Signer:
    return Signer(salt=f"cohorts.survey:{antenne}", sep=".")
