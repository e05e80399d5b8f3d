"""The loan's contract and the receipt of its return: the text to sign, and the PDF of what was signed."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from billing.equipment.models import Loan, LoanPaper
from billing.equipment.papers.loan_words import WORDS, Words
from kit import formats
from kit.documents import pdf
from tenants.welcome.notices import day_in


def to_sign(loan: Loan, moment: str, *, antenne: Any, by: Any) -> dict[str, Any]:
    """The whole text: in French, which binds, then in the person's language.

    {"person", "antenne", "host", "parts": [{"language", "title", "facts": [[name, value]],
    "sections": [[title, [sentence]]], "agreed"}]}; `host` is who hands it over or takes it back.
    """
    language = loan.beneficiary.language
    languages = ["fr", *([language] if language != "fr" and language in WORDS else [])]
    write = _contract if moment == LoanPaper.Moment.OUT else _receipt
    person = f"{loan.beneficiary.first_name} {loan.beneficiary.last_name}"
    parts = [
        {"language": one, **write(loan, WORDS[one], one, person=person, antenne=antenne)} for one in languages
    ]
    return {"person": person, "antenne": antenne.name, "host": str(by), "parts": parts}


def paper_pdf(
    content: dict[str, Any], *, antenne: Any, now: datetime, signed: LoanPaper | None = None
) -> bytes:
    """The paper, with what was signed or with room to sign by hand."""
    said = {"path": "", "signed": "", "digest": ""}
    if signed is not None:
        said = {
            "path": signed.signature,
            "signed": f"{localtime(signed.at):%d/%m/%Y %H:%M}",
            "digest": signed.digest[:16],
        }
    return pdf.render(
        "equipment/loan.typ",
        title=content["parts"][0]["title"],
        data=content | said,
        letterhead=[line for line in (antenne.name, antenne.address) if line],
        now=now,
    )


def _contract(loan: Loan, words: Words, language: str, *, person: str, antenne: Any) -> dict[str, Any]:
    names = words.facts
    told = {
        "due": day_in(language, loan.due_on),
        "price": formats.euros(loan.option_price_cents),
        "first": day_in(language, loan.option_from),
        "last": day_in(language, loan.option_until),
    }
    sections = [words.ours, words.yours, words.option if loan.has_option else words.no_option]
    return {
        "title": words.title,
        "facts": [
            *_who_and_what(loan, words, person, antenne),
            [names.start, day_in(language, loan.starts_on)],
            [names.due, told["due"]],
            [names.price, names.free],
        ],
        "sections": [[title, [line.format(**told) for line in lines]] for title, lines in sections],
        "agreed": words.agreed,
    }


def _receipt(loan: Loan, words: Words, language: str, *, person: str, antenne: Any) -> dict[str, Any]:
    day = localtime(loan.returned_at).date() if loan.returned_at else loan.due_on
    return {
        "title": words.receipt,
        "facts": [
            *_who_and_what(loan, words, person, antenne),
            [words.facts.start, day_in(language, loan.starts_on)],
            [words.facts.returned, day_in(language, day)],
            *([[words.facts.seen, loan.returned_as]] if loan.returned_as else []),
        ],
        "sections": [["", list(words.back)]],
        "agreed": words.agreed_back,
    }


def _who_and_what(loan: Loan, words: Words, person: str, antenne: Any) -> list[list[str]]:
    device, names = loan.device, words.facts
    where = ", ".join(line for line in (antenne.name, antenne.address) if line)
    return [
        [names.person, person],
        [names.antenne, f"Emmaüs Connect – {where}"],
        [names.device, f"{words.kinds[device.kind]} – {device.model}"],
        [names.tag, device.tag],
        [names.serial, device.serial],
    ]
