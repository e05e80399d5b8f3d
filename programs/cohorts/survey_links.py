"""The signed links of the survey. The antenne is in the signature: elsewhere they mean nothing."""

from datetime import date
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

from programs.cohorts.models import Cohort, SurveyInvitation


def token_of(invitation: SurveyInvitation, *, antenne: str) -> str:
    """A person's own link: it names their invitation."""
    return _signer("survey", antenne).sign(invitation.pk.hex)


def invitation_id(token: str, *, antenne: str) -> UUID | None:
    """The invitation that the token names; None for a forged one, or one of another antenne."""
    try:
        return UUID(_signer("survey", antenne).unsign(token))
    except (BadSignature, ValueError):
        return None


def kiosk_token(cohort: Cohort, *, day: date, antenne: str) -> str:
    """The link of the tablet: it names a cohort, and holds for that day."""
    return _signer("kiosk", antenne).sign(f"{cohort.pk.hex}-{day.isoformat()}")


def kiosk_cohort(token: str, *, antenne: str) -> tuple[UUID, date] | None:
    """(the cohort, the day it holds for); None for a forged one, or one of another antenne."""
    try:
        cohort, _, day = _signer("kiosk", antenne).unsign(token).partition("-")
        return UUID(cohort), date.fromisoformat(day)
    except (BadSignature, ValueError):
        return None


def new_sheet(*, antenne: str) -> str:
    """A random id for one blank survey, signed: who sends the form chooses no key of our tables."""
    return _signer("sheet", antenne).sign(uuid4().hex)


def sheet_id(sheet: str, *, antenne: str) -> UUID | None:
    try:
        return UUID(_signer("sheet", antenne).unsign(sheet))
    except (BadSignature, ValueError):
        return None


def _signer(what: str, antenne: str) -> Signer:
    return Signer(salt=f"cohorts.{what}:{antenne}", sep=".")
