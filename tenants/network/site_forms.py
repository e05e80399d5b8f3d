"""The form of an antenne's public sheet: the hours are asked day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from stdnum.fr import siret

from kit.formats import DAYS
from kit.opening_hours import CODES, MOST, Day, Week, in_order
from kit.phones import as_e164, as_read
from kit.ui.widgets import HourInput
from tenants.network.models import SiteSheet
from tenants.network.models.sites import E164
from tenants.network.vocabulary import Language

_NO_NAME = "Aucun nom de personne."
_WORDS = ("de", "à", "puis de", "à")
_HELP = {
    "street": "Numéro et rue.",
    "street_more": "Bâtiment, étage, code de la porte.",
    "insee_code": "Pas le code postal : par exemple 38185 pour Grenoble.",
    "latitude": "En degrés, comme 45,188529.",
    "longitude": "En degrés, comme 5,724524.",
    "siret": "Quatorze chiffres, ceux de l’établissement ou du siège.",
    "phone": "Une ligne d’accueil, pas celle d’une personne.",
    "email": "Une adresse de service, comme accueil@. Celle d’une personne publierait son nom.",
    "accessibility_url": "L’adresse de la page du lieu sur acceslibre.beta.gouv.fr.",
    "description": f"De 200 à 2 000 signes, en phrases courtes : ce que l’on trouve ici. {_NO_NAME}",
    "reception_words": f"Une pièce à apporter, une étape avant de venir. {_NO_NAME}",
}


@dataclass(frozen=True)
class DayFields:
    """A day of the form: its name, and (words, field) of its four hours."""

    label: str
    hours: list[tuple[str, Any]]

    @property
    def errors(self) -> list[str]:
        return [error for _, field in self.hours for error in field.errors]


class SiteSheetForm(forms.ModelForm):
    """`text` is what the operation writes, once the form is valid."""

    phone = forms.CharField(label="Téléphone", max_length=30, required=False, help_text=_HELP["phone"])
    siret = forms.CharField(label="SIRET", max_length=20, required=False, help_text=_HELP["siret"])
    website = forms.URLField(label="Site internet", required=False, assume_scheme="https")
    accessibility_url = forms.URLField(
        label="Accessibilité du lieu",
        required=False,
        assume_scheme="https",
        help_text=_HELP["accessibility_url"],
    )
    languages = forms.MultipleChoiceField(
        label="Langues parlées", choices=Language, widget=forms.CheckboxSelectMultiple
    )
    closed_on_holidays = forms.BooleanField(label="Fermé les jours fériés", required=False)
    publish = forms.BooleanField(
        label="Publier cette fiche",
        required=False,
        help_text="Elle se lit alors par tout le monde, sur le site du réseau et dans ses données ouvertes.",
    )

    class Meta:
        model = SiteSheet
        fields = (
            "street", "street_more", "postal_code", "commune", "insee_code", "latitude", "longitude", "siret",
            "phone", "email", "website", "accessibility_url", "description", "reception", "reception_words",
            "languages",
        )  # fmt: skip
        help_texts = _HELP
        localized_fields = ("latitude", "longitude")  # typed with a comma, or pasted with a point
        widgets = {
            "reception": forms.RadioSelect,
            "reception_words": forms.Textarea(attrs={"rows": 2}),
            "description": forms.Textarea(attrs={"rows": 7}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sheet: SiteSheet = self.instance
        week = sheet.week
        typed = {
            "phone": as_read(sheet.phone) if sheet.phone else "",
            "closed_on_holidays": week.closed_on_holidays,
            "publish": sheet.published,
        }
        self.initial.update(typed | _as_typed(week))
        for day, name, at in _hours():
            self.fields[name] = forms.TimeField(
                label=f"{day}, {_WORDS[at]}", required=False, widget=HourInput
            )

    @property
    def days(self) -> Iterator[DayFields]:
        """The seven days, for the page."""
        for label, code in zip(DAYS, CODES, strict=True):
            names = [f"{code}_{at}" for at in range(2 * MOST)]
            yield DayFields(label, [(_WORDS[at], self[name]) for at, name in enumerate(names)])

    @property
    def text(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return given | {"opening_hours": self.cleaned_data["opening_hours"]}

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        known = as_e164(typed) if typed else ""
        if known is None:
            raise forms.ValidationError(str(E164.message), code="phone")
        return known

    def clean_siret(self) -> str:
        return str(siret.compact(self.cleaned_data["siret"]))

    def clean_description(self) -> str:
        return str(self.cleaned_data["description"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        days = tuple(self._day(code, given) for code in CODES)
        given["opening_hours"] = str(Week(days, bool(given.get("closed_on_holidays"))))
        return given

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.cleaned_data.get("publish"):
            return
        for name, words in self.instance.lacking().items():
            if name not in self.errors:
                self.add_error(name, words)

    def _day(self, code: str, given: dict[str, Any]) -> Day:
        """The ranges of a day; half of one, or one that ends before it begins, is an error of the day."""
        hours: list[time | None] = [given.get(f"{code}_{at}") for at in range(2 * MOST)]
        pairs = [(hours[at], hours[at + 1]) for at in range(0, len(hours), 2)]
        day = tuple((start, end) for start, end in pairs if start and end)
        if any(bool(start) != bool(end) for start, end in pairs):
            self.add_error(f"{code}_0", "Donnez l’heure du début et celle de la fin.")
        elif not in_order(day):
            self.add_error(f"{code}_0", "Les heures ne se suivent pas.")
        return day


def _hours() -> Iterator[tuple[str, str, int]]:
    """(day, name of the field, rank in the day) of the hours that are asked."""
    for label, code in zip(DAYS, CODES, strict=True):
        for at in range(2 * MOST):
            yield label.capitalize(), f"{code}_{at}", at


def _as_typed(week: Week) -> dict[str, time]:
    return {
        f"{code}_{at}": hour
        for code, day in zip(CODES, week.days, strict=True)
        for at, hour in enumerate(hour for hours in day for hour in hours)
    }
