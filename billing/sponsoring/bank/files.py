"""What a bank's file says: its credits in euros, from CAMT.053 (ISO 20022) or a table (CSV, workbook)."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from billing.sponsoring.bank.xml import MAX_BYTES, Element, read_xml
from kit.documents.spreadsheets import read_table
from kit.refusals import Refused


class NotAStatement(Refused):
    """Ce fichier n’est pas un relevé CAMT.053. Prenez « CAMT.053 » ou « CSV » sur le site de la banque."""


class MissingColumn(Refused):
    """Il manque une colonne « {column} » dans ce tableau. Renommez la sienne ainsi, puis recommencez."""


class UnreadableLine(Refused):
    """Ligne {line} : « {value} » ne se lit pas comme {what}. Corrigez-la, puis recommencez."""


class NoCredit(Refused):
    """Ce fichier ne contient aucune entrée d’argent en euros : il n’y a rien à rapprocher."""


@dataclass(frozen=True, kw_only=True)
class Credit:
    """`amount_cents` above zero; `reference` is the bank's, or made of the rest when it gives none."""

    reference: str
    booked_on: date
    amount_cents: int
    debtor: str
    label: str


def read_bank_file(content: bytes) -> list[Credit]:
    """The credits of a file, whatever it is; a reversal or a debit is none."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    utf16 = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    credits = list(_of_camt(read_xml(content)) if start == b"<" or utf16 else _of_table(content))
    if not credits:
        raise NoCredit
    return _named(credits)


_DEBTORS = ("RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm", "RltdPties/UltmtDbtr/Nm")


# --- CAMT.053 ---------------------------------------------------------------------------------------------
def _of_camt(root: Element) -> Iterator[Credit]:
    statements = root.all("BkToCstmrStmt/Stmt")
    if root.tag != "Document" or not statements:
        raise NotAStatement
    for statement in statements:
        for entry in statement.all("Ntry"):
            if _is_credit(entry):
                yield from _of_entry(entry)


def _is_credit(entry: Element) -> bool:
    booked = entry.first("Sts/Cd", "Sts") in {"BOOK", ""}
    reversal = entry.first("RvslInd") in {"true", "1"}
    euros = all(amount.attributes.get("Ccy") == "EUR" for amount in entry.all("Amt"))
    return entry.first("CdtDbtInd") == "CRDT" and booked and not reversal and euros


def _of_entry(entry: Element) -> Iterator[Credit]:
    """An entry may gather several transfers; they are told apart when their amounts add up to it."""
    whole = _cents(entry.first("Amt"))
    day = _iso(entry.first("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"))
    name = entry.first("AcctSvcrRef", "NtryRef")
    details = entry.all("NtryDtls/TxDtls")
    parts = [one.first("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt") for one in details]
    if len(details) > 1 and all(parts) and sum(map(_cents, parts)) == whole:
        for number, (one, part) in enumerate(zip(details, parts, strict=True), start=1):
            own = one.first("Refs/AcctSvcrRef") or (f"{name}-{number}" if name else "")
            yield _credit(entry, one, cents=_cents(part), day=day, name=own)
        return
    one = details[0] if details else Element("TxDtls", {})
    yield _credit(entry, one, cents=whole, day=day, name=name or one.first("Refs/AcctSvcrRef", "Refs/TxId"))


def _credit(entry: Element, one: Element, *, cents: int, day: date, name: str) -> Credit:
    said = [text.text.strip() for text in one.all("RmtInf/Ustrd")]
    said += [one.first("RmtInf/Strd/CdtrRefInf/Ref"), one.first("Refs/EndToEndId")]
    said += [entry.first("AddtlNtryInf")]
    label = " · ".join(dict.fromkeys(part for part in said if part and part != "NOTPROVIDED"))
    return Credit(
        reference=name[:110], booked_on=day, amount_cents=cents, label=_clean(label)[:300],
        debtor=_clean(one.first(*_DEBTORS))[:160],
    )  # fmt: skip


def _cents(text: str) -> int:
    amount = _decimal(text)
    if amount is None or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise NotAStatement
    return int(amount * 100)


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise NotAStatement from error


# --- a table ----------------------------------------------------------------------------------------------
_COLUMNS = {
    "date": ("date", "date operation", "date de comptabilisation", "date comptable", "date d operation"),
    "credit": ("credit", "credit euros", "montant credit"),
    "amount": ("montant", "montant en euros", "montant eur", "amount"),
    "label": ("libelle", "libelle operation", "libelle complet", "libelle simplifie", "label", "description"),
    "reference": ("reference", "reference operation", "reference banque", "ref", "identifiant"),
    "debtor": ("emetteur", "donneur d ordre", "debiteur", "nom", "tiers"),
    "currency": ("devise", "currency"),
}
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")


def _of_table(content: bytes) -> Iterator[Credit]:
    table = read_table(content, max_bytes=MAX_BYTES)
    columns = _columns(table.headers)
    for line, cells in table.records():
        said = {name: cells[header] for name, header in columns.items()}
        amount = _amount(said, line)
        if amount > 0 and said.get("currency", "EUR").upper() in {"EUR", "€", ""}:
            yield Credit(
                reference=said.get("reference", "")[:110], booked_on=_day(said["date"], line),
                amount_cents=amount, label=_clean(said["label"])[:300],
                debtor=_clean(said.get("debtor", ""))[:160],
            )  # fmt: skip


def _columns(headers: tuple[str, ...]) -> dict[str, str]:
    plain = {_plain(header): header for header in headers}
    found = {
        name: next((plain[title] for title in titles if title in plain), "")
        for name, titles in _COLUMNS.items()
    }
    for name, title in (("date", "Date"), ("label", "Libellé")):
        if not found[name]:
            raise MissingColumn(column=title)
    if not found["credit"] and not found["amount"]:
        raise MissingColumn(column="Montant")
    return {name: header for name, header in found.items() if header}


def _amount(said: dict[str, str], line: int) -> int:
    """Cents; zero or less for what is no credit."""
    text = said.get("credit") or said.get("amount", "")
    if not text:
        return 0
    amount = _decimal(text)
    if amount is None or amount != amount.quantize(Decimal("0.01")):
        raise UnreadableLine(line=line, value=text[:30], what="un montant en euros")
    return int(amount * 100)


def _decimal(text: str) -> Decimal | None:
    plain = re.sub(r"[\s\u00a0\u202f€]|EUR", "", text)
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,5})?", plain, re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _day(text: str, line: int) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise UnreadableLine(line=line, value=text[:30], what="une date")


# --- both ---------------------------------------------------------------------------------------------------
def _named(credits: list[Credit]) -> list[Credit]:
    """Each credit with a name of its own, the same in every file that tells it.

    Where the bank gives no reference, the day, amount, debtor and label make one; equal lines of a file are
    counted, so that two equal gifts of a day stay two.
    """
    seen: Counter[str] = Counter()
    named: list[Credit] = []
    for credit in credits:
        said = f"{credit.booked_on}|{credit.amount_cents}|{credit.debtor}|{credit.label}"
        name = credit.reference or f"ligne-{hashlib.sha256(said.encode()).hexdigest()[:24]}"
        seen[name] += 1
        again = "" if seen[name] == 1 else f"#{seen[name]}"
        named.append(
            Credit(
                reference=f"{name}{again}", booked_on=credit.booked_on, amount_cents=credit.amount_cents,
                debtor=credit.debtor, label=credit.label,
            )
        )  # fmt: skip
    return named


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z]+", bare))


def _clean(text: str) -> str:
    """One line, without what no screen shows."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
