"""Drafting the next version of a programme from the last one."""

from typing import Any

from django import forms

from programs.catalogue.models import Level, Module, TemplateVersion
from programs.catalogue.operations import LevelDraft, ModuleDraft


class VersionForm(forms.ModelForm):
    """What may change from one version to the next; modules and equipment rules are kept as they were."""

    class Meta:
        model = TemplateVersion
        fields = [
            "title",
            "summary",
            "capacity",
            "capacity_min",
            "capacity_max",
            "completion_percent",
            "loan_months",
        ]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, last: TemplateVersion, **kwargs: Any) -> None:
        initial = {name: getattr(last, name) for name in self.Meta.fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.last = last
        rules = {rule.level: rule for rule in last.levels.all()}
        for level in Level.values:
            for part in ("hours", "score_from", "score_to"):
                self.fields[f"{level}_{part}"] = _whole_number(part, getattr(rules.get(level), part, None))

    @property
    def level_fields(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(the level's name, its three fields), in order."""
        parts = ("hours", "score_from", "score_to")
        return [(Level(level).label, [self[f"{level}_{part}"] for part in parts]) for level in Level.values]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_capacity(cleaned)
        if not self.errors:
            self._check_scores()
        return cleaned

    def levels(self) -> list[LevelDraft]:
        data = self.cleaned_data
        return [
            LevelDraft(level, data[f"{level}_hours"], data[f"{level}_score_from"], data[f"{level}_score_to"])
            for level in Level.values
        ]

    def draft(self) -> dict[str, Any]:
        """The arguments of draft_version."""
        kept = {name: getattr(self.last, name) for name in ("lend_in_class", "option_price_cents")}
        modules = [_module(module) for module in self.last.modules.all()]
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return fields | kept | {"levels": self.levels(), "modules": modules}

    def _check_capacity(self, cleaned: dict[str, Any]) -> None:
        names = ("capacity_min", "capacity", "capacity_max")
        bounds = [cleaned[name] for name in names if name in cleaned]
        if bounds != sorted(bounds):
            self.add_error("capacity", "Le nombre de places doit rester entre le minimum et le maximum.")

    def _check_scores(self) -> None:
        covered = [score for rule in self.levels() for score in range(rule.score_from, rule.score_to + 1)]
        if sorted(covered) != list(range(101)):
            self.add_error(None, "Les niveaux doivent couvrir chaque score de 0 à 100, une seule fois.")


def _whole_number(part: str, initial: int | None) -> forms.IntegerField:
    labels = {"hours": "Heures", "score_from": "Score, de", "score_to": "Score, à"}
    low, high = (1, 400) if part == "hours" else (0, 100)
    return forms.IntegerField(label=labels[part], min_value=low, max_value=high, initial=initial)


def _module(module: Module) -> ModuleDraft:
    return ModuleDraft(module.title, module.minutes, module.skills)
