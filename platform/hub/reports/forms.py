"""What narrows a page of figures; it lives in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms

from hub.rollup.month_field import MonthField
from hub.rollup.periods import Period
from programs.catalogue.models import Level, Theme


def _choice(label: str) -> forms.CharField:
    # A word that means nothing today (an antenne that is gone) narrows nothing: it is no mistake.
    return forms.CharField(label=label, required=False, widget=forms.Select)


class FiguresForm(forms.Form):
    """Period and filters. The choices come once the period is known: a partner's name depends on it."""

    du = MonthField(label="De", required=False)
    au = MonthField(label="À", required=False)
    antenne = _choice("Antenne")
    territoire = _choice("Territoire")
    programme = _choice("Programme")
    theme = _choice("Thème")
    partenaire = _choice("Partenaire")
    niveau = _choice("Niveau")

    def __init__(self, data: Any, *, default: Period) -> None:
        values = {"du": f"{default.start:%Y-%m}", "au": f"{default.end:%Y-%m}"}
        super().__init__({name: data.get(name) or values.get(name, "") for name in self.base_fields})
        self.default = default
        self.offer("theme", "Tous les thèmes", Theme.choices)
        self.offer("niveau", "Tous les niveaux", Level.choices)

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

    def offer(self, name: str, everything: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """The choices of a filter; a choice may be a group: (name, [(value, label), …])."""
        self.fields[name].widget.choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> tuple[str, str]:
        """(value, label) of what is chosen; empty for nothing, or for a word that is not offered."""
        said = str(self.data.get(name) or "")
        for value, label in self._offered(name):
            if said and str(value) == said:
                return said, str(label)
        return "", ""

    def _offered(self, name: str) -> Iterable[tuple[Any, Any]]:
        if name not in self.fields:
            return
        for value, label in self.fields[name].widget.choices:  # type: ignore[attr-defined]
            if isinstance(label, list | tuple):
                yield from label
            else:
                yield value, label
