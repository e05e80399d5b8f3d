from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from billing.tariffs.models import CeilingRule, Price, PriceList, PriceListItem, Product
from billing.tariffs.operations import Amounts
from billing.tariffs.queries import frozen_fields
from kit.ui.euros import EurosField
from tenants.network.models import Antenne


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        fields = ["name", "sku", "kind", "supplier", "serial_prefix", "low_stock", "account"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set() if self.instance._state.adding else frozen_fields(self.instance):
            self.fields[name].disabled = True
            self.fields[name].help_text = "Ne change plus : des ventes ou des stocks s’y réfèrent."


@dataclass(frozen=True)
class Row:
    """A product of the form: its price of today and its three fields."""

    product: Product
    price: Price | None
    solidarity: forms.BoundField
    reference: forms.BoundField
    vat: forms.BoundField

    @property
    def kind(self) -> str:
        return self.product.get_kind_display()

    @property
    def wrong(self) -> bool:
        return any(field.errors for field in (self.solidarity, self.reference, self.vat))

    @property
    def unfolded(self) -> bool:
        """Whether the reference and the VAT need to be seen: they are wrong, or there is none yet."""
        return bool(self.reference.errors or self.vat.errors) or self.reference.value() in (None, "")


class ListForm(forms.Form):
    """A list of prices: a line a product, left empty for a price that does not change.

    The reference and the VAT begin as those of today, so that a price is one thing to type.
    """

    name = forms.CharField(label="Nom", max_length=120, help_text="Par exemple : Prix solidaires 2027.")
    first = _day("À partir du", help_text="À minuit, heure de chaque antenne.")
    last = _day("Dernier jour", required=False, help_text="Vide : jusqu’à la liste suivante.")
    antennes = forms.ModelMultipleChoiceField(
        Antenne.objects.none(), label="Antennes", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Aucune cochée : toutes les antennes.",
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, products: list[Product], prices: dict[Any, Price], draft: PriceList | None = None,
        initial: dict[str, Any] | None = None, **options: Any,
    ) -> None:  # fmt: skip
        self.products, self.prices = products, prices
        told = {**_told(prices.values()), **(initial or {}), **(_text_of(draft) if draft else {})}
        super().__init__(*args, initial=told, **options)
        self.fields["antennes"].queryset = Antenne.objects.serving().order_by("name")
        for product in products:
            self.fields |= _three_fields(product)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(p, self.prices.get(p.pk), *(self[f"{part}_{p.pk}"] for part in "srv")) for p in self.products
        ]

    @property
    def some_antennes(self) -> bool:
        return bool(self["antennes"].value())

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", "Le dernier jour vient avant le premier.")
        for product in self.products:
            self._check(product, *(cleaned.get(f"{part}_{product.pk}") for part in "srv"))
        return cleaned

    def _check(self, product: Product, solidarity: Any, reference: Any, vat: Any) -> None:
        s, r, v = (f"{part}_{product.pk}" for part in "srv")
        others = [name for name, value in ((r, reference), (v, vat)) if value is not None]
        touched = solidarity is not None or any(name in self.changed_data for name in others)
        if not touched or {s, r, v} & set(self.errors):
            return
        if solidarity is None:
            self.add_error(s, f"Donnez aussi le prix solidaire de « {product.name} ».")
        elif reference is None:
            self.add_error(r, f"Donnez les deux prix de « {product.name} », ou aucun.")
        elif vat is None:
            self.add_error(v, f"Donnez la TVA de « {product.name} » : 0 s’il n’y en a pas.")

    @property
    def said(self) -> dict[str, Any]:
        """What draft_list and rewrite_list are told."""
        said = self.cleaned_data
        lines = {
            product: Amounts(said[f"s_{product.pk}"], said[f"r_{product.pk}"], said[f"v_{product.pk}"])
            for product in self.products
            if said.get(f"s_{product.pk}") is not None
        }
        plain = {name: said[name] for name in ("name", "first", "last")}
        return {**plain, "antennes": list(said["antennes"]), "lines": lines}


def _three_fields(product: Product) -> dict[str, forms.Field]:
    solidarity = EurosField(label=f"{product.name}, prix solidaire", required=False)
    solidarity.widget.attrs |= {"class": "price-first", "placeholder": "inchangé"}
    vat = forms.DecimalField(
        label=f"{product.name}, TVA", initial=20, min_value=0, max_value=99, max_digits=4,
        decimal_places=2, required=False,
    )  # fmt: skip
    reference = EurosField(label=f"{product.name}, prix de référence", required=False)
    return {f"s_{product.pk}": solidarity, f"r_{product.pk}": reference, f"v_{product.pk}": vat}


def _told(priced: Iterable[Price | PriceListItem]) -> dict[str, Any]:
    """The references and the VAT that go on, unless said otherwise."""
    told: dict[str, Any] = {}
    for one in priced:
        told[f"r_{one.product_id}"], told[f"v_{one.product_id}"] = (
            one.reference_cents,
            _short(one.vat_percent),
        )
    return told


def _short(percent: Decimal) -> Decimal | int:
    """20 rather than 20.00."""
    return int(percent) if percent == int(percent) else percent


def _text_of(draft: PriceList) -> dict[str, Any]:
    items = list(draft.items.all())
    return {
        "name": draft.name, "first": draft.first_day, "last": draft.last_day,
        "antennes": [antenne.pk for antenne in draft.antennes.all()], "seen": draft.drafted_at.isoformat(),
        **_told(items), **{f"s_{item.product_id}": item.solidarity_cents for item in items},
    }  # fmt: skip


def moment(words: str) -> datetime | None:
    """A moment that a page carried (ISO 8601); None for anything else."""
    try:
        return parse_datetime(words)
    except ValueError:
        return None


class CeilingForm(forms.ModelForm):
    first = _day("À partir du")
    amount_cents = EurosField(label="Montant", required=False)

    class Meta:
        model = CeilingRule
        fields = ["group", "period", "quantity"]

    field_order = ["group", "period", "amount_cents", "quantity", "first"]

    @property
    def said(self) -> dict[str, Any]:
        names = ("group", "period", "quantity", "amount_cents", "first")
        return {name: self.cleaned_data[name] for name in names}
