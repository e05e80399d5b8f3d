"""The bon d'orientation on paper: one page, in the person's language and in French."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kit.documents import pdf, qr
from kit.refusals import Refused
from tenants.network.vocabulary import Language
from tenants.welcome import referral_links
from tenants.welcome.bon_words import WORDS
from tenants.welcome.models import Referral
from tenants.welcome.wording import day_in


class NoMoreBon(Refused):
    """Cette orientation est refusée ou expirée : il n’y a plus de bon à imprimer."""


def render(referral: Referral, *, antenne: Any, now: datetime) -> bytes:
    """The PDF; raises NoMoreBon for one that was refused or that is over."""
    if not exists_for(referral):
        raise NoMoreBon
    language = Language(referral.beneficiary.language if referral.beneficiary else referral.language)
    title = _said("title", language)
    return pdf.render(
        "welcome/bon.typ",
        title=f"{title['own']} {referral.number}",
        data={
            "title": title,
            "answer": _answer(referral, language),
            "facts": _facts(referral, antenne, language),
            "keep": _said("keep", language),
            "follow": _said("follow", language),
            "qr": qr.svg(referral_links.address(referral, antenne)),
        },
        now=now,
        language=language,
        letterhead=[part for part in (antenne.name, antenne.address) if part],
    )


def exists_for(referral: Referral) -> bool:
    return referral.state not in {Referral.State.REFUSED, Referral.State.EXPIRED}


def _facts(referral: Referral, antenne: Any, language: Language) -> list[dict[str, Any]]:
    """[{label, value}], each in both languages; without what nobody said."""
    values = {
        "number": _same(referral.number),
        "person": _same(referral.who),
        "structure": _same(str(referral.prescriber)),
        "wish": _same(referral.wish),
        "received": _said("day", language, day=timezone.localdate(referral.received_at)),
        "where": _same(", ".join(part for part in (antenne.name, antenne.address) if part)),
    }
    return [
        {"label": _said(name, language), "value": value} for name, value in values.items() if value["own"]
    ]


def _answer(referral: Referral, language: Language) -> dict[str, str]:
    """That one is awaited, or until when the person may come."""
    right = getattr(referral, "entitlement", None)
    return _said("until", language, end=right.end) if right else _said("awaited", language)


def _said(words: str, language: Language, **days: date) -> dict[str, str]:
    """The words in the person's language and, under them, in French."""
    own, french = (
        WORDS[code][words].format(**{name: day_in(code, day) for name, day in days.items()})
        for code in (language, Language.FRENCH)
    )
    return {"own": own, "french": "" if language == Language.FRENCH else french}


def _same(text: str) -> dict[str, str]:
    return {"own": text, "french": ""}
