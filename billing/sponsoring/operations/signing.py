"""Both sides sign the same text, on the screen or on paper; with the second one it is concluded."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from billing.sponsoring.models import Agreement, Amendment, Signature
from billing.sponsoring.operations.agreements import locked_agreement
from billing.sponsoring.operations.applying import apply_amendment
from billing.sponsoring.papers.texts import text_to_sign
from kit.journal import record
from kit.refusals import Refused
from kit.signatures import check_path, digest_of
from kit.states import check, move
from tenants.network.access import Role
from tenants.network.models import Membership

NETWORK, SPONSOR = Signature.Side.NETWORK, Signature.Side.SPONSOR


class SecondPersonWanted(Refused):
    """Une convention se signe à deux : une autre personne que celle qui l’a écrite signe pour le réseau."""


class AlreadySigned(Refused):
    """Ce côté a déjà signé : sa signature ne change plus."""


class TextChanged(Refused):
    """Le texte a changé depuis qu’il a été affiché : relisez-le, puis signez."""


class NotYoursToSign(Refused):
    """Cette convention n’est pas celle de votre organisation."""


@transaction.atomic
def sign_for_network(
    agreement: Agreement,
    *,
    amendment: Amendment | None = None,
    name: str,
    role: str = "",
    path: str = "",
    digest: str,
    by: Any,
    now: datetime,
) -> Signature:
    """The network's side. `path` is what was drawn, "" when the printed paper was signed.

    `digest` is that of the text which was read (`digest_of`). Who wrote does not sign.
    """
    agreement, amendment = _held(agreement, amendment)
    if (amendment or agreement).drafted_by_id == by.pk:
        raise SecondPersonWanted
    if path:
        check_path(path)
    return _keep(
        agreement, amendment, NETWORK, name=name, role=role, path=path, digest=digest, by=by, now=now
    )


@transaction.atomic
def sign_for_sponsor(
    agreement: Agreement,
    *,
    amendment: Amendment | None = None,
    name: str,
    role: str = "",
    path: str,
    digest: str,
    by: Any,
    now: datetime,
    today: date,
) -> Signature:
    """The sponsor's side, drawn on their own site by one of their readers."""
    agreement, amendment = _held(agreement, amendment)
    readers = Membership.objects.in_force(today).filter(role=Role.READER, sponsor_id=agreement.sponsor_id)
    if not readers.filter(user=by).exists():
        raise NotYoursToSign
    check_path(path)
    return _keep(
        agreement, amendment, SPONSOR, name=name, role=role, path=path, digest=digest, by=by, now=now
    )


@transaction.atomic
def note_sponsor_signature(
    agreement: Agreement,
    *,
    amendment: Amendment | None = None,
    name: str,
    role: str = "",
    digest: str,
    by: Any,
    now: datetime,
) -> Signature:
    """The sponsor signed the printed paper: the national office notes who did."""
    agreement, amendment = _held(agreement, amendment)
    return _keep(agreement, amendment, SPONSOR, name=name, role=role, path="", digest=digest, by=by, now=now)


@transaction.atomic
def sign_agreement(agreement: Agreement, *, by: Any, now: datetime) -> Agreement:
    """Note that both sides had signed on paper, for agreements that are older than this office."""
    agreement, _ = _held(agreement, None)
    digest = digest_of(text_to_sign(agreement))
    sponsor = agreement.sponsor
    signers = {NETWORK: str(by or ""), SPONSOR: sponsor.contact_name or sponsor.name}
    for side, name in signers.items():
        _keep(agreement, None, side, name=name[:120], role="", path="", digest=digest, by=by, now=now)
    return agreement


def _held(agreement: Agreement, amendment: Amendment | None) -> tuple[Agreement, Amendment | None]:
    """Both locked, the agreement first: the two sides sign one after the other."""
    agreement = locked_agreement(agreement)
    if amendment is not None:
        amendment = Amendment.objects.select_for_update().get(pk=amendment.pk, agreement=agreement)
    return agreement, amendment


def _keep(
    agreement: Agreement,
    amendment: Amendment | None,
    side: str,
    *,
    name: str,
    role: str,
    path: str,
    digest: str,
    by: Any,
    now: datetime,
) -> Signature:
    paper = amendment or agreement
    check(paper, to=paper.State.SIGNED)
    before = list(agreement.signatures.filter(amendment=amendment))
    if any(one.side == side for one in before):
        raise AlreadySigned
    content = text_to_sign(agreement, amendment)
    if digest_of(content) != digest:
        raise TextChanged
    signature = Signature(
        agreement=agreement, amendment=amendment, side=side, signer_name=name, signer_role=role,
        content=content, digest=digest, path=path, by=by, at=now,
    )  # fmt: skip
    signature.full_clean(exclude=["agreement", "amendment", "by"], validate_unique=False)
    signature.save()
    record("sponsoring.signature_kept", on=paper, by=by, at=now, side=str(side), digest=digest)
    if before:
        _conclude(agreement, amendment, by=by, now=now)
    return signature


def _conclude(agreement: Agreement, amendment: Amendment | None, *, by: Any, now: datetime) -> None:
    if amendment is not None:
        apply_amendment(agreement, amendment, by=by, now=now)
        return
    basis = Agreement.BASIS[Agreement.Kind(agreement.kind)]
    signed, verb = Agreement.State.SIGNED, "sponsoring.agreement_signed"
    move(agreement, to=signed, by=by, now=now, verb=verb, basis=basis)
