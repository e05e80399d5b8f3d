"""What the office types of an antenne, on one page."""

from typing import Any

from django import forms
from django.utils.text import slugify

from kit.refusals import Refused
from tenants.network.models import Antenne
from tenants.network.models.antennes import CODE
from tenants.network.operations.antennes import check_code
from tenants.network.territories import DEPARTEMENTS, ZONES, zone_of

_LONGEST_CODE = 30
_LOST = {
    "has_shop": "la caisse, les cartes et leurs clôtures",
    "has_equipment": "le matériel, les prêts et leurs rappels",
}


class _WhereAndWhat(forms.Form):
    name = forms.CharField(label="Nom", max_length=80)
    departement = forms.ChoiceField(
        label="Département",
        choices=[("", "Choisir…"), *((code, f"{code} · {name}") for code, name in DEPARTEMENTS.items())],
        help_text="Les jours fériés et la zone scolaire en découlent.",
    )
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    zone = forms.ChoiceField(
        label="Fuseau horaire",
        choices=[("", "Celui du département"), *ZONES.items()],
        required=False,
        help_text="L’heure des séances et le jour de la caisse.",
    )
    has_shop = forms.BooleanField(label="Tient une caisse", required=False)
    has_equipment = forms.BooleanField(label="Prête du matériel", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["zone"] = given.get("zone") or zone_of(given.get("departement", ""))
        return given


class OpenForm(_WhereAndWhat):
    """A new antenne and its first manager. An empty code is taken from the name."""

    code = forms.CharField(
        label="Code",
        max_length=_LONGEST_CODE,
        required=False,
        validators=[CODE],
        help_text="Son adresse sur internet, pour toujours. Laissez vide pour le prendre du nom.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-code-of": "name"}),
    )
    manager_name = forms.CharField(
        label="Prénom et nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    manager_email = forms.EmailField(
        label="Adresse e-mail",
        help_text="Un lien personnel y part dès que l’antenne est ouverte.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["name", "code", "departement", "address", "zone", "has_shop", "has_equipment"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for module in _LOST:
            self.fields[module].initial = True

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "code" in self.errors or not given.get("name"):
            return given
        code = given["code"] = given.get("code") or slugify(given["name"])[:_LONGEST_CODE].strip("-")
        try:
            CODE(code)
            check_code(code)
        except forms.ValidationError as wrong:
            self.add_error("code", wrong)
        except Refused as refused:
            self.add_error("code", refused.sentence)
        return given


class ChangeForm(_WhereAndWhat):
    """The same of an antenne that exists. What a module takes away with it is agreed to first."""

    agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, antenne: Antenne, **options: Any) -> None:
        start = {name: getattr(antenne, name) for name in _WhereAndWhat.base_fields}
        super().__init__(*args, initial=start, **options)
        self.antenne = antenne
        self.fields["zone"].choices = list(ZONES.items())
        self.asks = self.is_bound and bool(self._lost())
        if self.asks:
            self.fields["agreed"].label = f"J’ai compris : {self._lost()} ne seront plus accessibles."

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.asks and not given.pop("agreed", False):
            self.add_error(
                "agreed",
                "Les données restent, mais plus personne n’y accède : rendez d’abord les prêts, comptez et "
                "clôturez la caisse. Cochez pour enregistrer.",
            )
        given.pop("agreed", None)
        return given

    def _lost(self) -> str:
        off = [name for name in _LOST if getattr(self.antenne, name) and not self.data.get(name)]
        return " ; ".join(_LOST[name] for name in off)


class ReasonForm(forms.Form):
    """Why; the operation itself refuses an empty one."""

    reason = forms.CharField(label="Motif", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CodeForm(forms.Form):
    """The code of the antenne, typed by hand: what is erased is what was meant."""

    code = forms.CharField(
        label="Code de l’antenne",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
