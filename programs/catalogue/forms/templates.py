"""A new programme."""

from typing import Any

from django import forms
from django.utils.text import slugify

from programs.catalogue.models import Partner, ProgrammeTemplate, Theme


class PartnerChoice(forms.ModelChoiceField):
    """Partners by the name they bear today."""

    def label_from_instance(self, partner: Any) -> str:
        return partner.words or partner.code


class TemplateForm(forms.Form):
    name = forms.CharField(label="Nom du programme", max_length=160)
    theme = forms.ChoiceField(label="Thème", choices=Theme, widget=forms.RadioSelect)
    partner = PartnerChoice(
        Partner.objects.none(), label="Avec un partenaire", required=False, empty_label="Aucun"
    )
    start = forms.ChoiceField(
        label="Partir",
        choices=[("theme", "Du modèle de départ de ce thème"), ("empty", "D’une page blanche")],
        initial="theme",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, partners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].queryset = partners

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("Ce nom n’a pas de lettre : écrivez-le en toutes lettres.")
        if ProgrammeTemplate.objects.filter(code=code_of(name)).exists():
            raise forms.ValidationError("Un programme porte déjà ce nom.")
        return name


def code_of(name: str) -> str:
    """The address of a programme, from its name."""
    return slugify(name.replace("’", " ").replace("'", " "))[:50].strip("-")
