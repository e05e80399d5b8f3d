from collections.abc import Iterable
from typing import Any

from django import forms

from billing.counter.operations.parcels import MOST_SENT
from billing.tariffs.models import Product
from kit.antennes import current
from kit.identifiers import new_id
from tenants.network.models import Antenne


class SendForm(forms.Form):
    """So many cards of a product, or those that were scanned. The key makes a second submit one parcel."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    recipient = forms.ModelChoiceField(
        Antenne.objects.none(), label="Pour l’antenne", empty_label="Choisir…",
    )  # fmt: skip
    product = forms.ModelChoiceField(
        Product.objects.none(), label="Produit", required=False, empty_label="Choisir…"
    )
    quantity = forms.IntegerField(
        label="Combien", min_value=1, max_value=MOST_SENT, required=False,
        help_text="Maillon prend celles qui expirent en premier, et dit lesquelles mettre dans le colis.",
    )  # fmt: skip
    serials = forms.CharField(
        label="Ou les numéros, scannés un par ligne", required=False, max_length=45_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shops = Antenne.objects.serving().filter(has_shop=True).exclude(schema_name=current())
        self.fields["recipient"].queryset = shops.order_by("name")
        self.fields["product"].queryset = Product.objects.current().filter(kind__in=Product.BY_SERIAL)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("serials") and said.get("quantity"):
            self.add_error("quantity", "Une quantité ou des numéros : l’un des deux.")
        if not said.get("serials") and not (said.get("product") and said.get("quantity")):
            self.add_error("quantity", "Dites le produit et combien de cartes, ou scannez les numéros.")
        return said

    @property
    def chosen(self) -> dict[str, Any]:
        """What send_cards takes: the serials alone, or the product and how many."""
        said = self.cleaned_data
        key = {"key": said["key"]}
        if said["serials"]:
            return key | {"serials": said["serials"].replace("\x00", "").split()}
        return key | {"product": said["product"], "quantity": said["quantity"]}


class ReceiveForm(forms.Form):
    """What is really in the parcel: ticked, scanned, or all of it."""

    scanned = forms.CharField(
        label="Numéros, scannés un par ligne", required=False, max_length=45_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    complete = forms.BooleanField(label="Tout est là : j’ai compté chaque carte de la liste", required=False)
    ticked = forms.MultipleChoiceField(
        label="Ou cochez les cartes qui sont là", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cards: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ticked"].choices = [(card.serial, f"{card.serial} · {card.product}") for card in cards]

    @property
    def serials(self) -> set[str]:
        said = self.cleaned_data
        listed = {serial for serial, _ in self.fields["ticked"].choices} if said["complete"] else set()
        return listed | set(said["ticked"]) | set(said["scanned"].replace("\x00", "").split())


class RefuseForm(forms.Form):
    reason = forms.CharField(label="Pourquoi", max_length=300)
