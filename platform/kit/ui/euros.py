"""Euros as a person types them ("5", "5,50", "5.5 €"), cents as the product keeps them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_TYPED = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")


class EurosField(forms.Field):
    """Its value is a whole number of cents, or None when nothing was typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget} | options)

    def prepare_value(self, value: Any) -> Any:
        """Cents as a person would type them; what was typed stays as it is."""
        if not isinstance(value, int):
            return value
        return f"{value // 100},{value % 100:02}" if value % 100 else str(value // 100)

    def to_python(self, value: Any) -> Any:
        text = re.sub(r"[\s\u00a0\u202f€]", "", str(value or ""))
        if not text:
            return None
        found = _TYPED.fullmatch(text)
        if found is None:
            raise ValidationError("Un montant en euros, comme 5 ou 12,50.")
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
