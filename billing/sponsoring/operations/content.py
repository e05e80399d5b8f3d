"""What a demand for money says, frozen on the day it is issued; operations.invoices tells its shape."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from stdnum.fr import siren

from billing.sponsoring.models import Agreement, Instalment, Invoice, Sponsor
from kit.formats import day

TITLES = {
    Invoice.Kind.INVOICE: "Facture",
    Invoice.Kind.CREDIT_NOTE: "Avoir",
    Invoice.Kind.CALL: "Appel de fonds",
}
OUT_OF_SCOPE = "Versement sans contrepartie : hors du champ de la TVA (CGI, art. 256)."
_TOWN = re.compile(r"(\d{5})\s+(\S.*)")


def of_invoice(
    kind: Invoice.Kind, number: str, *, agreement: Agreement, instalment: Instalment | None,
    lines: list[dict[str, Any]], due_on: date, issued_on: date, credits: Invoice | None, reason: str,
) -> dict[str, Any]:  # fmt: skip
    totals = {name: sum(line[name] for line in lines) for name in ("net_cents", "vat_cents", "gross_cents")}
    return {
        "version": 1, "number": number, "kind": str(kind), "title": TITLES[kind], "currency": "EUR",
        "issued_on": issued_on.isoformat(), "due_on": due_on.isoformat(),
        "period": {"from": agreement.starts_on.isoformat(), "to": agreement.ends_on.isoformat()},
        "seller": _seller(), "buyer": _buyer(agreement.sponsor),
        "agreement": {
            "id": str(agreement.pk), "reference": agreement.reference, "title": agreement.title,
            "kind": agreement.kind,
        },
        "instalment": _instalment(instalment), "credits": _credited(credits), "reason": reason,
        "lines": lines, "vat": _vat(lines), **totals, "bank": _bank(),
        "terms": _terms(kind, due_on), "mentions": _mentions(kind, agreement.sponsor, credits, lines),
    }  # fmt: skip


def line(label: str, *, net_cents: int, vat_cents: int, rate: Decimal | None) -> dict[str, Any]:
    """`rate` in percent; None for what is out of the scope of VAT."""
    return {
        "label": label, "quantity": 1, "unit": "C62", "net_cents": net_cents,
        "vat_category": "O" if rate is None else "S",
        "vat_percent": None if rate is None else f"{rate.normalize():f}",
        "vat_cents": vat_cents, "gross_cents": net_cents + vat_cents,
    }  # fmt: skip


def _vat(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    summed: dict[tuple[str, str | None], dict[str, Any]] = {}
    for one in lines:
        category, percent = one["vat_category"], one["vat_percent"]
        empty = {
            "category": category, "percent": percent, "net_cents": 0, "vat_cents": 0,
            "exemption": OUT_OF_SCOPE if category == "O" else "",
        }  # fmt: skip
        row = summed.setdefault((category, percent), empty)
        row["net_cents"] += one["net_cents"]
        row["vat_cents"] += one["vat_cents"]
    return list(summed.values())


def _seller() -> dict[str, Any]:
    said = settings.MAILLON_ISSUER
    known = ("name", "legal_form", "siren", "siret", "contact", "vat_number", "rna", "email", "phone")
    return {name: said[name] for name in known} | _address(said["address"])


def _buyer(sponsor: Sponsor) -> dict[str, Any]:
    taxed = sponsor.status == Sponsor.Status.COMPANY and bool(sponsor.siren)
    return {
        "id": str(sponsor.pk), "name": sponsor.name, "status": sponsor.status,
        "legal_form": sponsor.legal_form, "siren": sponsor.siren, "siret": sponsor.siret,
        # The number of a French company is read from its SIREN (CGI, ann. II, art. 295 B).
        "vat_number": f"FR{siren.to_tva(sponsor.siren).replace(' ', '')}" if taxed else "",
        "contact": sponsor.contact_name, "email": sponsor.email,
    } | _address(sponsor.address)  # fmt: skip


def _address(text: str) -> dict[str, str]:
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    town = _TOWN.fullmatch(lines[-1]) if lines else None
    street = lines[:-1] if town else lines
    return {
        "address": "\n".join(lines), "street": ", ".join(street),
        "postcode": town[1] if town else "", "city": town[2] if town else "", "country": "FR",
    }  # fmt: skip


def _bank() -> dict[str, str]:
    said = settings.MAILLON_ISSUER
    return {"iban": said["iban"], "bic": said["bic"], "holder": said["name"]}


def _instalment(instalment: Instalment | None) -> dict[str, Any] | None:
    if instalment is None:
        return None
    return {"id": str(instalment.pk), "number": instalment.number, "due_on": instalment.due_on.isoformat()}


def _credited(invoice: Invoice | None) -> dict[str, Any] | None:
    if invoice is None:
        return None
    return {
        "id": str(invoice.pk), "number": invoice.number, "kind": invoice.kind,
        "issued_on": invoice.issued_on.isoformat(),
    }  # fmt: skip


def _terms(kind: Invoice.Kind, due_on: date) -> str:
    if kind == Invoice.Kind.CREDIT_NOTE:
        return "À déduire de ce qui reste à payer, ou remboursé."
    return f"À payer au plus tard le {day(due_on)}."


def _mentions(
    kind: Invoice.Kind, buyer: Sponsor, credits: Invoice | None, lines: list[dict[str, Any]]
) -> list[str]:
    taxed = any(one["vat_category"] == "S" for one in lines)
    said = [] if taxed else [OUT_OF_SCOPE]
    if kind == Invoice.Kind.CALL:
        return ["Cet appel de fonds n’est pas une facture.", *said]
    if credits is not None:
        what = TITLES[Invoice.Kind(credits.kind)].lower()
        return [f"Annule en tout ou en partie : {what} {credits.number} du {day(credits.issued_on)}.", *said]
    said += ["Opération : prestation de services.", "Pas d’escompte pour un paiement anticipé."]
    if buyer.status == Sponsor.Status.PERSON:
        return said
    return [
        *said,
        "Retard de paiement : pénalités à trois fois le taux d’intérêt légal (C. com., art. L441-10).",
        "Retard de paiement : indemnité forfaitaire de recouvrement de 40 € (C. com., art. D441-5).",
    ]
