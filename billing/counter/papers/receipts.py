"""The receipt on a roll of 80 mm: in French, which the law reads, and in the person's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from billing.counter.models import Sale, SalePayment
from kit import formats
from kit.documents import pdf


@dataclass(frozen=True)
class Words:
    """What a receipt says, in one language."""

    title: str
    ticket: str
    total: str
    vat: str
    change: str
    saved: str
    reversal: str
    training: str
    again: str
    thanks: str
    means: dict[str, str]


WORDS = {
    "fr": Words(
        "Reçu", "Ticket", "Total", "dont TVA", "Rendu", "Vous avez économisé", "Annulation du ticket",
        "ENTRAÎNEMENT – SANS VALEUR", "DUPLICATA", "Gardez ce reçu.",
        {"cash": "Espèces", "card": "Carte bancaire", "cheque": "Chèque", "voucher": "Bon"},
    ),
    "en": Words(
        "Receipt", "Ticket", "Total", "VAT included", "Change", "You saved", "Cancels ticket",
        "TRAINING – NO VALUE", "COPY", "Keep this receipt.",
        {"cash": "Cash", "card": "Bank card", "cheque": "Cheque", "voucher": "Voucher"},
    ),
    "ar": Words(
        "إيصال", "تذكرة", "المجموع", "منها الضريبة", "الباقي", "وفّرت", "إلغاء التذكرة",
        "تدريب – بلا قيمة", "نسخة", "احتفظ بهذا الإيصال.",
        {"cash": "نقدًا", "card": "بطاقة بنكية", "cheque": "شيك", "voucher": "قسيمة"},
    ),
    "es": Words(
        "Recibo", "Tique", "Total", "IVA incluido", "Cambio", "Ha ahorrado", "Anula el tique",
        "PRÁCTICA – SIN VALOR", "DUPLICADO", "Guarde este recibo.",
        {"cash": "Efectivo", "card": "Tarjeta bancaria", "cheque": "Cheque", "voucher": "Vale"},
    ),
    "uk": Words(
        "Квитанція", "Чек", "Усього", "у т. ч. ПДВ", "Решта", "Ви заощадили", "Скасовує чек",
        "НАВЧАННЯ – НЕ ДІЙСНИЙ", "ДУБЛІКАТ", "Збережіть цю квитанцію.",
        {"cash": "Готівка", "card": "Банківська картка", "cheque": "Чек", "voucher": "Ваучер"},
    ),
}  # fmt: skip


def receipt_pdf(sale: Sale, *, antenne: Any, duplicata: int, now: datetime) -> bytes:
    """The receipt of a ticket; `duplicata` is 0 for the original, else its number."""
    language = sale.beneficiary.language
    lines = list(sale.lines.order_by("position"))
    data = {
        "parts": [_part("fr", sale, lines, duplicata)]
        + ([_part(language, sale, lines, duplicata)] if language != "fr" else []),
        "sign": f"{sale.till.code} · {sale} · {sale.hash[:12]}",
    }
    title = f"{WORDS['fr'].title} {sale.till.code}-{sale}"
    letterhead = [name for name in (antenne.name, antenne.address) if name]
    return pdf.render(
        "counter/receipt.typ", title=title, data=data, now=now, language="fr", letterhead=letterhead
    )


def _part(language: str, sale: Sale, lines: list[Any], duplicata: int) -> dict[str, Any]:
    words = WORDS[language]
    payments = list(sale.payments.order_by("position"))
    moment = localtime(sale.sold_at)
    return {
        "language": language,
        "title": words.title,
        "marks": _marks(words, sale, duplicata),
        "facts": f"{words.ticket} {sale} · {sale.till.name} · {moment:%d/%m/%Y %H:%M}",
        "lines": [[_label(line), formats.euros(line.gross_cents)] for line in lines],
        "total": [words.total, formats.euros(sale.total_cents)],
        "vat": [
            [f"{words.vat} {formats.number(rate, 1)} %", formats.euros(cents)]
            for rate, cents in sorted(_vat(lines).items())
        ],
        "payments": [[words.means[payment.method], formats.euros(_handed(payment))] for payment in payments]
        + [
            [words.change, formats.euros(payment.change_cents)]
            for payment in payments
            if payment.change_cents
        ],
        "saved": _saved(words, lines),
        "foot": words.thanks,
    }


def _marks(words: Words, sale: Sale, duplicata: int) -> list[str]:
    marks = [words.training] if sale.training else []
    if duplicata:
        marks.append(f"{words.again} n° {duplicata}")
    if sale.reverses is not None:
        marks.append(f"{words.reversal} {sale.reverses}")
    return marks


def _label(line: Any) -> str:
    label = line.label if line.quantity in {1, -1} else f"{line.quantity} × {line.label}"
    serial = line.item.serial if line.item else line.device.tag if line.device else ""
    return f"{label} ({serial})" if serial else label


def _vat(lines: list[Any]) -> dict[Any, int]:
    by_rate: dict[Any, int] = {}
    for line in lines:
        by_rate[line.vat_percent] = by_rate.get(line.vat_percent, 0) + line.vat_cents
    return by_rate


def _handed(payment: SalePayment) -> int:
    return payment.amount_cents if payment.tendered_cents is None else payment.tendered_cents


def _saved(words: Words, lines: list[Any]) -> str:
    cents = sum(line.quantity * line.reference_cents - line.gross_cents for line in lines)
    return f"{words.saved} {formats.euros(cents)}" if cents > 0 else ""
