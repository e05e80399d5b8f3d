"""Signing what was read, on the screen or on paper; and saying why something ends."""

from typing import Any

from django import forms

from kit.signatures import LONGEST_PATH


class PaperForm(forms.Form):
    """Who signed the printed paper. `digest` is that of the text which is shown."""

    name = forms.CharField(label="Prénom et nom", max_length=120)
    role = forms.CharField(label="Qualité", max_length=120, help_text="Par exemple : directrice générale.")
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the operations that sign."""
        given = self.cleaned_data
        return {name: given[name] for name in ("name", "role", "path", "digest") if name in given}


class SignForm(PaperForm):
    """With what was drawn; a new drawing is wanted each time the page is shown."""

    path = forms.CharField(
        required=False, max_length=LONGEST_PATH, widget=forms.HiddenInput(attrs={"id": "path"})
    )

    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        if not path:
            raise forms.ValidationError("Signez d’abord dans le cadre.")
        return path


class OfficeSignForm(SignForm):
    """The network's side, which may also have signed the printed paper."""

    on_paper = forms.BooleanField(label="Le papier imprimé est signé pour le réseau", required=False)
    field_order = ("name", "role", "on_paper", "digest", "path")

    def clean_path(self) -> str:
        if self.cleaned_data.get("on_paper"):
            return ""
        return super().clean_path()

    @property
    def said(self) -> dict[str, Any]:
        return super().said | ({"path": ""} if self.cleaned_data["on_paper"] else {})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
