"""The grid where targets are typed: an antenne a line, a measure a column, one button."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from hub.rollup.models import Target
from hub.rollup.reports import Row
from hub.rollup.targets.dictionary import Group
from hub.rollup.targets.operations import Aim
from hub.rollup.targets.reading import NETWORK
from hub.rollup.targets.words import NotATarget, parsed, percent, so_far, typed, unit
from hub.rollup.targets.words import amount as written
from kit import formats
from kit.formats import NBSP
from tenants.network.models import Antenne


class AimField(forms.CharField):
    """What a measure should come to, in the words of a person; nothing is no target."""

    def __init__(self, measure: str, **options: Any) -> None:
        super().__init__(required=False, max_length=16, **options)
        self.measure = measure
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "class": "n"}

    def clean(self, value: Any) -> Any:
        try:
            return parsed(self.measure, super().clean(value))
        except NotATarget as error:
            raise forms.ValidationError(str(error), code="invalid") from error


@dataclass(frozen=True)
class Cell:
    """A field with what was there when it was read, and what is reached so far."""

    field: forms.BoundField
    current: int | None
    label: str
    unit: str
    so_far: str

    @property
    def seen_name(self) -> str:
        return _seen(self.field.name)

    @property
    def seen(self) -> str:
        return "" if self.current is None else str(self.current)


class TargetsForm(forms.Form):
    """`antennes` are the lines (None: the network), `current` the targets by (measure, antenne id).

    Each field carries the value that its page showed. What somebody else changed meanwhile is shown anew
    where nothing was typed, and said beside the field where something was.
    """

    note = forms.CharField(
        label="Pourquoi", max_length=200, required=False,
        help_text="Par exemple : comité du 12 janvier. Gardé dans l’historique, sans nom de personne.",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, files: Any = None, *, antennes: list[Antenne | None], group: Group,
        current: dict[tuple, Target], reached: dict[Any, Row],
    ) -> None:  # fmt: skip
        self.antennes, self.group, self.reached = antennes, group, reached
        self.current = {key: target.value for key, target in current.items()}
        super().__init__(data)
        self.read: dict[str, int | None] = {}
        for name, measure, antenne in self._places():
            now = self._now(measure.code, antenne)
            label = f"{measure.label}, {antenne or 'réseau'}"
            self.fields[name] = AimField(measure.code, label=label, initial=typed(measure.code, now))
            self.read[name] = _number(self.data.get(_seen(name))) if self.is_bound else now
        if self.is_bound:
            self._show_what_others_set()

    @property
    def rows(self) -> list[tuple[Antenne | None, list[Cell]]]:
        lines: dict[Any, list[Cell]] = {antenne: [] for antenne in self.antennes}
        for name, measure, antenne in self._places():
            now = self._now(measure.code, antenne)
            reached = told(measure.code, self.reached.get(antenne), now)
            lines[antenne].append(Cell(self[name], now, measure.label, unit(measure.code), reached))
        return list(lines.items())

    @property
    def aims(self) -> list[Aim]:
        """What was typed and differs from what was read."""
        return [
            Aim(measure.code, antenne, self.cleaned_data[name], seen=self.read[name])
            for name, measure, antenne in self._places()
            if self.cleaned_data[name] != self.read[name]
        ]

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        for name, measure, antenne in self._places():
            now = self._now(measure.code, antenne)
            if name in cleaned and cleaned[name] != self.read[name] and self.read[name] != now:
                words = "retiré" if now is None else f"passé à {written(measure.code, now)}"
                self.add_error(name, f"Vient d’être {words}. Enregistrez de nouveau pour mettre le vôtre.")
        return cleaned

    def _show_what_others_set(self) -> None:
        data: Any = self.data.copy()
        for name, measure, antenne in self._places():
            was, now = self.read[name], self._now(measure.code, antenne)
            if was != now and data.get(name, "").strip() == typed(measure.code, was):
                data[name] = typed(measure.code, now)
                self.read[name] = now
        self.data = data

    def _places(self) -> Iterator[tuple[str, Any, Antenne | None]]:
        for antenne in self.antennes:
            for measure in self.group.told:
                yield f"{measure.code}.{antenne.code if antenne else NETWORK}", measure, antenne

    def _now(self, code: str, antenne: Antenne | None) -> int | None:
        return self.current.get((code, antenne.pk if antenne else None))


def told(code: str, row: Row | None, target: int | None) -> str:
    """What a year has come to so far: "67", "67 · 56 %"; "" before anything is counted."""
    value = row[code].value if row else None
    if value is None:
        return ""
    words = so_far(code, value)
    if not target or unit(code) == "%":
        return words
    share = percent(code, value, Target(measure=code, value=target))
    return f"{words} ·{NBSP}{formats.number(share)}{NBSP}%"


def _seen(name: str) -> str:
    return f"{name}.seen"


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 19 else None
