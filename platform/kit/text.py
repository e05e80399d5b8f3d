"""Text as people look for it: without accents, case or order of words, and in spite of a slip."""

import re
import unicodedata
from itertools import pairwise

_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    | {"đ": "d", "Đ": "d", "ı": "i", "ـ": ""}  # the last one only stretches an Arabic word
)
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´′]")
# What is heard alike and written in several ways: Youssef and Yusuf, Sophie and Sofie, فاطمة and فاطمه.
_HEARD = (("ph", "f"), ("ck", "k"), ("ou", "u"), ("y", "i"), ("ة", "ه"), ("ى", "ي"))
_SHORTEST = 4  # a slip in a shorter word makes another word
_LONGEST = 24  # letters of a word that are compared
_WORDS = 8  # of a text that are compared


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: the key for French order and for searching."""
    # N’Diaye, Ndiaye and N Diaye are looked for in one way: an apostrophe joins.
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.translate(_LETTERS)))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", plain).strip()


def sound(word: str) -> str:
    """A folded word as it is heard: no doubled letter, one spelling for a sound."""
    for written, heard in _HEARD:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)[:_LONGEST]


def spellings(word: str) -> set[str]:
    """The word as it is heard, and that without one letter, for each of its letters.

    Two words share one of these when a single slip lies between them: a letter missing, one too many,
    a wrong one, two that changed places.
    """
    heard = sound(word)
    if len(heard) < _SHORTEST:
        return {heard} - {""}
    return {heard} | {heard[:at] + heard[at + 1 :] for at in range(len(heard))}


def spellings_of(text: str) -> set[str]:
    """Those of each word of a text, and of two neighbours written as one (Ben Ali, Benali)."""
    words = fold(text).split()[:_WORDS]
    found: set[str] = set()
    for word in [*words, *(first + second for first, second in pairwise(words))]:
        found |= spellings(word)
    return found
