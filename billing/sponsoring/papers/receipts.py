"""The tax receipt: what it says, frozen when it is issued, and its PDF."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from billing.sponsoring.models import Payment, Sponsor, TaxReceipt
from billing.sponsoring.papers.forms import Form, articles_for
from billing.sponsoring.papers.words import amount_in_words
from kit import formats
from kit.documents import pdf

_CERTIFIES = (
    "Le bénéficiaire certifie sur l’honneur que les dons et versements qu’il reçoit ouvrent droit"
    " à la réduction d’impôt prévue à l’article"
)
_MEANS = {
    Payment.Rail.CHEQUE: "Chèque",
    Payment.Rail.TRANSFER: "Virement, prélèvement, carte bancaire",
    Payment.Rail.STRIPE: "Virement, prélèvement, carte bancaire",
}


def content_of(payment: Payment, *, form: Form, number: str, amount_cents: int, on: date) -> dict[str, Any]:
    """All that a receipt says (cents, ISO dates):

    {"version", "number", "form": {"name", "cerfa", "title"}, "issued_on", "articles": [[article, applies]],
    "beneficiary": {"name", "legal_form", "siren", "rna", "address", "object", "quality"},
    "donor": {"name", "status", "legal_form", "siren", "address"}, "amount_cents", "amount_in_words",
    "received_on", "form_of_gift", "nature", "means", "in_return_cents", "agreement", "certifies",
    "signer": {"name", "role"}, "specimen"}; a specimen comes from the demonstration and is worth nothing.
    """
    agreement, sponsor = payment.agreement, payment.sponsor
    issuer, gifts = settings.MAILLON_ISSUER, settings.MAILLON_GIFTS
    return {
        "version": 1,
        "number": number,
        "form": {"name": form.name, "cerfa": form.cerfa, "title": form.title},
        "issued_on": on.isoformat(),
        "articles": _articles(form, sponsor.status),
        "beneficiary": {
            **{name: issuer[name] for name in ("name", "legal_form", "siren", "rna", "address")},
            "object": gifts["object"],
            "quality": gifts["quality"],
        },
        "donor": {
            name: getattr(sponsor, name) for name in ("name", "status", "legal_form", "siren", "address")
        },
        "amount_cents": amount_cents,
        "amount_in_words": amount_in_words(amount_cents),
        "received_on": payment.received_on.isoformat(),
        "form_of_gift": "Acte sous seing privé"
        if agreement and agreement.signed_at
        else "Déclaration de don manuel",
        "nature": "Numéraire",
        "means": _MEANS[Payment.Rail(payment.rail)],
        "in_return_cents": sum(one.value_cents for one in agreement.counterparties.all()) if agreement else 0,
        "agreement": agreement.reference if agreement else "",
        "certifies": _CERTIFIES,
        "signer": {"name": gifts["signer"], "role": gifts["signer_role"]},
        "specimen": settings.MAILLON_DEMO,
    }


def certified_articles(form: Form, status: str) -> set[str]:
    """The articles that the form, the donor and the network have in common."""
    ours = {article.strip() for article in settings.MAILLON_GIFTS.get("articles", "").split(",")}
    return ours & set(form.articles) & set(articles_for(status))


def receipt_pdf(receipt: TaxReceipt) -> bytes:
    """The paper of a receipt, said to be cancelled when it is; or of what cancels one."""
    original = receipt.cancels or receipt
    said = original.content
    title = f"Annulation {receipt.number}" if receipt.cancels else f"Reçu fiscal {receipt.number}"
    return pdf.render(
        "sponsoring/tax_receipt.typ",
        title=title,
        data=_shown(said) | {"cancelled": _cancelled(receipt), "cancelling": bool(receipt.cancels)},
        letterhead=[said["beneficiary"]["name"], *said["beneficiary"]["address"].splitlines()],
        now=receipt.issued_at,
        archived=True,
    )


def _articles(form: Form, status: str) -> list[list[Any]]:
    certified = certified_articles(form, status)
    return [[article, article in certified] for article in form.articles]


def _shown(said: dict[str, Any]) -> dict[str, Any]:
    """The content in words of paper: days in French, amounts in euros."""
    person = said["donor"]["status"] == Sponsor.Status.PERSON
    return said | {
        "issued_on": formats.day(date.fromisoformat(said["issued_on"])),
        "received_on": formats.day(date.fromisoformat(said["received_on"])),
        "amount": formats.number(Decimal(said["amount_cents"]) / 100, 2) + f"{formats.NBSP}€",
        "in_return": formats.euros(said["in_return_cents"]) if said["in_return_cents"] else "",
        "person": person,
        "siren": _by_threes(said["beneficiary"]["siren"]),
        "donor_siren": _by_threes(said["donor"]["siren"]),
        "address": ", ".join(said["beneficiary"]["address"].splitlines()),
        "donor_address": said["donor"]["address"].splitlines(),
    }


def _cancelled(receipt: TaxReceipt) -> dict[str, str] | None:
    by = receipt if receipt.cancels else TaxReceipt.objects.filter(cancels=receipt).first()
    if by is None:
        return None
    return {"number": by.number, "on": formats.day(by.issued_on), "reason": by.reason}


def _by_threes(siren: str) -> str:
    return formats.NBSP.join(siren[start : start + 3] for start in range(0, len(siren), 3))
