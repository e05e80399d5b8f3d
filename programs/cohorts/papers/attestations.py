"""The attestation as a paper: what was frozen when it was issued, and the person's name of today."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kit import formats
from kit.documents import pdf, qr
from programs.cohorts.models import Attestation

TITLE = "Attestation de fin de parcours"


def paper(
    attestations: Iterable[Attestation], *, address: str, letterhead: list[str], now: datetime
) -> bytes:
    """One page each; `address` is the whole address of the page where a code is checked."""
    return pdf.render(
        "cohorts/attestation.typ",
        title=TITLE,
        letterhead=letterhead,
        now=now,
        data={
            "address": address.removeprefix("https://").removeprefix("http://").rstrip("/"),
            "papers": [_page(one, address) for one in attestations],
        },
    )


def spaced(code: str) -> str:
    """As it is read aloud and typed: K7M2-9QPA-3XTW."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def said(content: dict[str, Any]) -> dict[str, str]:
    """What was frozen, in words."""
    start, end = date.fromisoformat(content["from"]), date.fromisoformat(content["until"])
    year = f" {start.year}" if start.year != end.year else ""
    return {
        "title": content["title"],
        "partner": content["partner"],
        "antenne": content["antenne"],
        "level": content["level"],
        "hours": formats.minutes_as_hours(content["minutes"]),
        "dates": f"{formats.day_short(start)}{year} – {formats.day_short(end)} {end.year}",
    }


def _page(attestation: Attestation, address: str) -> dict[str, str]:
    person = attestation.enrolment.beneficiary
    return said(attestation.content) | {
        "name": f"{person.first_name} {person.last_name}",
        "issued": formats.day(timezone.localdate(attestation.issued_at)),
        "code": spaced(attestation.code),
        "qr": qr.svg(f"{address}{attestation.code}/"),
    }
