"""The lines of an agreement that come in any number: instalments and counterparties."""

from collections.abc import Iterable
from typing import Any

from django import forms

from billing.sponsoring.parts import Due, InReturn
from kit.ui.euros import EurosField
from kit.ui.widgets import DayInput
from programs.catalogue.forms.lines import SPARE, Line, Lines


class InstalmentLine(Line):
    needed = ("due_on", "amount_cents")
    telling = ("due_on", "amount_cents", "condition")

    due_on = forms.DateField(label="Due le", widget=DayInput, required=False)
    amount_cents = EurosField(label="Montant", required=False)
    condition = forms.CharField(label="Condition", max_length=200, required=False)

    def clean_amount_cents(self) -> int | None:
        cents: int | None = self.cleaned_data["amount_cents"]
        if cents == 0:
            raise forms.ValidationError("Plus que zéro.")
        return cents

    def draft(self) -> Due:
        given = self.cleaned_data
        return Due(given["due_on"], given["amount_cents"], given["condition"])


class CounterpartyLine(Line):
    needed = ("label", "value_cents")
    telling = ("label", "value_cents")

    label = forms.CharField(label="Ce que le mécène reçoit", max_length=160, required=False)
    value_cents = EurosField(label="Valeur", required=False)

    def draft(self) -> InReturn:
        given = self.cleaned_data
        return InReturn(given["label"], given["value_cents"])


def _lines(of: type[Line]) -> Any:
    return forms.formset_factory(
        of, formset=Lines, extra=SPARE, max_num=36, absolute_max=48, validate_max=True
    )


_InstalmentLines, _CounterpartyLines = _lines(InstalmentLine), _lines(CounterpartyLine)


def instalment_lines(data: Any, instalments: Iterable[Any] = ()) -> Any:
    """The lines as they were typed, or those of these instalments."""
    initial = [
        {"due_on": one.due_on, "amount_cents": one.amount_cents, "condition": one.condition}
        for one in instalments
    ]
    return _InstalmentLines(data, prefix="instalments", initial=initial)


def counterparty_lines(data: Any, counterparties: Iterable[Any] = ()) -> Any:
    initial = [{"label": one.label, "value_cents": one.value_cents} for one in counterparties]
    return _CounterpartyLines(data, prefix="counterparties", initial=initial)
