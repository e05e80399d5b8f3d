"""Invoices and credit notes as Factur-X, calls for funds as plain PDFs: drawn from their frozen content.

The shape of the content is that of billing.sponsoring.operations.invoices.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from billing.sponsoring.models import Invoice
from kit import formats
from kit.documents import e_invoices, pdf
from kit.documents.e_invoices import EInvoice, Line, Party, Tax

# UNTDID 4451: what each legal mention is about, known by a word of it; what has none is plain information.
_SUBJECTS = (("indemnité forfaitaire", "PMT"), ("escompte", "AAB"), ("pénalités", "PMD"))
_PLAIN = "AAI"


def invoice_pdf(invoice: Invoice) -> bytes:
    """The paper; an invoice and a credit note carry their XML (Factur-X, EN 16931)."""
    content = invoice.content
    drawn = pdf.render(
        "sponsoring/invoice.typ",
        title=f"{invoice.get_kind_display()} {invoice.number}",
        data=_shown(invoice),
        letterhead=[content["seller"]["name"], *content["seller"]["address"].splitlines()],
        now=invoice.issued_at,
        archived=True,
    )
    if not is_e_invoice(invoice):
        return drawn
    name = content["seller"]["name"]
    title = f"{name} : {invoice.get_kind_display().lower()} {invoice.number}"
    subject = f"{invoice.get_kind_display()} {invoice.number} du {invoice.issued_on:%d/%m/%Y}"
    return e_invoices.embed(drawn, invoice_xml(invoice), title=title, author=name, subject=subject)


def invoice_xml(invoice: Invoice) -> bytes:
    """What a program reads of an invoice or a credit note; ValueError for what is_e_invoice is not."""
    if not is_e_invoice(invoice):
        raise ValueError(f"{invoice.number} is a call for funds, or takes one back")
    return e_invoices.write_xml(said(invoice))


def is_e_invoice(invoice: Invoice) -> bool:
    """An invoice, or what takes one back: a gift or a grant is called for, and never invoiced."""
    credited = invoice.content["credits"]
    return Invoice.Kind.CALL not in {invoice.kind, credited and credited["kind"]}


def said(invoice: Invoice) -> EInvoice:
    """The frozen content in the terms of EN 16931; the amounts of a credit note turn positive."""
    content = invoice.content
    sign = -1 if invoice.kind == Invoice.Kind.CREDIT_NOTE else 1
    credited, bank = content["credits"], content["bank"]
    return EInvoice(
        number=content["number"],
        issued_on=_day(content["issued_on"]),
        due_on=_day(content["due_on"]),
        seller=_party(content["seller"]),
        buyer=_party(content["buyer"]),
        lines=tuple(_line(line, sign) for line in content["lines"]),
        taxes=tuple(_tax(tax, sign) for tax in content["vat"]),
        net_cents=sign * content["net_cents"],
        vat_cents=sign * content["vat_cents"],
        gross_cents=sign * content["gross_cents"],
        terms=content["terms"],
        notes=tuple((_subject(mention), mention) for mention in _mentions(content)),
        contract=content["agreement"]["reference"],
        iban=bank["iban"].replace(" ", ""),
        bic=bank["bic"],
        period=(_day(content["period"]["from"]), _day(content["period"]["to"])),
        credits=(credited["number"], _day(credited["issued_on"])) if credited else None,
    )


def _party(told: dict[str, Any]) -> Party:
    return Party(
        name=told["name"],
        address=tuple(line.strip() for line in told["street"].splitlines() if line.strip())[:3],
        postcode=told["postcode"],
        city=told["city"],
        country=told["country"],
        siren=told["siren"],
        siret=told["siret"],
        vat_number=told["vat_number"],
    )


def _line(told: dict[str, Any], sign: int) -> Line:
    return Line(
        label=told["label"],
        net_cents=sign * told["net_cents"],
        category=told["vat_category"],
        percent=_percent(told["vat_category"], told["vat_percent"]),
        quantity=Decimal(told["quantity"]),
        unit=told["unit"],
    )


def _tax(told: dict[str, Any], sign: int) -> Tax:
    return Tax(
        category=told["category"],
        percent=_percent(told["category"], told["percent"]),
        net_cents=sign * told["net_cents"],
        vat_cents=sign * told["vat_cents"],
        reason=told["exemption"],
    )


def _percent(category: str, percent: str | None) -> Decimal | None:
    return None if category == "O" else Decimal(percent or 0)


def _mentions(content: dict[str, Any]) -> list[str]:
    return [*content["mentions"], *([content["reason"]] if content["reason"] else [])]


def _subject(mention: str) -> str:
    return next((code for word, code in _SUBJECTS if word in mention.lower()), _PLAIN)


def _shown(invoice: Invoice) -> dict[str, Any]:
    """The content in words of paper."""
    content = invoice.content
    period, credited, instalment = content["period"], content["credits"], content["instalment"]
    return {
        "kind": invoice.kind,
        "taxed": is_e_invoice(invoice),
        "heading": f"{content['title']} {content['number']}",
        "issued_on": formats.day(_day(content["issued_on"])),
        "due_on": formats.day(_day(content["due_on"])),
        "period": f"du {_short(period['from'])} au {_short(period['to'])}",
        "agreement": f"{content['agreement']['reference']} – {content['agreement']['title']}",
        "instalment": f"n° {instalment['number']}" if instalment else "",
        "credited": f"{credited['number']} du {_short(credited['issued_on'])}" if credited else "",
        "reason": content["reason"],
        "seller": _shown_party(content["seller"]),
        "buyer": _shown_party(content["buyer"]),
        "lines": [_shown_line(line) for line in content["lines"]],
        "vat": [_shown_tax(tax) for tax in content["vat"]],
        "exemptions": [
            tax["exemption"] for tax in content["vat"] if tax["exemption"] not in {"", *content["mentions"]}
        ],
        "net": _euros(content["net_cents"]),
        "vat_total": _euros(content["vat_cents"]),
        "gross": _euros(content["gross_cents"]),
        "bank": content["bank"] | {"iban": _by_fours(content["bank"]["iban"])},
        "terms": content["terms"],
        "mentions": content["mentions"],
    }


def _shown_party(told: dict[str, Any]) -> dict[str, Any]:
    numbers = [("SIREN", _by_threes(told["siren"])), ("SIRET", told["siret"]), ("RNA", told.get("rna", ""))]
    return {
        "name": told["name"],
        "lines": [line for line in (told["legal_form"], *told["address"].splitlines()) if line],
        "numbers": [[name, number] for name, number in (*numbers, ("TVA", told["vat_number"])) if number],
        "contact": " · ".join(
            part for part in (told["contact"], told["email"], told.get("phone", "")) if part
        ),
    }


def _shown_line(told: dict[str, Any]) -> list[str]:
    rate = "—" if told["vat_category"] == "O" else _rate(told["vat_percent"])
    return [told["label"], formats.number(Decimal(told["quantity"])), rate, _euros(told["net_cents"])]


def _shown_tax(told: dict[str, Any]) -> list[str]:
    rate = "Hors champ" if told["category"] == "O" else _rate(told["percent"])
    return [rate, _euros(told["net_cents"]), _euros(told["vat_cents"])]


def _euros(cents: int) -> str:
    return f"{formats.number(Decimal(cents) / 100, 2)}{formats.NBSP}€"


def _rate(percent: str | None) -> str:
    value = Decimal(percent or 0)
    places = 0 if value == value.to_integral_value() else 1
    return f"{formats.number(value, places)}{formats.NBSP}%"


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _short(iso: str) -> str:
    return f"{_day(iso):%d/%m/%Y}"


def _by_threes(siren: str) -> str:
    return formats.NBSP.join(siren[start : start + 3] for start in range(0, len(siren), 3))


def _by_fours(iban: str) -> str:
    plain = iban.replace(" ", "")
    return formats.NBSP.join(plain[start : start + 4] for start in range(0, len(plain), 4))
