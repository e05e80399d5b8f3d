"""What is asked of sponsors, what they pay, and what a bank's file says. Typed in euros, kept in cents."""

from typing import Any

from django import forms
from django.db.models import Q

from billing.gateway import Method
from billing.sponsoring.models import Agreement, Instalment, Invoice, Payment
from billing.sponsoring.operations.gateway_calls import WORDS
from billing.sponsoring.operations.payments import BY_HAND
from billing.sponsoring.queries.money import demands
from kit.ui.euros import EurosField
from kit.ui.widgets import DayInput, Segmented

_MOST_BYTES = 10 * 1024 * 1024


class IssueForm(forms.Form):
    """For an agreement: `invoiced` says whether its amounts are without VAT."""

    instalment = forms.ModelChoiceField(
        Instalment.objects.none(), label="Échéance", required=False, empty_label="Une part de la convention"
    )
    amount = EurosField(label="Montant")
    due_on = forms.DateField(label="À payer le", widget=DayInput)
    label = forms.CharField(label="Libellé", max_length=160, required=False)

    def __init__(self, *args: Any, agreement: Agreement, invoiced: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["instalment"].queryset = agreement.instalments.all()
        self.fields["amount"].label = "Montant hors taxes" if invoiced else "Montant (sans TVA)"
        self.fields["label"].help_text = f"« {agreement.title} » sans autre mot."


class DemandChoice(forms.ModelChoiceField):
    """Invoices and calls for funds; the label says who owes."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj.sponsor}"


class AgreementChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference} · {obj.sponsor}"


class PaidForForm(forms.Form):
    """What a payment is for: an invoice or a call, or an agreement."""

    invoice = DemandChoice(
        Invoice.objects.none(), label="Pièce", required=False, empty_label="Aucune",
        to_field_name="number", help_text="Facture ou appel de fonds.",
    )  # fmt: skip
    agreement = AgreementChoice(
        Agreement.objects.none(), label="Convention", required=False, empty_label="Aucune",
        to_field_name="reference", help_text="Si rien ne l’a demandé.",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = Q(left_cents__gt=0) | Q(number=self.initial.get("invoice", ""))
        self.fields["invoice"].queryset = (
            demands().filter(kept).select_related("sponsor").order_by("due_on", "number")
        )
        not_yet = [Agreement.State.DRAFT, Agreement.State.DECLINED]
        self.fields["agreement"].queryset = Agreement.objects.exclude(state__in=not_yet).select_related(
            "sponsor"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("invoice")) == bool(cleaned.get("agreement")):
            raise forms.ValidationError("Choisissez une pièce, ou bien une convention.")
        return cleaned


class NoteForm(PaidForForm):
    """A transfer or a cheque."""

    rail = forms.ChoiceField(
        label="Moyen", choices=[(rail, rail.label) for rail in BY_HAND], widget=Segmented,
        initial=Payment.Rail.TRANSFER,
    )  # fmt: skip
    amount = EurosField(label="Montant reçu")
    reference = forms.CharField(
        label="Référence", max_length=110, help_text="Celle de la banque, ou le numéro du chèque."
    )
    received_on = forms.DateField(label="Reçu le", widget=DayInput)


class CreditForm(forms.Form):
    amount = EurosField(label="Montant à annuler", help_text="TVA comprise.")
    reason = forms.CharField(label="Motif", max_length=200, help_text="Il est écrit sur l’avoir.")


class SendForm(forms.Form):
    methods = forms.MultipleChoiceField(
        label="Moyens proposés", choices=[(str(method), words) for method, words in WORDS.items()],
        widget=forms.CheckboxSelectMultiple, initial=[str(method) for method in WORDS],
    )  # fmt: skip
    by_mail = forms.BooleanField(label="Stripe l’envoie au mécène par e-mail", required=False, initial=True)

    @property
    def chosen(self) -> list[Method]:
        return [Method(method) for method in self.cleaned_data["methods"]]


class RefundOnlineForm(forms.Form):
    """`token` makes a form that is sent twice one refund."""

    amount = EurosField(label="Montant à rendre")
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)


class RefundForm(forms.Form):
    amount = EurosField(label="Montant rendu")
    reference = forms.CharField(
        label="Référence", max_length=110, help_text="Celle de notre virement, ou le numéro de notre chèque."
    )
    given_on = forms.DateField(label="Rendu le", widget=DayInput)


class BankFileForm(forms.Form):
    file = forms.FileField(
        label="Relevé", help_text="CAMT.053 (XML), ou un tableau avec « Date », « Libellé » et « Montant »."
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MOST_BYTES:
            raise forms.ValidationError("Ce fichier est trop lourd : 10 Mo au plus.")
        return file


class AsideForm(forms.Form):
    reason = forms.CharField(label="Motif", max_length=200)
