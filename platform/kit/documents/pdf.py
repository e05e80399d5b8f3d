"""PDFs: a room's template, data, and the family look of maillon.typ.

A template stands in the `documents/` folder of its app and is named with the app's label:
"cohorts/attestation.typ" is programs/cohorts/documents/attestation.typ. It begins with

    #import "/maillon.typ": *
    #show: a4

and finds what it was given in `data`. What people typed reaches typst as a value, never as
markup. Typst sees the files given here and nothing else: no disk, no fonts of the machine.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst
from django.apps import apps
from django.http import HttpResponse
from django.utils.functional import Promise

from kit.documents.files import file_response

_HOME = Path(__file__).parent / "templates"
_NAME = re.compile(r"(?P<app>[a-z_]+)/(?P<file>[a-z0-9_]+\.typ)")
_LANGUAGES = frozenset({"fr", "en", "ar", "es", "uk"})
# What paper cannot show: controls (but tab and new line), halves of a character, and the marks that
# turn the reading direction of what follows them.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_NOT_SHOWN = "could not be displayed"


def render(
    template: str,
    *,
    title: str,
    data: dict[str, Any],
    now: datetime,
    language: str = "fr",
    letterhead: Iterable[str] = (),
    archived: bool = False,
) -> bytes:
    """The PDF (tagged, PDF/UA-1) of a template; the same bytes for the same arguments.

    `letterhead`: who issues the paper, the antenne's name first, then address and telephone.
    `archived`: also PDF/A-3a, which keeps its look for decades and may hold another file.
    """
    return compile_source(
        find(template), title=title, data=data, now=now, language=language, letterhead=letterhead,
        archived=archived,
    )  # fmt: skip


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """A PDF that the browser shows in place; `filename` as a person would name it, ending in .pdf."""
    return file_response(content, filename=filename, content_type="application/pdf", attached=False)


def find(template: str) -> bytes:
    """The source of a room's template; LookupError for what is not one."""
    named = _NAME.fullmatch(template)
    if named is None:
        raise LookupError(f"{template!r} is not “app/file.typ”")
    folder = Path(apps.get_app_config(named["app"]).path) / "documents"
    path = (folder / named["file"]).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        raise LookupError(f"{template!r} is not in {folder}")
    return path.read_bytes()


def compile_source(
    source: bytes,
    *,
    title: str,
    data: dict[str, Any],
    now: datetime,
    language: str = "fr",
    letterhead: Iterable[str] = (),
    archived: bool = False,
) -> bytes:
    """The PDF of a template that is already read."""
    if language not in _LANGUAGES:
        raise ValueError(f"no document is written in {language!r}")
    given = {"title": title, "language": language, "letterhead": list(letterhead), "data": data}
    try:
        return _compile(source, given, now, ["a-3a", "ua-1"] if archived else ["ua-1"])
    except typst.TypstError as error:
        # A sign that no font of ours draws (an emoji in a name) is no reason to refuse somebody
        # a paper: a box stands for it, and the file no longer claims to be PDF/UA or PDF/A.
        if _NOT_SHOWN not in str(error):
            raise
        return _compile(source, given, now, [])


def _compile(source: bytes, given: dict[str, Any], now: datetime, standards: list[str]) -> bytes:
    # Its stubs want the root to be bytes when the source is.
    made: bytes = typst.compile(  # type: ignore[call-overload]
        source,
        root=str(_HOME),
        font_paths=_fonts(),
        sys_inputs={"given": json.dumps(_clean(given), ensure_ascii=False)},
        format="pdf",
        pdf_standards=standards,
        timestamp=int(now.timestamp()),
    )
    return made


def _clean(value: Any) -> Any:
    """What JSON takes, without what paper cannot show. A date is a TypeError: the room writes it out."""
    match value:
        case dict():
            return {str(key): _clean(part) for key, part in value.items()}
        case list() | tuple():
            return [_clean(part) for part in value]
        case str() | Promise():
            return _UNPRINTABLE.sub("", str(value))
    return value


@cache
def _fonts() -> typst.Fonts:
    """Noto for Latin, Cyrillic and Arabic, and typst's own for the rare signs; never the machine's."""
    folders = [str(package.ROOT / "files") for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
