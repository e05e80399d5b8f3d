"""Writing a version: all of it on one page."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from programs.catalogue.forms.lines import ModuleLines, RuleLines, module_line, rule_line
from programs.catalogue.models import AdaptableField, Level
from programs.catalogue.parts import AdaptableDraft, LevelDraft
from programs.catalogue.queries import published_grids, published_surveys

_LEVEL = {"hours": ("Heures", 1, 400), "score_from": ("Score, de", 0, 100), "score_to": ("Score, à", 0, 100)}
_BOUND = {"low": "Au moins", "high": "Au plus"}
_WHOLE = "Remplissez les trois cases de ce niveau, ou aucune."
_BOTH = "Donnez les deux bornes, ou aucune."


def _number(label: str, low: int, high: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, **options)


class VersionForm(forms.Form):
    """`text` is what the page starts from: the arguments of draft_version."""

    title = forms.CharField(label="Intitulé", max_length=160)
    summary = forms.CharField(
        label="En quelques mots",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qu’en lisent les antennes et les structures prescriptrices.",
    )
    session_minutes = _number(
        "Durée d’une séance", 15, 600, initial=120, help_text="La même pour tous, sauf bornes ci-dessous."
    )
    completion_percent = _number(
        "Part des heures à suivre", 1, 100, initial=80, help_text="Le parcours est terminé à partir d’elle."
    )
    capacity = _number("Places par parcours", 1, 100, initial=10)
    capacity_min = _number("Au moins", 1, 100, initial=6)
    capacity_max = _number("Au plus", 1, 100, initial=12)
    lend_in_class = forms.BooleanField(
        label="Un ordinateur est prêté pendant les séances", required=False, initial=True
    )
    loan_months = _number("Prêt après le parcours", 0, 60, initial=6, help_text="0 : pas de prêt.")
    option_price = forms.DecimalField(
        label="Prix d’achat après le prêt",
        min_value=0,
        max_value=1000,
        max_digits=6,
        decimal_places=2,
        initial=0,
        help_text="Promis dès le début du prêt.",
    )
    grid: forms.ModelChoiceField = forms.ModelChoiceField(
        None,
        label="Grille de positionnement",
        required=False,
        empty_label="Aucune : le score est saisi à la main",
    )
    survey: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="Enquête de fin", required=False, empty_label="Aucune : la question de satisfaction seule"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, text: dict[str, Any], seen: Any = None, **options: Any) -> None:
        super().__init__(*args, initial=_initial(text, seen), **options)
        self.fields["grid"].queryset = published_grids()
        self.fields["survey"].queryset = published_surveys()
        for level in Level.values:
            for part, (label, low, high) in _LEVEL.items():
                self.fields[f"{level}_{part}"] = _number(label, low, high, required=False)
        for name in AdaptableField.Name.values:
            for part, label in _BOUND.items():
                self.fields[f"{name}_{part}"] = _number(label, 0, 600, required=False)
        modules = [module_line(one, n) for n, one in enumerate(text.get("modules", ()), start=1)]
        rules = [rule_line(one) for one in text.get("rules", ())]
        data = self.data if self.is_bound else None
        self.modules = ModuleLines(data, prefix="modules", initial=modules)
        self.rules = RuleLines(data, prefix="rules", initial=rules)

    @property
    def level_fields(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(the level's name, its three fields), in order."""
        return [(level.label, [self[f"{level}_{part}"] for part in _LEVEL]) for level in Level]

    @property
    def adaptable_fields(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(the parameter's name, its two bounds), in order."""
        return [(name.label, [self[f"{name}_{part}"] for part in _BOUND]) for name in AdaptableField.Name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for level in Level.values:
            self._all_or_none([f"{level}_{part}" for part in _LEVEL], _WHOLE)
        for name in AdaptableField.Name.values:
            self._all_or_none([f"{name}_{part}" for part in _BOUND], _BOTH)
        for lines, what in ((self.modules, "Modules"), (self.rules, "Conditions")):
            for sentence in lines.sentences(what):
                self.add_error(None, sentence)
        return given

    def draft(self) -> dict[str, Any]:
        """The arguments of draft_version."""
        given = self.cleaned_data
        plain = ("title", "summary", "session_minutes", "completion_percent", "capacity", "capacity_min",
                 "capacity_max", "lend_in_class", "loan_months", "grid", "survey")  # fmt: skip
        return {name: given[name] for name in plain} | {
            "option_price_cents": int(given["option_price"] * 100),
            "levels": list(self._levels()),
            "modules": self.modules.written(),
            "rules": self.rules.written(),
            "adaptable": list(self._adaptable()),
        }

    def was_seen(self) -> Any:
        """The moment of the text that the page started from; None for a first writing."""
        return parse_datetime(self.cleaned_data["seen"] or "") if _looks_like_a_moment(self) else None

    def _all_or_none(self, names: list[str], sentence: str) -> None:
        given = [self.cleaned_data.get(name) for name in names]
        if any(value is not None for value in given) and not any(name in self.errors for name in names):
            for name, value in zip(names, given, strict=True):
                if value is None:
                    self.add_error(name, sentence)

    def _levels(self) -> Iterator[LevelDraft]:
        for level in Level.values:
            hours, low, high = (self.cleaned_data[f"{level}_{part}"] for part in _LEVEL)
            if hours is not None:
                yield LevelDraft(level, hours, low, high)

    def _adaptable(self) -> Iterator[AdaptableDraft]:
        for name in AdaptableField.Name.values:
            low, high = (self.cleaned_data[f"{name}_{part}"] for part in _BOUND)
            if low is not None:
                yield AdaptableDraft(name, low, high)


def _looks_like_a_moment(form: VersionForm) -> bool:
    try:
        return parse_datetime(form.cleaned_data["seen"]) is not None
    except ValueError:
        return False


def _initial(text: dict[str, Any], seen: Any) -> dict[str, Any]:
    told = {name: value for name, value in text.items() if name not in {"modules", "rules"}}
    levels, adaptable = told.pop("levels", ()), told.pop("adaptable", ())
    if "option_price_cents" in told:
        told["option_price"] = Decimal(told.pop("option_price_cents")) / 100
    for level in levels:
        told |= {f"{level.level}_{part}": getattr(level, part) for part in _LEVEL}
    for one in adaptable:
        told |= {f"{one.name}_{part}": getattr(one, part) for part in _BOUND}
    return told | {"seen": seen.isoformat() if seen else ""}
