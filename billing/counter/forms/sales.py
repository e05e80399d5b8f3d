from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from billing.counter.models import SalePayment, StockItem
from billing.counter.operations.sales import MOST_OF_ONE, Paid, Wanted
from billing.counter.queries import Offered, devices_on_sale
from billing.equipment.models import Loan
from billing.tariffs.models import Product
from kit import formats
from kit.ui.euros import EurosField

_METHODS = SalePayment.Method.choices


class _PricedSelect(forms.Select):
    """Each option says what it costs, for the eye and for till.js."""

    cents: dict[Any, int]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> Any:
        made = super().create_option(name, value, label, *args, **options)
        if cost := self.cents.get(getattr(value, "value", None)):
            made["attrs"]["data-cents"] = cost
            made["label"] = f"{label} – {formats.euros(cost)}"
        return made


def _price(field: Any, queryset: Any, cents: dict[Any, int]) -> None:
    """What may be chosen, each with its price."""
    field.queryset = queryset
    field.widget.cents = cents


class SellForm(forms.Form):
    """A basket and how it is paid. The key makes a second submit lead to the first ticket."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    device = forms.ModelChoiceField(
        devices_on_sale().none(), label="Équipement", required=False, empty_label="Aucun",
        widget=_PricedSelect,
        error_messages={"invalid_choice": "Cet équipement n’est plus à vendre : choisissez-en un autre."},
    )  # fmt: skip
    loan = forms.ModelChoiceField(
        Loan.objects.none(), label="Équipement prêté", required=False, empty_label="Aucun",
        widget=_PricedSelect, help_text="Au prix promis au début du prêt.",
        error_messages={"invalid_choice": "Ce prêt ne peut plus être acheté : rechargez la page."},
    )  # fmt: skip
    serials = forms.CharField(
        label="Numéros des cartes", required=False, max_length=800,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text="À scanner si vous choisissez la carte ; sinon Maillon dit laquelle remettre.",
    )  # fmt: skip
    method = forms.ChoiceField(label="Payé en", choices=_METHODS, widget=forms.RadioSelect, initial="cash")
    tendered = EurosField(
        label="Somme remise", required=False, help_text="En espèces. Vide : l’appoint est fait."
    )
    reference = forms.CharField(
        label="Référence", max_length=60, required=False,
        help_text="Numéro du ticket de carte, du chèque ou du bon.",
    )  # fmt: skip
    second_method = forms.ChoiceField(
        label="Et en", choices=[("", "Rien d’autre"), *_METHODS], required=False
    )
    second_amount = EurosField(label="Pour", required=False)
    second_reference = forms.CharField(label="Sa référence", max_length=60, required=False)

    def __init__(
        self, *args: Any, offered: list[Offered], promised: Sequence[Loan] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.offered = [one for one in offered if one.product.kind != Product.Kind.DEVICE]
        self.prices = {one.product.pk: one.price for one in offered}
        self.fields["key"].initial = uuid4
        on_sale = devices_on_sale().filter(price_class__in=self.prices)
        _price(
            self.fields["device"],
            on_sale,
            {one.pk: self.prices[one.price_class.pk].solidarity_cents for one in on_sale if one.price_class},
        )
        self.promised = promised
        self.fields["loan"].label_from_instance = lambda loan: str(loan.device)
        lent = Loan.objects.select_related("device").filter(pk__in=[loan.pk for loan in promised])
        _price(self.fields["loan"], lent, {one.pk: one.option_price_cents for one in promised})
        for one in self.offered:
            self.fields[f"q_{one.product.pk}"] = forms.IntegerField(
                label=one.product.name, min_value=0, max_value=MOST_OF_ONE, required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    @property
    def tiles(self) -> list[tuple[Offered, Any]]:
        """Each product with its quantity field."""
        return [(one, self[f"q_{one.product.pk}"]) for one in self.offered]

    @property
    def wanted(self) -> list[Wanted]:
        """The basket; each scanned serial is a line of its own."""
        left = {one.product.pk: self.cleaned_data[f"q_{one.product.pk}"] or 0 for one in self.offered}
        lines = []
        for serial, product in self.cleaned_data["serials"]:
            lines.append(Wanted(product, 1, serial))
            left[product.pk] = max(0, left[product.pk] - 1)
        lines += [Wanted(one.product, left[one.product.pk]) for one in self.offered if left[one.product.pk]]
        if device := self.cleaned_data["device"]:
            lines.append(Wanted(device.price_class, 1, device=device))
        if loan := self.cleaned_data["loan"]:
            lines.append(Wanted.promised(loan))
        return lines

    @property
    def payments(self) -> list[Paid]:
        said = self.cleaned_data
        second = said["second_amount"] or 0 if said["second_method"] else 0
        first = self.total_cents - second
        paid = (
            [Paid(said["method"], first, self._tendered(said["method"]), said["reference"])] if first else []
        )
        if second:
            # What was handed over is of the part in cash, and of the first when both are.
            taken = any(one.method == SalePayment.Method.CASH for one in paid)
            tendered = None if taken else self._tendered(said["second_method"])
            paid.append(Paid(said["second_method"], second, tendered, said["second_reference"]))
        return paid

    @property
    def total_cents(self) -> int:
        return sum(self._cents(one) * one.quantity for one in self.wanted)

    def _cents(self, one: Wanted) -> int:
        if one.loan is not None:
            return one.loan.option_price_cents
        return self.prices[one.product.pk].solidarity_cents

    def _tendered(self, method: str) -> int | None:
        return self.cleaned_data["tendered"] if method == SalePayment.Method.CASH else None

    def clean_serials(self) -> list[tuple[str, Product]]:
        typed = list(dict.fromkeys(self.cleaned_data["serials"].split()))
        known = {
            one.serial: one.product
            for one in StockItem.objects.filter(serial__in=typed).order_by().select_related("product")
        }
        for serial in typed:
            if serial not in known:
                raise forms.ValidationError(
                    f"La carte {serial[:40]} n’est pas dans le stock : vérifiez son numéro."
                )
            if known[serial].pk not in self.prices:
                raise forms.ValidationError(
                    f"La carte {serial[:40]} n’a pas de prix aujourd’hui : prenez-en une autre."
                )
        return [(serial, known[serial]) for serial in typed]


class ReverseForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi l’annuler", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
