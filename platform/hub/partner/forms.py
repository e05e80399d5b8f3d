"""What a sponsor asks for, and what the national office fixes and prepares."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from billing.sponsoring.models import Agreement, Sponsor
from billing.sponsoring.operations.proposals import MOST
from hub.partner.offer import label, programmes_offered
from hub.rollup.month_field import MonthField
from kit.calendar import add_months
from kit.identifiers import new_id
from kit.ui.euros import EurosField
from kit.ui.widgets import DayInput
from programs.catalogue.models import ProgrammeTemplate
from tenants.network.models import Antenne
from tenants.welcome.free_text import refuse_nir

LEAST, MOST_CENTS = 100, 10_000_000  # of a gift online


class GiftForm(forms.Form):
    """A gift that is paid at once, perhaps for an agreement to give that is signed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agreement = forms.ModelChoiceField(
        label="Pour",
        queryset=Agreement.objects.none(),
        required=False,
        empty_label="Le réseau, sans convention",
    )
    amount = EurosField(label="Montant")

    def __init__(self, *args: Any, sponsors: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["key"].initial = new_id
        signed = Agreement.objects.filter(sponsor__in=list(sponsors), kind=Agreement.Kind.GIFT)
        fields["agreement"].queryset = signed.filter(state__in=Agreement.FIRM).order_by("reference")

    def clean_amount(self) -> int:
        cents = self.cleaned_data["amount"]
        if not LEAST <= cents <= MOST_CENTS:
            raise forms.ValidationError("Un don en ligne va de 1 € à 100 000 €.")
        return int(cents)


class ProposalForm(forms.Form):
    """A programme, territories, and how many places or devices."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    template = forms.ModelChoiceField(
        label="Programme",
        queryset=ProgrammeTemplate.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    antennes = forms.ModelMultipleChoiceField(
        label="Territoires",
        queryset=Antenne.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans choix, le réseau répartit là où l’attente est la plus forte.",
    )
    places = forms.IntegerField(label="Places", min_value=0, max_value=MOST, initial=0)
    devices = forms.IntegerField(label="Ordinateurs", min_value=0, max_value=MOST, initial=0)
    words = forms.CharField(
        label="Un mot pour nous",
        max_length=1000,
        required=False,
        validators=[refuse_nir],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qui compte pour vous, un calendrier, une question.",
    )

    def __init__(self, *args: Any, today: date, sponsors: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        programmes = programmes_offered(today)
        fields["template"].queryset = ProgrammeTemplate.objects.filter(pk__in=[one.pk for one in programmes])
        fields["template"].choices = [(one.pk, label(one)) for one in programmes]
        self._only = list(sponsors)
        if len(self._only) > 1:
            mine = Sponsor.objects.filter(pk__in=self._only)
            fields["sponsor"] = forms.ModelChoiceField(
                label="Au nom de", queryset=mine, empty_label="Choisir…"
            )
        territories = fields["antennes"]
        territories.queryset = Antenne.objects.serving().order_by("name")
        self.fields["key"].initial = new_id()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts = [cleaned.get(name) for name in ("places", "devices")]
        if None not in parts and not any(parts):
            raise forms.ValidationError("Choisissez au moins une place ou un ordinateur.")
        return cleaned

    def given(self) -> dict[str, Any]:
        """The arguments of `ask_for_agreement`."""
        asked = dict(self.cleaned_data)
        sponsor = asked.pop("sponsor", None)
        return asked | {"sponsor_id": sponsor.pk if sponsor else self._only[0]}


class CostForm(forms.Form):
    """What the network asks from a day on."""

    starts_on = forms.DateField(label="À partir du", widget=DayInput)
    place_cents = EurosField(label="Une place")
    device_cents = EurosField(label="Un ordinateur")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("place_cents", "device_cents"):
            if cleaned.get(name) == 0:
                self.add_error(name, "Écrivez un montant au-dessus de zéro.")
        return cleaned


class EditionForm(forms.Form):
    """Up to the end of which month, and what the network says of it."""

    month = MonthField(label="Chiffres jusqu’à la fin de")
    words = forms.CharField(
        label="Mot du réseau",
        max_length=2000,
        required=False,
        validators=[refuse_nir],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Le mécène le lit en tête du rapport. Ne nommez aucune personne accueillie.",
    )

    def given(self) -> dict[str, Any]:
        """`until` is the last day of the month."""
        month = self.cleaned_data["month"]
        return {
            "until": date.fromordinal(add_months(month, 1).toordinal() - 1),
            "words": self.cleaned_data["words"],
        }
