"""How a document leaves: its name, and no copy of it kept on the way."""

import re
import unicodedata
from urllib.parse import quote

from django.http import HttpResponse

# What no name of a file may hold: controls, marks that turn the reading direction, separators, wildcards.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\\/:*?"<>|;]+')
_LONGEST = 120


def file_response(content: bytes, *, filename: str, content_type: str, attached: bool) -> HttpResponse:
    """The document, under an ASCII name for old programs and its true name (RFC 5987) for the others."""
    name = safe_name(filename)
    stem, _, suffix = name.rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._") or "document"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f"{'attachment' if attached else 'inline'};"
        f" filename=\"{plain}.{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def safe_name(filename: str) -> str:
    """A name that every system takes; `filename` ends with its suffix."""
    whole = unicodedata.normalize("NFC", filename.encode("utf-8", "ignore").decode())
    stem, dot, suffix = whole.rpartition(".")
    if not dot or not re.fullmatch(r"[a-z0-9]{2,5}", suffix):
        raise ValueError(f"{filename!r} must end with its suffix")
    stem = " ".join(_FORBIDDEN.sub(" ", stem).split()).strip(" .")[:_LONGEST].rstrip(" .")
    return f"{stem or 'document'}.{suffix}"
