"""Leaving a group."""

from django import forms

from tenants.welcome.free_text import FreeText


class WithdrawForm(forms.Form):
    reason = FreeText(label="Pourquoi cette personne se retire")
