"""JSON in, as strict as what stands behind it."""

import json
from typing import Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

_BAD_JSON = "Le corps de la demande n’est pas du JSON valable, en UTF-8."
_BAD_TEXT = "Un texte contient un signe qui ne peut pas être gardé : octet nul ou demi-signe isolé."
_DEEPEST = 20
_TOO_LONG = "Le corps de la demande est trop long."


class StrictJSONParser(BaseParser):
    """UTF-8 whatever the header says (RFC 8259), and no text that PostgreSQL would refuse later."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise ParseError(_TOO_LONG)
        try:
            data = json.loads(raw.decode(), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError(_BAD_JSON) from error
        if not all(_storable(text) for text in _texts(data)):
            raise ParseError(_BAD_TEXT)
        return data


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _texts(data: Any) -> list[str]:
    """Every string of the document, keys included; raises ParseError when it is nested too deep."""
    texts, level = [], [data]
    for _ in range(_DEEPEST):
        texts += [value for value in level if isinstance(value, str)]
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return texts
    raise ParseError(_BAD_JSON)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
