"""What narrows a page of figures; it lives in the address."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from hub.rollup.periods import Period


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


class FiguresForm(forms.Form):
    """From, to, programme and antenne. The choices are offered once the period is known: a partner's
    name depends on it."""

    du = MonthField(label="De", required=False)
    au = MonthField(label="À", required=False)
    programme = forms.CharField(label="Programme", required=False, widget=forms.Select)
    antenne = forms.CharField(label="Antenne", required=False, widget=forms.Select)

    def __init__(self, data: Any, *, default: Period) -> None:
        values = {"du": f"{default.start:%Y-%m}", "au": f"{default.end:%Y-%m}"}
        super().__init__({name: data.get(name) or values.get(name, "") for name in self.base_fields})
        self.default = default

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("du"), cleaned.get("au")
        if start and end and start > end:
            self.add_error("au", "La fin de la période vient avant son début.")
        return cleaned

    @property
    def period(self) -> Period:
        """The one that was asked for, or the default while the form has a mistake."""
        if self.is_valid():
            return Period(self.cleaned_data["du"], self.cleaned_data["au"])
        return self.default

    def choose(self, name: str, everything: str, among: Sequence[Any]) -> list[Any] | None:
        """Offer these objects by their code; the chosen one, alone in a list, or None for all."""
        self.fields[name].widget.choices = [("", everything), *((one.code, one.name) for one in among)]
        code = self.data.get(name)
        return [one for one in among if one.code == code] or None
