"""A month in a form."""

from datetime import date, datetime
from typing import Any

from django import forms


class MonthField(forms.Field):
    """A month, "2022-03", as its first day. Browsers without a month picker show a text box."""

    widget = forms.TextInput(
        attrs={"type": "month", "pattern": "[0-9]{4}-[0-9]{2}", "placeholder": "2022-03"}
    )
    default_error_messages = {"invalid": "Écrivez l’année puis le mois, comme 2022-03."}

    def to_python(self, value: Any) -> date | None:
        if not value:
            return None
        try:
            return datetime.strptime(str(value), "%Y-%m").date()  # noqa: DTZ007 — a month has no zone
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m") if isinstance(value, date) else value
