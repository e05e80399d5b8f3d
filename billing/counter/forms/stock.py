from collections.abc import Iterable
from typing import Any

from django import forms

from billing.counter.models import StockItem
from billing.tariffs.models import Product
from kit.documents.spreadsheets import read_table
from kit.text import fold

_TITLES = {
    "serial": ("numero de serie", "serie", "serial"),
    "code": ("code", "pin"),
    "expiry": ("expire le", "expiration"),
}


class LotForm(forms.Form):
    product = forms.ModelChoiceField(
        Product.objects.none(), label="Produit", empty_label="Choisir…",
    )  # fmt: skip
    label = forms.CharField(label="Bon de livraison", max_length=80, required=False)
    file = forms.FileField(
        label="Fichier de l’opérateur", required=False,
        help_text="Tableur ou CSV, avec les titres « Numéro de série », « Code » et « Expire le ».",
    )  # fmt: skip
    serials = forms.CharField(
        label="Ou les numéros, scannés un par ligne", required=False, max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"].queryset = Product.objects.current().filter(kind__in=Product.BY_SERIAL)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(serial, code, expiry) as written; the file first. A hostile file is refused here."""
        file = self.cleaned_data["file"]
        typed = [(serial, "", "") for serial in self.cleaned_data["serials"].split()]
        return ([] if file is None else _lines_of(read_table(file))) + typed


def _lines_of(table: Any) -> list[tuple[str, str, str]]:
    titles = {fold(title): title for title in table.headers}
    named = {
        name: next((titles[fold(one)] for one in spelt if fold(one) in titles), None)
        for name, spelt in _TITLES.items()
    }
    columns = list(named.values())
    return [
        tuple(cells[title] if title else "" for title in columns)  # type: ignore[misc]
        for _, cells in table.records()
    ]


class MoveCardForm(forms.Form):
    to = forms.ChoiceField(label="Elle est maintenant", widget=forms.RadioSelect)
    reason = forms.CharField(label="Pourquoi", max_length=300)

    BY_HAND = (
        StockItem.State.VOID,
        StockItem.State.MISSING,
        StockItem.State.EXPIRED,
        StockItem.State.AVAILABLE,
    )

    def __init__(self, *args: Any, item: StockItem, **options: Any) -> None:
        super().__init__(*args, **options)
        possible = item.NEXT[StockItem.State(item.state)]
        sold = item.state in {StockItem.State.SOLD, StockItem.State.TRANSFERRED}
        self.possible = [] if sold else [state for state in self.BY_HAND if state in possible]
        self.fields["to"].choices = [(state.value, state.label.lower()) for state in self.possible]


class StartCountForm(forms.Form):
    product = forms.ModelChoiceField(
        Product.objects.none(), label="Quelles cartes", required=False, empty_label="Toutes les cartes"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["product"].queryset = Product.objects.current().filter(kind__in=Product.BY_SERIAL)


class CountForm(forms.Form):
    """One serial from a scanner, or several that were pasted."""

    serial = forms.CharField(
        label="Numéro de série", required=False, max_length=60_000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    many = forms.CharField(
        label="Ou plusieurs numéros, un par ligne", required=False, max_length=240_000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )  # fmt: skip

    @property
    def words(self) -> str:
        return f"{self.cleaned_data['serial']} {self.cleaned_data['many']}".strip()


class NoteMissingForm(forms.Form):
    """The cards of a closed count that are still in stock, all ticked."""

    cards = forms.MultipleChoiceField(label="Cartes introuvables", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="Pourquoi", max_length=300)

    def __init__(self, *args: Any, items: Iterable[StockItem], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(item.pk), str(item)) for item in items]
        self.fields["cards"].choices = choices
        self.fields["cards"].initial = [pk for pk, _ in choices]
