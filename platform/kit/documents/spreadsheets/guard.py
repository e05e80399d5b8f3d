"""The guard against formulas: a text that a spreadsheet would run is written as a text.

In a workbook the cell says that it is a text. A CSV cannot say so: an apostrophe stands before,
and one more before a text that already begins like a guarded one, so that reading undoes writing.
"""

import re

# Controls that XML or a spreadsheet refuses, and halves of a character.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_TO_GUARD = re.compile(rf"'*(?:{_LIKE_A_FORMULA.pattern})")
_GUARDED = re.compile(rf"'+(?:{_LIKE_A_FORMULA.pattern})")


def clean(text: str) -> str:
    """The text with one kind of line end and without what no file can hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet that reads `text` anew might run it."""
    return _LIKE_A_FORMULA.match(text) is not None


def guard(text: str) -> str:
    """The text as a CSV may hold it."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text
