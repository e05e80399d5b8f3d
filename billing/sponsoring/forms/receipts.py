"""Cancelling a tax receipt."""

from django import forms


class CancelReceiptForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi ce reçu est annulé",
        max_length=300,
        help_text="Le motif est écrit sur le reçu annulé.",
    )
