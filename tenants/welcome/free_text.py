"""Free text about a person: a hint on what not to write, and no social security number."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.refusals import Refused

HINT = "Des faits utiles à l’accompagnement. Ni santé, ni numéro de sécurité sociale."

# Sex, year, month (20 and more when unknown), département (2A and 2B in Corsica), town, order, key.
_NIR = re.compile(
    r"(?<![0-9])([1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6})(\d{2})?(?![0-9])", re.IGNORECASE
)
_SEPARATORS = re.compile(r"(?<=[0-9AaBb])[\s.\-/\u00a0\u202f]+(?=[0-9AaBb])")


def holds_a_nir(text: str) -> bool:
    """Whether the text holds a social security number: 13 digits, or 15 with a key that fits."""
    return any(_fits(*match.groups()) for match in _NIR.finditer(_SEPARATORS.sub("", text)))


def refuse_nir(text: str) -> None:
    if holds_a_nir(text):
        sentence = "Retirez le numéro de sécurité sociale : Maillon ne le garde jamais."
        raise ValidationError(sentence, code="nir")


class HoldsANir(Refused):
    """Retirez le numéro de sécurité sociale : Maillon ne le garde jamais."""


def check_no_nir(*texts: str) -> None:
    """The same rule for an operation, whatever door the text came by: raises HoldsANir."""
    if any(holds_a_nir(text) for text in texts):
        raise HoldsANir


class FreeText(forms.CharField):
    """A short text about a person."""

    def __init__(self, *, rows: int = 3, max_length: int = 300, **options: Any) -> None:
        options.setdefault("help_text", HINT)
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, widget=widget, validators=[refuse_nir], **options)


def _fits(number: str, key: str | None) -> bool:
    if key is None:
        return True
    digits = number.upper()
    # The key of Corsica counts 2A as 19 and 2B as 18 (décret 82-103).
    digits = digits.replace("2A", "19", 1) if "A" in digits else digits.replace("2B", "18", 1)
    return 97 - int(digits) % 97 == int(key)
