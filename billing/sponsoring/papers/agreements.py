"""The paper of an agreement, or of an amendment: what was signed, as it was; before that, to sign by hand."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from billing.sponsoring.models import Agreement, Amendment, Signature
from billing.sponsoring.papers.texts import NETWORK, text_to_sign
from kit import formats
from kit.documents import pdf


def agreement_pdf(agreement: Agreement, *, now: datetime, amendment: Amendment | None = None) -> bytes:
    """One amendment alone, or the agreement followed by its signed amendments."""
    papers = [_paper(agreement, amendment)]
    if amendment is None:
        signed = agreement.amendments.filter(state=Amendment.State.SIGNED).order_by("number")
        papers += [_paper(agreement, one) for one in signed]
    return pdf.render(
        "sponsoring/agreement.typ",
        title=f"{papers[0]['text']['title']} {agreement.reference}",
        data={"papers": papers, "draft": agreement.state == Agreement.State.DRAFT},
        letterhead=[NETWORK, "Réseau national"],
        now=now,
    )


def _paper(agreement: Agreement, amendment: Amendment | None) -> dict[str, Any]:
    signatures = {one.side: one for one in agreement.signatures.filter(amendment=amendment)}
    text = text_to_sign(agreement, amendment)
    boxes = zip((Signature.Side.NETWORK, Signature.Side.SPONSOR), text["parties"], strict=True)
    return {"text": text, "boxes": [_box(party, signatures.get(side)) for side, party in boxes]}


def _box(party: dict[str, Any], signed: Signature | None) -> dict[str, str]:
    """Where a side signs: empty strings before it has."""
    box = {"title": f"Pour {party['called']}", "party": party["name"]}
    if signed is None:
        return box | {"name": "", "role": "", "path": "", "at": "", "digest": ""}
    at = localtime(signed.at)
    return box | {
        "name": signed.signer_name,
        "role": signed.signer_role,
        "path": signed.path,
        "at": f"le {formats.day(at)} à {formats.hour(at)}",
        "digest": signed.digest[:16],
    }
