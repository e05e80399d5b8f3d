from typing import Any

from django import forms

from billing.counter.models import Till
from kit.ui.euros import EurosField


class MakeTillForm(forms.ModelForm):
    class Meta:
        model = Till
        fields = ["name", "code"]
        help_texts = {"code": "Court, sans espace ni accent : accueil, caisse-2… Il est sur chaque ticket."}


class OpenForm(forms.Form):
    till = forms.ModelChoiceField(Till.objects.none(), label="Caisse", empty_label=None)
    float_cents = EurosField(
        label="Fond de caisse", help_text="Les espèces qui sont dans le tiroir maintenant."
    )
    training = forms.BooleanField(
        label="Entraînement", required=False,
        help_text="Rien n’est vendu pour de vrai : les tickets ont leur propre suite et le disent.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tills = Till.objects.filter(retired_at__isnull=True).order_by("code")
        self.fields["till"].queryset = tills
        self.fields["till"].initial = tills.first()
        if len(tills) == 1:
            self.fields["till"].widget = forms.HiddenInput()


class CountForm(forms.Form):
    counted_cents = EurosField(
        label="Espèces comptées",
        help_text="Comptez tout le tiroir, fond de caisse compris. Le montant attendu s’affiche après.",
    )


class CloseForm(forms.Form):
    reason = forms.CharField(
        label="Motif de l’écart", max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class MoveCashForm(forms.Form):
    way = forms.ChoiceField(
        label="Les espèces", choices=[("out", "sortent"), ("in", "entrent")], widget=forms.RadioSelect,
        initial="out",
    )  # fmt: skip
    amount_cents = EurosField(label="Montant")
    reason = forms.CharField(label="Pourquoi", max_length=200, help_text="Par exemple : remise à la banque.")

    def clean_amount_cents(self) -> int:
        cents = self.cleaned_data["amount_cents"]
        if not cents:
            raise forms.ValidationError("Un montant plus grand que zéro.")
        return cents

    @property
    def signed_cents(self) -> int:
        cents = self.cleaned_data["amount_cents"]
        return cents if self.cleaned_data["way"] == "in" else -cents
