from typing import Any

from django import forms

from tenants.welcome.models import Beneficiary, Consent, Situation

_OLDEST_BIRTH = 1900
_PHONE = {"inputmode": "tel", "autocomplete": "off"}


class PersonForm(forms.ModelForm):
    """Who the person is: little, and nothing that is not needed to orient them."""

    situations = forms.MultipleChoiceField(
        label="Situation", choices=Situation, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Beneficiary
        fields = [
            "first_name", "last_name", "birth_year", "phone", "email", "channel", "language", "situations",
        ]  # fmt: skip
        widgets = {"phone": forms.TextInput(attrs=_PHONE)}

    def __init__(self, *args: Any, this_year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        wrong_year = f"Une année entre {_OLDEST_BIRTH} et {this_year}."
        self.fields["birth_year"] = forms.IntegerField(
            label="Année de naissance",
            required=False,
            min_value=_OLDEST_BIRTH,
            max_value=this_year,
            error_messages={"min_value": wrong_year, "max_value": wrong_year},
        )
        self.fields["channel"].choices = [("", "Peu importe"), *self.fields["channel"].choices[1:]]
        self.fields["channel"].label = "Préfère être jointe"
        for name in ("first_name", "last_name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class RegisterForm(PersonForm):
    """A first meeting: who, and what they agree to."""

    consents = forms.MultipleChoiceField(
        label="La personne est d’accord pour",
        choices=Consent.Purpose,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Demandez, cochez ce qu’elle accepte. Elle peut changer d’avis à tout moment.",
    )


class ChangeForm(PersonForm):
    """The same, on a file that exists; `seen` says which state of it was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen"].initial = self.instance.stamp


class MergeForm(forms.Form):
    """For each field that differs, which of both files is right."""

    def __init__(self, *args: Any, keep: Beneficiary, away: Beneficiary, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen"] = forms.CharField(
            widget=forms.HiddenInput, max_length=33, initial=f"{keep.stamp} {away.stamp}"
        )
        fields = {field.name: field for field in Beneficiary._meta.fields}
        for name in Beneficiary.CHOSEN:
            kept, other = getattr(keep, name), getattr(away, name)
            if kept == other:
                continue
            # What says something wins over an empty field; else the kept file does.
            self.fields[name] = forms.ChoiceField(
                label=str(fields[name].verbose_name).capitalize(),
                choices=[("keep", said(keep, name)), ("away", said(away, name))],
                initial="away" if other and not kept else "keep",
                widget=forms.RadioSelect,
            )

    def taken(self) -> tuple[list[str], tuple[str, str]]:
        """The fields to take from the other file, and the stamps of both as they were compared."""
        chosen = self.cleaned_data
        keep, _, away = chosen["seen"].partition(" ")
        return [name for name, side in chosen.items() if side == "away"], (keep, away)


def said(person: Beneficiary, name: str) -> str:
    """The value of a field as a page says it."""
    if name == "situations":
        labels = dict(Situation.choices)
        return ", ".join(str(labels.get(code, code)) for code in person.situations) or "—"
    display = getattr(person, f"get_{name}_display", None)
    return str((display() if display else getattr(person, name)) or "—")


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="Un classeur Excel (.xlsx) ou un CSV, 5 000 personnes au plus.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
