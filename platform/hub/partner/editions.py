"""An edition as it is read: on the page, on paper, in the spreadsheet. Only what its frozen content says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from hub.partner.cells import cells_of
from kit import formats
from kit.formats import NBSP, NOTHING
from kit.ui.charts import Cartogram, Spot, cartogram

WHY = {
    "few": "moins de 11 personnes, ou tout un groupe",
    "grouped": "compté avec d’autres antennes, pour qu’aucune soustraction ne soit possible",
    "elsewhere": "déjà compté avec d’autres personnes dans une édition publiée",
    "": "moins de 11 personnes, ou tout un groupe",
}
# How each measure is said: (label, unit of the value).
LABELS = {
    "participants": "Participants",
    "places_taken": "Places prises",
    "completions": "Parcours terminés",
    "satisfied": "Satisfaits ou très satisfaits",
    "minutes_delivered": "Heures suivies",
    "devices_on_loan": "Équipements prêtés",
    "devices_bought": "Équipements achetés",
    "savings": "Économie des personnes",
}
PARTS = {"amount_cents": "Montant signé", "places": "Places signées", "devices": "Équipements signés"}


@dataclass(frozen=True)
class Number:
    """A measure of the edition: ready to be read, or why it is not there."""

    code: str
    label: str
    value: str
    unit: str = ""
    note: str = ""
    at_least: bool = False


@dataclass(frozen=True)
class Line:
    """One antenne, or several that are counted together (which have no offer of their own)."""

    name: str
    departement: str
    places: int | None
    opened: int | None
    devices: int | None
    amount_cents: int | None
    people: dict[str, int | None]
    why: str = ""


class Edition:
    """`content` is that of ImpactReport."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.number: int = content["edition"]
        self.until = date.fromisoformat(content["until"])
        self.agreement: dict[str, Any] = content["agreement"]
        self.starts_on = date.fromisoformat(self.agreement["starts_on"])
        self.ends_on = date.fromisoformat(self.agreement["ends_on"])
        self.words: str = content["words"]
        self.money: dict[str, int] = content["money"]
        self.offer: list[dict[str, Any]] = content["offer"]
        self._names = {row["code"]: row["name"] for row in self.offer}

    @property
    def places_opened(self) -> int:
        return sum(row["places_opened"] for row in self.offer)

    def total(self, measure: str) -> int | None:
        """Of what is shown; None when nothing is."""
        total: int | None = self.content["people"][measure]["total"]
        return total

    def n(self, measure: str) -> int | None:
        n: int | None = self.content["people"][measure]["n"]
        return n

    def at_least(self, measure: str) -> bool:
        """Whether there may be more: a group that is not counted, or a number of an earlier edition."""
        said = self.content["people"][measure]
        left_out = set(said["hidden"].values()) & {"few", "elsewhere"}
        return bool(left_out) or any(lot["until"] != self.content["until"] for lot in said["lots"])

    def number_of(self, measure: str) -> Number:
        total, label = self.total(measure), LABELS[measure]
        if total is None:
            return Number(measure, label, NOTHING, note="non montré")
        n = self.n(measure)
        if n:
            share = formats.percent(total / n, 0).removesuffix(f"{NBSP}%")
            return Number(measure, label, share, "%", f"{total} sur {n} réponses")
        value, unit = written(measure, total)
        return Number(measure, label, value, unit, at_least=self.at_least(measure))

    @cached_property
    def numbers(self) -> list[Number]:
        """Every measure that is shown, in the order of LABELS."""
        return [self.number_of(measure) for measure in LABELS if self.total(measure) is not None]

    @cached_property
    def big(self) -> list[Number]:
        """The three that a board remembers: those that are shown first."""
        order = (
            "participants",
            "satisfied",
            "completions",
            "minutes_delivered",
            "devices_on_loan",
            "places_taken",
        )
        shown = [self.number_of(one) for one in order if self.total(one) is not None]
        offered = Number("places_opened", "Places ouvertes", formats.number(self.places_opened))
        return [*shown, offered][:3]

    @cached_property
    def lines(self) -> list[Line]:
        """One line an antenne, then those that are counted together."""
        alone = self._by_antennes()
        rows = [
            Line(
                row["name"], row["departement"], row["places"], row["places_opened"], row["devices"],
                row["amount_cents"], {one: alone.get((one, (row["code"],))) for one in LABELS},
                self._why(row["code"], alone),
            )
            for row in self.offer
        ]  # fmt: skip
        together = sorted({codes for _, codes in alone if len(codes) > 1})
        return rows + [
            Line(
                f"Ensemble{NBSP}: {self._said(codes)}", "", None, None, None, None,
                {one: alone.get((one, codes)) for one in LABELS},
            )
            for codes in together
        ]  # fmt: skip

    @property
    def board(self) -> list[Line]:
        """The lines of a short table: those of antennes, and together those whose people are shown."""
        told = ("participants", "completions")
        return [
            line for line in self.lines if line.places is not None or any(line.people[one] for one in told)
        ]

    @cached_property
    def hidden(self) -> list[tuple[str, str, str]]:
        """(measures, antennes, why) of what is not shown."""
        alike: dict[tuple[tuple[str, ...], str], list[str]] = {}
        for measure, label in LABELS.items():
            by_reason: dict[str, list[str]] = {}
            for code, why in self.content["people"][measure]["hidden"].items():
                by_reason.setdefault(why, []).append(code)
            for why, codes in sorted(by_reason.items()):
                alike.setdefault((tuple(codes), why), []).append(label)
        return [
            (
                "Tous les chiffres" if len(labels) == len(LABELS) else ", ".join(labels),
                self._said(codes),
                WHY[why],
            )
            for (codes, why), labels in alike.items()
        ]

    @cached_property
    def changes(self) -> list[tuple[str, str, str]]:
        """(what, before, after) since the edition before."""
        found = []
        for change in self.content["changes"]:
            what = change["what"]
            if what in LABELS or what in PARTS:
                label = LABELS.get(what) or PARTS[what]
                found.append((label, _plain(what, change["before"]), _plain(what, change["after"])))
        return found

    @cached_property
    def map(self) -> Cartogram:
        """Participants by antenne; the places that are given when nothing of people is shown."""
        if self.total("participants") is not None:
            return self.map_of("participants")
        return places_map(self.offer)

    def map_of(self, measure: str) -> Cartogram:
        alone = self._by_antennes()
        spots = [
            Spot(
                row["name"],
                row["departement"],
                alone.get((measure, (row["code"],))),
                self._why(row["code"], alone),
            )
            for row in self.offer
        ]
        return cartogram(spots, measure=LABELS[measure])

    def _by_antennes(self) -> dict[tuple[str, tuple[str, ...]], int]:
        found: dict[tuple[str, tuple[str, ...]], int] = {}
        for measure in LABELS:
            for lot in self.content["people"][measure]["lots"]:
                codes = tuple(sorted({cell.partition("/")[0] for cell in cells_of(lot["cells"])}))
                found[measure, codes] = found.get((measure, codes), 0) + lot["value"]
        return found

    def _why(self, code: str, alone: dict) -> str:
        if ("participants", (code,)) in alone:
            return ""
        return WHY[self.content["people"]["participants"]["hidden"].get(code, "")]

    def _said(self, codes: Iterable[str]) -> str:
        names = [self._names.get(code, code) for code in codes]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def places_map(offer: Iterable[dict[str, Any]]) -> Cartogram:
    """Where the places (or the devices, when there are none) are given."""
    rows = list(offer)
    part, label = ("places", "Places") if any(row["places"] for row in rows) else ("devices", "Équipements")
    return cartogram([Spot(row["name"], row["departement"], row[part]) for row in rows], measure=label)


def written(measure: str, value: int) -> tuple[str, str]:
    """(a value, its unit) of a measure."""
    if measure == "minutes_delivered":
        return formats.number(value // 60), "h"
    if measure == "savings":
        return formats.euros(value // 100 * 100).removesuffix(f"{NBSP}€"), "€"
    return formats.number(value), ""


def _plain(what: str, value: int | None) -> str:
    if value is None:
        return "non montré"
    if what == "amount_cents":
        return formats.euros(value)
    number, unit = written(what, value)
    return f"{number}{NBSP}{unit}" if unit else number
