from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from billing.tariffs.models import CeilingRule, Price, Product
from billing.tariffs.operations import Amounts
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


class ListForm(forms.Form):
    """A list of prices: a line a product, left empty for a price that does not change."""

    name = forms.CharField(label="Nom", max_length=120, help_text="Par exemple : Prix solidaires 2027.")
    first = _day("À partir du", help_text="À minuit, heure de chaque antenne.")
    antennes = forms.ModelMultipleChoiceField(
        Antenne.objects.none(), label="Antennes", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Aucune cochée : toutes les antennes.",
    )  # fmt: skip

    def __init__(self, *args: Any, products: list[Product], prices: dict[Any, Price], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["antennes"].queryset = Antenne.objects.serving().order_by("name")
        self.products, self.prices = products, prices
        for product in products:
            self.fields[f"s_{product.pk}"] = EurosField(
                label=f"{product.name}, prix solidaire", required=False
            )
            self.fields[f"r_{product.pk}"] = EurosField(
                label=f"{product.name}, prix de référence", required=False
            )
            self.fields[f"v_{product.pk}"] = forms.DecimalField(
                label=f"{product.name}, TVA", initial=Decimal("20.00"), min_value=0, max_value=99,
                max_digits=4, decimal_places=2, required=False,
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Product, Price | None, Any, Any, Any]]:
        """Each product with its price of today and its three fields."""
        return [
            (one, self.prices.get(one.pk), self[f"s_{one.pk}"], self[f"r_{one.pk}"], self[f"v_{one.pk}"])
            for one in self.products
        ]

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        for product in self.products:
            given = [cleaned.get(f"{part}_{product.pk}") is not None for part in "sr"]
            if any(given) and not all(given):
                self.add_error(f"s_{product.pk}", f"Donnez les deux prix de « {product.name} », ou aucun.")
            elif all(given) and cleaned.get(f"v_{product.pk}") is None:
                self.add_error(
                    f"v_{product.pk}", f"Donnez la TVA de « {product.name} » : 0 s’il n’y en a pas."
                )
        return cleaned

    @property
    def lines(self) -> dict[Product, Amounts]:
        said = self.cleaned_data
        return {
            product: Amounts(said[f"s_{product.pk}"], said[f"r_{product.pk}"], said[f"v_{product.pk}"])
            for product in self.products
            if said.get(f"s_{product.pk}") is not None
        }


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


def tomorrow(today: date) -> date:
    return date.fromordinal(today.toordinal() + 1)
