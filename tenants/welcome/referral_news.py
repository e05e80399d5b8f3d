"""What a structure reads of the referral it has sent: where it stands, and never the person's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from tenants.welcome import referral_links
from tenants.welcome.models import Referral

_STATE = Referral.State
# {state: (the sentence of the page and of the mail, its tone, its icon)}
_WORDS = {
    _STATE.RECEIVED: (
        "Votre orientation est bien arrivée. L’accueil de l’antenne va la lire.",
        "info",
        "inbox",
    ),
    _STATE.UNDER_STUDY: (
        "L’accueil étudie votre orientation. Il vous contactera s’il lui manque une information.",
        "info",
        "hourglass",
    ),
    _STATE.ACCEPTED: (
        "L’antenne peut recevoir la personne. Elle peut venir, ou appeler l’accueil.",
        "ok",
        "circle-check",
    ),
    _STATE.REFUSED: (
        "L’antenne ne peut pas donner suite à cette orientation.",
        "no",
        "circle-x",
    ),
    _STATE.USED: (
        "Ce bon a servi : la personne a pris place dans un parcours.",
        "ok",
        "graduation-cap",
    ),
    _STATE.EXPIRED: (
        "Cette orientation a dépassé son délai. Vous pouvez en envoyer une nouvelle.",
        "warn",
        "clock",
    ),
}


@dataclass(frozen=True)
class News:
    """Where a referral stands: its sentence, and the days behind it, the latest first."""

    sentence: str
    tone: str
    icon: str
    steps: list[tuple[str, datetime]]


def news_of(referral: Referral) -> News:
    sentence, tone, icon = _WORDS[_STATE(referral.state)]
    dates = {state: getattr(referral, f"{state}_at") for state in _STATE}
    steps = [(state.label, at) for state, at in dates.items() if at is not None]
    return News(sentence, tone, icon, sorted(steps, key=lambda step: step[1], reverse=True))


def mail_of(referral: Referral, antenne: Any) -> EmailMessage:
    """Nothing that anybody typed is in it: the form cannot be made to write to strangers."""
    words = render_to_string(
        "welcome/referral_news.txt",
        {
            "referral": referral,
            "antenne": antenne,
            "news": news_of(referral),
            "address": referral_links.address(referral, antenne),
        },
    )
    state = referral.get_state_display().lower()
    return EmailMessage(f"Bon d’orientation {referral.number} : {state}", words, to=[referral.answer_to])
