"""Text as people look for it: without accents, case or order of words."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"})


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: the key for French order and for searching."""
    # N’Diaye, Ndiaye and N Diaye are looked for in one way: an apostrophe joins.
    plain = unicodedata.normalize("NFKD", re.sub(r"['’ʼ`]", "", text.translate(_LIGATURES)))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", plain).strip()
