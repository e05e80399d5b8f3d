"""The lines of a version that come in any number: modules and conditions. An empty line is no line."""

from typing import Any

from django import forms

from kit.formats import NBSP
from programs.catalogue.models import EligibilityRule, Level, condition
from programs.catalogue.parts import ModuleDraft, RuleDraft
from tenants.network.vocabulary import Situation

SPARE = 2  # empty lines at the end, for who has no script
_NEEDED = "Ce champ est obligatoire."


class Line(forms.Form):
    """Nothing in it is required as long as all of it is empty."""

    needed: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()  # the fields that make a line when one of them is filled

    @property
    def is_empty(self) -> bool:
        given = getattr(self, "cleaned_data", {})
        return all(given.get(name) in (None, "") for name in self.telling)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(given.get(name) not in (None, "") for name in self.telling):
            for name in self.needed:
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _NEEDED)
        return given


class ModuleLine(Line):
    needed = ("title", "minutes")
    telling = ("title", "minutes", "skills")

    title = forms.CharField(label="Titre", max_length=160, required=False)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=3000, required=False)
    skills = forms.CharField(label="Compétences", max_length=300, required=False)
    position = forms.IntegerField(label="Ordre", min_value=1, max_value=200, required=False)

    def draft(self) -> ModuleDraft:
        given = self.cleaned_data
        return ModuleDraft(given["title"], given["minutes"], given["skills"])


class RuleLine(Line):
    needed = ("condition",)
    telling = ("condition", "number", "proof")

    condition = forms.ChoiceField(label="Condition", required=False)
    number = forms.IntegerField(label="Nombre", min_value=1, max_value=120, required=False)
    effect = forms.ChoiceField(
        label="Effet", choices=EligibilityRule.Effect, initial=EligibilityRule.Effect.BLOCKING, required=False
    )
    proof = forms.CharField(label="Justificatif à voir", max_length=160, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["condition"].choices = [("", "Aucune"), *_conditions()]

    def draft(self) -> RuleDraft:
        given = self.cleaned_data
        kind, _, value = given["condition"].partition(":")
        effect = given["effect"] or EligibilityRule.Effect.BLOCKING
        return RuleDraft(kind, given["number"], value, effect, given["proof"])


class Lines(forms.BaseFormSet):
    """Lines in the order that they say, then in the order of the page."""

    def written(self) -> list[Any]:
        kept = [line for line in self.forms if not line.is_empty]
        last = len(self.forms) + 1000
        return [
            line.draft() for line in sorted(kept, key=lambda one: one.cleaned_data.get("position") or last)
        ]

    def sentences(self, what: str) -> list[str]:
        """What is wrong, each with the number of its line."""
        told = [str(error) for error in self.non_form_errors()]
        for number, line in enumerate(self.forms, start=1):
            for name, errors in line.errors.items():
                label = line.fields[name].label if name in line.fields else ""
                told += [f"{what}, ligne {number}, {label.lower()}{NBSP}: {error}" for error in errors]
        return told


ModuleLines = forms.formset_factory(
    ModuleLine, formset=Lines, extra=SPARE, max_num=100, absolute_max=120, validate_max=True
)
RuleLines = forms.formset_factory(
    RuleLine, formset=Lines, extra=SPARE, max_num=30, absolute_max=40, validate_max=True
)


def module_line(module: ModuleDraft, position: int) -> dict[str, Any]:
    return vars(module) | {"position": position}


def rule_line(rule: RuleDraft) -> dict[str, Any]:
    given = f"{rule.kind}:{rule.value}" if rule.value else rule.kind
    return {"condition": given, "number": rule.number, "effect": rule.effect, "proof": rule.proof}


def _conditions() -> list[tuple[str, str]]:
    numbered = [(kind.value, condition(kind, None, "")) for kind in EligibilityRule.NUMBERED]
    situations = [(f"situation:{value}", condition("situation", None, value)) for value in Situation.values]
    levels = [(f"level:{value}", condition("level", None, value)) for value in Level.values]
    return [*numbered, *situations, *levels]
