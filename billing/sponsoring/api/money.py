"""What sponsors owe and pay, by the API of the national site."""

from typing import Any

from rest_framework import serializers

from billing.sponsoring.models import Agreement, Instalment, Invoice, Payment
from billing.sponsoring.operations import invoices, payments
from billing.sponsoring.queries.money import with_accounts
from kit.api.fields import Day, RelatedId, ShownSerializer
from kit.api.views import Acts, Lists, Makes, Shows

_MOST_CENTS = 1_000_000_000


class InvoiceSerializer(ShownSerializer):
    paid_cents = serializers.IntegerField(help_text="Payé, remboursements déduits.")
    left_cents = serializers.IntegerField(help_text="Reste à payer, avoirs déduits.")

    class Meta:
        model = Invoice
        fields = [
            "id", "number", "kind", "sponsor", "agreement", "instalment", "credits", "issued_on", "due_on",
            "net_cents", "vat_cents", "gross_cents", "paid_cents", "left_cents",
        ]  # fmt: skip


class IssueSerializer(serializers.Serializer):
    agreement = RelatedId(queryset=Agreement.objects.all())
    instalment = RelatedId(queryset=Instalment.objects.all(), allow_null=True, default=None)
    amount_cents = serializers.IntegerField(
        min_value=1, max_value=_MOST_CENTS, help_text="Hors taxes pour une facture ; sans TVA pour un appel."
    )
    due_on = Day()
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=160, default="", allow_blank=True
    )


class _Invoices:
    queryset: Any = with_accounts(Invoice.objects.order_by("-issued_at", "-id"))
    shows = InvoiceSerializer


class Invoices(_Invoices, Lists, Makes):
    """Factures, avoirs et appels de fonds ; en émettre, selon la nature de la convention."""

    needs = {"GET": "money.view", "POST": "money.write"}
    reads = IssueSerializer
    once = True

    def make(self, **given: Any) -> Invoice:
        agreement, amount_cents = given.pop("agreement"), given.pop("amount_cents")
        signed = {**self.signed, "today": self.today}
        if agreement.kind in invoices.INVOICED:
            return invoices.issue_invoice(agreement, net_cents=amount_cents, **given, **signed)
        return invoices.issue_call(agreement, amount_cents=amount_cents, **given, **signed)


class OneInvoice(_Invoices, Shows):
    """Une pièce, et ce qui en est payé."""

    needs = {"GET": "money.view"}


class CreditSerializer(serializers.Serializer):
    gross_cents = serializers.IntegerField(min_value=1, max_value=_MOST_CENTS, help_text="TVA comprise.")
    reason = serializers.CharField(max_length=200)


class CreditInvoice(_Invoices, Acts):
    """Émettre un avoir sur une pièce ; la réponse montre l’avoir."""

    needs = {"POST": "money.write"}
    reads = CreditSerializer
    once = True

    def act(self, thing: Invoice, **given: Any) -> Invoice:
        return invoices.credit(thing, **given, **self.signed, today=self.today)


class PaymentSerializer(ShownSerializer):
    class Meta:
        model = Payment
        fields = [
            "id", "sponsor", "agreement", "invoice", "rail", "reference", "amount_cents", "received_on",
            "refunds", "at",
        ]  # fmt: skip


class NoteSerializer(serializers.Serializer):
    invoice = RelatedId(queryset=Invoice.objects.all(), allow_null=True, default=None)
    agreement = RelatedId(queryset=Agreement.objects.all(), allow_null=True, default=None)
    rail = serializers.ChoiceField(choices=[str(rail) for rail in payments.BY_HAND])
    reference = serializers.CharField(max_length=110)
    amount_cents = serializers.IntegerField(min_value=1, max_value=_MOST_CENTS)
    received_on = Day()


class Payments(Lists, Makes):
    """Ce qui est entré et ce qui a été rendu ; noter un virement ou un chèque."""

    needs = {"GET": "money.view", "POST": "money.write"}
    queryset = Payment.objects.order_by("-received_on", "-id")
    reads = NoteSerializer
    shows = PaymentSerializer
    once = True

    def make(self, **given: Any) -> Payment:
        return payments.note_payment(**given, **self.signed, today=self.today)
