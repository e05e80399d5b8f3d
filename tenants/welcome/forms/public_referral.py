"""What a social structure fills in to send a person, without an account."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from tenants.welcome.free_text import FreeText, refuse_nir
from tenants.welcome.models import Language, Situation
from tenants.welcome.referral_links import new_ticket, ticket_id

_OLDEST_BIRTH = 1900
_A_PHONE = re.compile(r"\+?[\d\s.()/\-\u00a0\u202f]{6,20}")


class Name(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[refuse_nir], widget=forms.TextInput(attrs={"dir": "auto"}), **options)


def check_phone(number: str) -> None:
    refuse_nir(number)
    if not _A_PHONE.fullmatch(number):
        raise ValidationError("Un numéro de téléphone : des chiffres, par exemple 06 12 34 56 78.")


class Phone(forms.CharField):
    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel"})
        super().__init__(max_length=20, required=False, validators=[check_phone], widget=widget, **options)


class PublicReferralForm(forms.Form):
    """Who sends, whom, and what for. `antenne` (its code) signs the page's ticket."""

    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    structure = Name(label="Votre structure", max_length=160, help_text="Son nom complet et sa ville.")
    sender_name = Name(label="Votre nom", max_length=120)
    sender_email = forms.EmailField(
        label="Votre adresse e-mail", help_text="Pour recevoir la réponse de l’antenne."
    )
    sender_phone = Phone(label="Votre téléphone")

    first_name = Name(label="Prénom", max_length=80)
    last_name = Name(label="Nom", max_length=80)
    birth_year = forms.IntegerField()
    language = forms.ChoiceField(label="Langue la plus facile", choices=Language, initial=Language.FRENCH)
    phone = Phone(label="Téléphone")
    email = forms.EmailField(label="Adresse e-mail", required=False)
    situations = forms.MultipleChoiceField(
        label="Situation", choices=Situation, required=False, widget=forms.CheckboxSelectMultiple
    )
    wish = FreeText(
        label="Ce que la personne demande",
        help_text="Par exemple : utiliser sa boîte mail. Ni santé, ni numéro de sécurité sociale.",
    )
    agreed = forms.BooleanField(
        label="La personne est d’accord pour que ces informations soient transmises à l’antenne",
        error_messages={"required": "Demandez d’abord son accord à la personne, puis cochez cette case."},
    )
    # A box that people do not see and that machines fill in.
    website = forms.CharField(
        label="Laissez ce champ vide", required=False, widget=forms.TextInput(attrs={"tabindex": "-1"})
    )

    def __init__(self, *args: Any, antenne: str, this_year: int, **options: Any) -> None:
        self.antenne = antenne
        super().__init__(*args, **options)
        if not self.is_bound:
            self.initial["ticket"] = new_ticket(antenne=antenne)
        years = f"Une année entre {_OLDEST_BIRTH} et {this_year}."
        birth_year = forms.IntegerField(
            label="Année de naissance", required=False, min_value=_OLDEST_BIRTH, max_value=this_year,
            error_messages={"min_value": years, "max_value": years},
        )  # fmt: skip
        self.fields["birth_year"] = birth_year
        for name in ("structure", "sender_name", "sender_email", "sender_phone"):
            self.fields[name].widget.attrs["autocomplete"] = _OF_THE_SENDER[name]
        for name in ("first_name", "last_name", "birth_year", "phone", "email", "website"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_ticket(self) -> UUID:
        found = ticket_id(self.cleaned_data["ticket"], antenne=self.antenne)
        if found is None:
            # The page that shows the error carries a new one: sending again is enough.
            typed: Any = self.data.copy()
            typed["ticket"] = new_ticket(antenne=self.antenne)
            self.data = typed
            raise ValidationError("Cette page est restée ouverte trop longtemps : envoyez-la de nouveau.")
        return found

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Ce champ arrête les robots : videz-le, puis envoyez de nouveau.")
        return ""

    @property
    def sent(self) -> dict[str, Any]:
        """What `receive_from_form` wants."""
        return {name: value for name, value in self.cleaned_data.items() if name not in _NOT_KEPT}


_OF_THE_SENDER = {
    "structure": "organization",
    "sender_name": "name",
    "sender_email": "email",
    "sender_phone": "tel",
}
_NOT_KEPT = frozenset({"agreed", "website"})
