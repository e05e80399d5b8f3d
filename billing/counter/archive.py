"""The archive of a till: an open format that any program reads, with what it takes to check it."""

import hashlib
import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

from billing.counter import ledger
from billing.counter.models import Closing, Sale, Till
from billing.counter.operations.closings import text_of
from kit.journal import record
from kit.secrets import seal

_READ_ME = """Archive de caisse – {till}, du {first:%d/%m/%Y} au {last:%d/%m/%Y} exclu

tickets.jsonl    un ticket par ligne : « text » est le texte canonique, « hash » son empreinte SHA-256,
                 « signature » sa signature (HMAC-SHA-256 de « ticket: » suivi de l’empreinte).
clotures.jsonl   une clôture par ligne : son texte canonique et sa signature.
manifeste.json   l’empreinte SHA-256 de chaque fichier, et la signature de l’ensemble.

Vérifier sans Maillon, dans l’ordre :
1. L’empreinte SHA-256 de chaque fichier est celle du manifeste (sha256sum *.jsonl LISEZMOI.txt).
2. Pour chaque ligne de tickets.jsonl, le SHA-256 de « text » (en UTF-8, sans retour à la ligne) est « hash ».
3. Le dernier élément de « ticket » dans ce texte est l’empreinte du ticket d’avant.
4. Le cinquième élément de « ticket » est son numéro : ils se suivent sans trou.
5. Les signatures demandent la clé, que le réseau garde hors de la base.
Aucun nom de personne n’est dans cette archive.

Caisse conçue pour répondre aux quatre conditions de l’article 286, I, 3° bis du code général des impôts
(inaltérabilité, sécurisation, conservation, archivage). Montants en centimes d’euro.
"""
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same tickets


def archive_of(till: Till, *, first: date, end: date, by: Any, now: datetime) -> bytes:
    """A zip of the tickets and closings of the days [first, end); noted in the journal."""
    files = {
        "tickets.jsonl": _tickets(till, first, end),
        "clotures.jsonl": _closings(till, first, end),
        "LISEZMOI.txt": _READ_ME.format(till=till.code, first=first, last=end),
    }
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    whole = json.dumps(hashes, sort_keys=True)
    files["manifeste.json"] = json.dumps({"sha256": hashes, "signature": seal(f"archive:{whole}")}, indent=2)
    record("counter.archived", on=till, by=by, at=now, first=first.isoformat(), end=end.isoformat())
    return _zipped(files)


def _tickets(till: Till, first: date, end: date) -> str:
    tickets = Sale.objects.filter(till=till, training=False, business_day__gte=first, business_day__lt=end)
    lines = []
    for sale in tickets.order_by("number").prefetch_related("lines", "payments").iterator(chunk_size=1_000):
        parts = sorted(sale.lines.all(), key=_position), sorted(sale.payments.all(), key=_position)
        text = ledger.text_of(*ledger.said_by(sale, *parts))
        lines.append(json.dumps({"text": text, "hash": sale.hash, "signature": sale.signature}))
    return "".join(f"{line}\n" for line in lines)


def _position(part: Any) -> int:
    return int(part.position)


def _closings(till: Till, first: date, end: date) -> str:
    found = Closing.objects.filter(till=till, period__gte=first, period__lt=end).order_by("kind", "period")
    said = [{"text": text_of(closing), "signature": closing.signature} for closing in found]
    return "".join(f"{json.dumps(one)}\n" for one in said)


def _zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _FIXED), text)
    return out.getvalue()
