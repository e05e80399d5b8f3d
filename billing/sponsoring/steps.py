"""The next step of an agreement, for who reads it: a sentence and, when it is theirs to do, its door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from billing.sponsoring.models import Agreement, Signature
from kit.formats import day


@dataclass(frozen=True)
class Step:
    """`route` is a page of the agreement ("" when somebody else must act); a `post` one acts at once."""

    sentence: str
    route: str = ""
    action: str = ""
    icon: str = "check"
    post: bool = False
    confirm: str = ""


def next_step(
    agreement: Agreement, signatures: Iterable[Signature], *, user: Any, today: date, write: bool, sign: bool
) -> Step | None:
    """None when there is nothing left to do."""
    state = Agreement.State
    match agreement.state:
        case state.DRAFT:
            return _propose(write)
        case state.PROPOSED:
            return _sign(agreement, {one.side for one in signatures}, user, sign)
        case state.SIGNED | state.RUNNING:
            return _run(agreement, today, write)
        case state.COMPLETED:
            words = "Tout ce qu’elle permettait est fait. Quand l’argent est là, elle se clôt."
            return Step(words, "close", "Clore", "archive") if write else Step(words)
    return None


def _propose(write: bool) -> Step:
    words = "Le texte peut encore changer. Proposée, la convention attend les deux signatures."
    if not write:
        return Step(words)
    confirm = "Proposer cette convention ? Son texte ne changera plus."
    return Step(words, "propose", "Proposer", "send", post=True, confirm=confirm)


def _sign(agreement: Agreement, sides: set[str], user: Any, sign: bool) -> Step:
    if Signature.Side.NETWORK in sides:
        return Step(f"Le réseau a signé. Il manque la signature de {agreement.sponsor}.")
    if agreement.drafted_by_id == user.pk:
        return Step("Vous l’avez écrite : une autre personne la signe pour le réseau.")
    words = "Elle attend la signature du réseau."
    return Step(words, "sign", "Lire et signer", "signature") if sign else Step(words)


def _run(agreement: Agreement, today: date, write: bool) -> Step:
    if agreement.starts_on > today:
        return Step(f"Signée. Elle commence le {day(agreement.starts_on)}.")
    if agreement.ends_on >= today:
        return Step(f"Elle court jusqu’au {day(agreement.ends_on)}.")
    words = f"Sa période est finie depuis le {day(agreement.ends_on)}."
    return Step(words, "complete", "Dire qu’elle est réalisée", "flag", post=True) if write else Step(words)
