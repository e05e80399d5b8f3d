"""What a person draws with a finger to sign: the path of an SVG of 300 × 100, digits and M and L alone.

It is drawn on pages (`kit/signature.js`) and on papers (`drawn` of maillon.typ) as it is, never as a
picture.
"""

import hashlib
import json
import re
from typing import Any

from kit.refusals import Refused

_PATH = re.compile(r"M\d{1,3} \d{1,3}(?:[ML]\d{1,3} \d{1,3})*", re.ASCII)
_POINT = re.compile(r"(\d+) (\d+)", re.ASCII)
_WIDTH, _HEIGHT = 300, 100
LONGEST_PATH = 8_000
_FEWEST_POINTS = 4  # fewer is a slip of the finger


class NotASignature(Refused):
    """Cette signature n’a pas pu être lue. Effacez-la et signez à nouveau, d’un trait."""


def check_path(path: str) -> None:
    """Raise NotASignature for whatever is not a drawing of ours."""
    if len(path) > LONGEST_PATH or not _PATH.fullmatch(path):
        raise NotASignature
    points = [(int(x), int(y)) for x, y in _POINT.findall(path)]
    if len(set(points)) < _FEWEST_POINTS or any(x > _WIDTH or y > _HEIGHT for x, y in points):
        raise NotASignature


def digest_of(text: dict[str, Any]) -> str:
    """What stands for a text that is signed: SHA-256 of its canonical JSON, in 64 hexadecimal digits."""
    canonical = json.dumps(text, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
