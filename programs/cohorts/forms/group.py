"""Entering and leaving a group."""

from typing import Any, ClassVar

from django import forms

from kit import formats
from programs.cohorts.models import Cohort
from programs.cohorts.operations.waitlist import Priority
from tenants.welcome.free_text import FreeText

OTHER = "other"
WHY_LEAVE = [
    "A trouvé un emploi",
    "Entre en formation",
    "Horaires impossibles",
    "Trop loin, ou pas de transport",
    "Garde d’enfants",
    "Déménage",
    "Ne répond plus",
    "Ne souhaite plus venir",
]
WHY_MOVE = ["Horaires qui conviennent mieux", "Niveau du groupe", "Plus près du domicile", "Parcours annulé"]
WHY_REFUSE = [
    "Hors du public de ce programme",
    "A déjà suivi ce programme",
    "Orientée vers une autre structure",
]


class ReasonForm(forms.Form):
    """A reason of the list, some words, or both: together they are the reason that is kept."""

    whys: ClassVar[list[str]] = []
    why = forms.ChoiceField(label="Pourquoi", required=False, widget=forms.RadioSelect)
    reason = FreeText(label="En quelques mots", required=False, rows=2, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].choices = [*((why, why) for why in self.whys), (OTHER, "Autre raison")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            why = given["why"] if given["why"] != OTHER else ""
            given["told"] = " : ".join(filter(None, [why, given["reason"]]))
            if not given["told"]:
                self.add_error("reason", "Choisissez une raison, ou dites-la en quelques mots.")
        return given


class WithdrawForm(ReasonForm):
    """Somebody leaves the group, the list or an offer."""

    whys = WHY_LEAVE


class RefuseForm(ReasonForm):
    """A demand is refused."""

    whys = WHY_REFUSE


class CohortChoice(forms.ModelChoiceField):
    """A cohort, said with its first day and its free places."""

    def label_from_instance(self, cohort: Any) -> str:
        free = cohort.places_free
        left = "1 place libre" if free == 1 else f"{free} places libres" if free else "complet"
        return f"{cohort}, à partir du {formats.day(cohort.starts_on)} ({left})"


class TransferForm(ReasonForm):
    """Where to, and why."""

    whys = WHY_MOVE
    to = CohortChoice(
        Cohort.objects.none(), label="Nouveau parcours", empty_label=None, widget=forms.RadioSelect
    )
    field_order = ("to", "why", "reason")

    def __init__(self, *args: Any, targets: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = targets


class EnterForm(forms.Form):
    """Somebody enters, or waits; what is to be checked was seen."""

    seen = forms.BooleanField(label="J’ai vérifié avec la personne", required=False)


class PriorityForm(forms.Form):
    """The rank on the waiting list, and why."""

    priority = forms.TypedChoiceField(
        label="Priorité", choices=Priority.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = FreeText(label="Pourquoi cette priorité", rows=2)


class OfferAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("yes", "oui"), ("no", "non")])
