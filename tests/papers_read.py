"""What a person reads on a PDF."""

import io
from typing import Any

from pypdf import PdfReader

_MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))  # the reading direction of what was typed


def sheets_of(answer: Any) -> list[str]:
    """The words of each page of a PDF, or of the answer that holds it; spaces made plain, cut words whole."""
    if not isinstance(answer, bytes):
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        answer = answer.content
    pages = PdfReader(io.BytesIO(answer)).pages
    said = (" ".join(page.extract_text().translate(_MARKS).split()) for page in pages)
    return [page.replace("\xad ", "") for page in said]


def words_of(answer: Any) -> str:
    return " ".join(sheets_of(answer))
