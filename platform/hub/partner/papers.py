"""An edition on paper and in a spreadsheet: what its frozen content says, and nothing else."""

from datetime import date, datetime
from typing import Any

from hub.partner.editions import LABELS, WHY, Edition, Number
from kit import formats
from kit.documents.pdf import render
from kit.documents.spreadsheets import Column, Sheet, write_xlsx
from kit.formats import NBSP, NOTHING
from kit.ui.charts import on_paper

_MONEY = {"signed_cents": "Signé", "received_cents": "Reçu", "allocated_cents": "Confié aux antennes"}
_BARS = ("places_taken", "participants", "completions")


def as_pdf(edition: Edition, *, now: datetime) -> bytes:
    """The impact report, for a board: cover, three numbers, map, charts, method. Same bytes each time."""
    agreement = edition.agreement
    data = {
        "sponsor": agreement["sponsor"],
        "title": agreement["title"],
        "reference": agreement["reference"],
        "programmes": agreement["programmes"],
        "period": f"{_day(edition.starts_on)} – {_day(edition.ends_on)}",
        "edition": edition.number,
        "until": _day(edition.until),
        "words": edition.words,
        "big": [_number(one) for one in edition.big],
        "numbers": [_number(one) for one in edition.numbers],
        "money": _money(edition),
        "map": on_paper(edition.map, title=f"{edition.map.keys[0].name} par antenne"),
        "charts": _charts(edition),
        "satisfaction": _satisfaction(edition),
        "antennes": [_antenne(line) for line in edition.board],
        "changes": edition.changes,
        "hidden": edition.hidden,
        "definitions": [[one["label"], one["definition"]] for one in edition.content["definitions"]],
    }
    return render(
        "sponsoring/impact.typ", title=f"Rapport d’impact – {agreement['title']}", data=data, now=now
    )


def as_workbook(edition: Edition, *, now: datetime) -> bytes:
    """Numbers that are numbers, euros that add up, and the dictionary on the last sheet."""
    title = f"Rapport d’impact {edition.agreement['reference']} – édition {edition.number}"
    return write_xlsx(
        [
            _summary(edition),
            _money_sheet(edition),
            _places_sheet(edition),
            _hidden_sheet(edition),
            _dictionary(edition),
        ],
        title=title,
        now=now,
    )


def _summary(edition: Edition) -> Sheet:
    columns = [
        Column("Mesure"), Column("Valeur", "whole"), Column("Sur", "whole"), Column("Unité"),
        Column("Au moins"), Column("Arrêté au", "date"),
    ]  # fmt: skip
    rows: list[list[Any]] = [["Places ouvertes", edition.places_opened, None, "places", False, edition.until]]
    for measure, label in LABELS.items():
        total, unit = _whole(measure, edition.total(measure))
        rows.append([label, total, edition.n(measure), unit, edition.at_least(measure), edition.until])
    return Sheet("Synthèse", columns, rows)


def _money_sheet(edition: Edition) -> Sheet:
    agreement = edition.agreement
    columns = [Column("Convention"), Column("Poste"), Column("Montant", "euros")]
    rows = [[agreement["reference"], label, edition.money[code]] for code, label in _MONEY.items()]
    return Sheet("Argent", columns, rows)


def _places_sheet(edition: Edition) -> Sheet:
    columns = [
        Column("Antenne"), Column("Département"), Column("Places confiées", "whole"),
        Column("Places ouvertes", "whole"), Column("Ordinateurs confiés", "whole"),
        Column("Montant", "euros"),
        *(Column(LABELS[measure], "euros" if measure == "savings" else "whole") for measure in LABELS),
        Column("Pourquoi ce n’est pas montré"),
    ]  # fmt: skip
    rows = [
        [
            line.name, line.departement, line.places, line.opened, line.devices, line.amount_cents,
            *(_cell(measure, line.people[measure]) for measure in LABELS), line.why,
        ]
        for line in edition.lines
    ]  # fmt: skip
    return Sheet("Antennes", columns, rows)


def _hidden_sheet(edition: Edition) -> Sheet:
    columns = [Column("Mesure"), Column("Antennes"), Column("Pourquoi")]
    return Sheet("Non montré", columns, edition.hidden or [["Toutes", "", f"Sinon{NBSP}: {WHY['']}"]])


def _dictionary(edition: Edition) -> Sheet:
    columns = [
        Column("Code"),
        Column("Mesure"),
        Column("Unité"),
        Column("Version", "whole"),
        Column("Définition"),
    ]
    rows = [
        [one["code"], one["label"], one["unit"], one["version"], one["definition"]]
        for one in edition.content["definitions"]
    ]
    return Sheet("Dictionnaire", columns, rows)


def _cell(measure: str, value: int | None) -> int | None:
    return None if value is None else value // 60 if measure == "minutes_delivered" else value


def _whole(measure: str, value: int | None) -> tuple[int | None, str]:
    if measure == "savings":
        return (None if value is None else value // 100), "euros"
    units = {"minutes_delivered": "heures", "satisfied": "réponses", "places_taken": "places"}
    unit = units.get(measure, "équipements" if measure.startswith("devices") else "personnes")
    return _cell(measure, value), unit


def _number(one: Number) -> dict[str, str]:
    label = f"{one.label}, au moins" if one.at_least else one.label
    return {"label": label, "value": one.value, "unit": one.unit, "note": one.note}


def _money(edition: Edition) -> list[list[Any]]:
    signed = edition.money["signed_cents"] or 1
    return [
        [label, formats.euros(edition.money[code]), min(edition.money[code] * 100 // signed, 100)]
        for code, label in _MONEY.items()
    ]


def _charts(edition: Edition) -> list[list[Any]]:
    """Places opened and what became of them, on one scale: [label, words, percent]."""
    counts = [("Places ouvertes", edition.places_opened)]
    counts += [(LABELS[one], total) for one in _BARS if (total := edition.total(one)) is not None]
    most = max((count for _, count in counts), default=0) or 1
    return [[label, formats.number(count), count * 100 // most] for label, count in counts]


def _satisfaction(edition: Edition) -> dict[str, Any] | None:
    said = edition.number_of("satisfied")
    if said.unit != "%":
        return None
    return {"percent": int(said.value), "value": f"{said.value}{NBSP}%", "words": said.note}


def _antenne(line: Any) -> list[str]:
    shown = [line.people[one] for one in ("participants", "completions")]
    given = [
        NOTHING if one is None else formats.number(one) for one in (line.places, line.opened, line.devices)
    ]
    return [line.name, *given, *("non montré" if one is None else formats.number(one) for one in shown)]


def _day(day: date) -> str:
    return f"{formats.day_short(day)} {day.year}"
