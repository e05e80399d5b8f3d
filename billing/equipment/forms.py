from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from billing.equipment.funded import FundedDevices, fundable_allocations, funded_devices
from billing.equipment.models import Device, Loan
from billing.equipment.operations.loans import MOST_MONTHS
from billing.equipment.queries import lendable, moves_of
from billing.sponsoring.models import Allocation
from billing.tariffs.models import Product
from kit.signatures import LONGEST_PATH
from kit.ui.euros import EurosField


class LendForm(forms.Form):
    device = forms.ModelChoiceField(
        Device.objects.none(),
        label="Équipement",
        empty_label="Choisir…",
        help_text="Disponible, réservé, ou déjà utilisé en séance.",
        error_messages={"invalid_choice": "Cet équipement n’est plus disponible : choisissez-en un autre."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["device"].queryset = lendable()


class DecidedLoanForm(LendForm):
    """A manager lends without a completed course."""

    months = forms.IntegerField(
        label="Durée en mois", min_value=1, max_value=MOST_MONTHS, initial=6,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    option_price_cents = EurosField(
        label="Prix d’achat promis", required=False,
        help_text="Il est écrit dans le contrat et ne changera pas. Vide : pas d’achat possible.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Pourquoi ce prêt", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Par exemple : a déménagé avant la fin de son parcours.",
    )  # fmt: skip

    def clean_option_price_cents(self) -> int:
        return self.cleaned_data["option_price_cents"] or 0


class ReturnForm(forms.Form):
    seen = forms.CharField(
        label="État constaté", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ce qui manque ou ne marche plus : chargeur, écran, touches… Écrit sur le reçu de retour.",
    )  # fmt: skip


class ExtendForm(forms.Form):
    months = forms.TypedChoiceField(
        label="Combien de mois de plus", coerce=int, initial=1, widget=forms.RadioSelect,
        choices=[(months, f"{months} mois") for months in (1, 2, 3, 6)],
    )  # fmt: skip
    reason = forms.CharField(label="Pourquoi", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LossForm(forms.Form):
    loss = forms.ChoiceField(label="Ce qui est arrivé", choices=Loan.Loss.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Racontez", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que dit la personne, les appels faits, la plainte déposée : "
        "une deuxième personne décide avec cela.",
    )  # fmt: skip


class SignForm(forms.Form):
    """What was drawn, and the text that was shown; `on_paper` when the printed paper is signed."""

    path = forms.CharField(
        required=False, max_length=LONGEST_PATH, widget=forms.HiddenInput(attrs={"id": "path"})
    )
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    on_paper = forms.BooleanField(label="La personne a signé le papier imprimé", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("path") and not given.get("on_paper"):
            raise ValidationError("Signez d’abord dans le cadre, ou dites que le papier est signé.")
        return given


def _a_day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class _PricedForm(forms.ModelForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["price_class"].queryset = Product.objects.current().filter(kind=Product.Kind.DEVICE)
        self.fields["price_class"].empty_label = "Aucune"


class AllocationChoice(forms.ModelChoiceField):
    """With how many devices each can still pay for."""

    used: dict[Any, FundedDevices] | None = None

    def label_from_instance(self, allocation: Allocation) -> str:
        if self.used is None:
            self.used = funded_devices()
        left = max(allocation.devices - self.used[allocation.pk].received, 0)
        return (
            f"{allocation.reference} · {allocation.template} : "
            f"encore {left} équipement(s) sur {allocation.devices}"
        )


class FundedForm(forms.Form):
    """Who funds a whole delivery."""

    allocation = AllocationChoice(
        Allocation.objects.none(), label="Financé par", required=False, empty_label="Aucun mécène"
    )

    def __init__(self, *args: Any, antenne: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["allocation"].queryset = fundable_allocations(antenne, today=today)


class ReceiveForm(_PricedForm):
    """A device by hand."""

    allocation = AllocationChoice(
        Allocation.objects.none(), label="Financé par", required=False, empty_label="Aucun mécène"
    )

    class Meta:
        model = Device
        fields = [
            "tag", "serial", "kind", "model", "grade", "price_class", "refurbisher", "origin", "wiped_on",
            "wipe_certificate", "allocation",
        ]  # fmt: skip
        widgets = {"wiped_on": _a_day()}

    def __init__(self, *args: Any, antenne: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        given = fundable_allocations(antenne, today=today)
        self.fields["allocation"].queryset = given
        if not given:
            del self.fields["allocation"]
        self.fields[
            "wiped_on"
        ].help_text = "Sans effacement, l’appareil reste « Reçu » et ne sert pas encore."

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        wiped = given.get("wiped_on")
        if wiped and wiped > self.today:
            self.add_error("wiped_on", ValidationError("Cette date est dans le futur."))
        if wiped and not given.get("wipe_certificate"):
            self.add_error("wipe_certificate", ValidationError("Donnez la référence du certificat."))
        return given


class ChangeForm(_PricedForm):
    """What was written wrong, and what it is sold for."""

    class Meta:
        model = Device
        fields = ["serial", "model", "grade", "price_class"]

    def _post_clean(self) -> None:
        """The instance is left as it is: the operation changes it, and checks that the serial is free."""
        serial = self.cleaned_data.get("serial")
        if serial and Device.objects.filter(serial=serial).exclude(pk=self.instance.pk).exists():
            self.add_error("serial", ValidationError("Un autre appareil porte déjà ce numéro de série."))


class WipeForm(forms.Form):
    on = forms.DateField(label="Disque effacé le", widget=_a_day())
    certificate = forms.CharField(label="Certificat d’effacement", max_length=80)


class MoveForm(forms.Form):
    to = forms.ChoiceField(label="Nouvel état", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        required=False,
        help_text="Nécessaire pour une réparation, une perte, un vol ou un appareil retrouvé.",
    )

    def __init__(self, *args: Any, device: Device, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [(state.value, state.label) for state in moves_of(device)]


class ScrapForm(forms.Form):
    reason = forms.CharField(
        label="Motif", max_length=300, help_text="Un appareil au rebut ne revient jamais."
    )


class BatchForm(forms.Form):
    refurbisher = forms.CharField(label="Reconditionné par", max_length=120)
    origin = forms.CharField(label="Provenance", max_length=120, required=False)
    file = forms.FileField(
        label="Fichier",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="Un classeur Excel (.xlsx) ou un CSV.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
