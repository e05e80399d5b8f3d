from typing import Any

from django import forms

from tenants.welcome.models import Beneficiary, Situation

_OLDEST_BIRTH = 1900
_PHONE = {"inputmode": "tel", "autocomplete": "off"}


class RegisterForm(forms.ModelForm):
    """Who the person is: little, and nothing that is not needed to orient them."""

    situations = forms.MultipleChoiceField(
        label="Situation", choices=Situation, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Beneficiary
        fields = ["first_name", "last_name", "birth_year", "phone", "email", "language", "situations"]
        widgets = {"phone": forms.TextInput(attrs=_PHONE)}

    def __init__(self, *args: Any, this_year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["birth_year"] = forms.IntegerField(
            label="Année de naissance",
            required=False,
            min_value=_OLDEST_BIRTH,
            max_value=this_year,
            error_messages={
                "min_value": f"Une année entre {_OLDEST_BIRTH} et {this_year}.",
                "max_value": f"Une année entre {_OLDEST_BIRTH} et {this_year}.",
            },
        )
        for name in ("first_name", "last_name", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
