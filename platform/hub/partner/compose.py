"""What an edition says: composed once from the figures, through the suppression, then frozen.

At the national office alone: the sponsors' site cannot read what is counted here.

The content is JSON: `agreement`, `money` (cents), `offer` (what is given to each antenne, and the places
that it opened), `people` ({measure: total, n, at_least, lots, hidden}), `changes` since the edition
before, `definitions`. A measure's total is the sum of its lots; `hidden` says "few", "grouped" or
"elsewhere" for an antenne, and never whether a number has moved by less than eleven.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Sum

from billing.sponsoring.models import Agreement, Allocation, ImpactReport, Payment
from hub.partner.cells import WHOLE, as_json, cell, from_json, months_between
from hub.rollup.measures import MEASURES
from hub.rollup.models import Published
from hub.rollup.reports import label, name_on
from hub.rollup.suppression import FAMILIES, Lot, Shown, Why, protect
from programs.catalogue.models import TemplateVersion

# What is said of people in a programme, and what is counted at an antenne whatever the programme.
IN_PROGRAMMES = ("participants", "places_taken", "completions", "satisfied", "minutes_delivered")
AT_ANTENNES = ("devices_on_loan", "devices_bought", "items_sold", "savings")
SAID = tuple(FAMILIES)
_SOLD = ("connection_sold", "devices_bought")
Counts = dict[str, dict[str, tuple[int, int]]]


def content_of(agreement: Agreement, *, until: date, words: str, edition: int) -> dict[str, Any]:
    """All that this edition may say, after every edition that is published."""
    allocations = _allocations(agreement)
    months = [month for month in months_between(agreement.starts_on, until) if month <= agreement.ends_on]
    people, opened = people_of(allocations, months, until=until)
    before = agreement.reports.filter(state=ImpactReport.State.PUBLISHED).order_by("-edition").first()
    content = {
        "edition": edition,
        "until": until.isoformat(),
        "words": words,
        "agreement": _agreement(agreement, allocations),
        "money": _money(agreement, allocations),
        "offer": _offer(allocations, opened),
        "people": {measure: _said(people[measure]) for measure in SAID},
        "definitions": _definitions(),
    }
    return content | {"changes": changes(before.content, content) if before else []}


def people_of(
    allocations: list[Allocation], months: list[date], *, until: date
) -> tuple[dict[str, Shown], dict[str, int]]:
    """What may be said of people, and the places that each antenne opened (which are no people)."""
    counts, opened = _counts(allocations, months)
    programmes: dict[str, set[str]] = defaultdict(set)
    for one in allocations:
        programmes[one.antenne.code].add(one.template.code)
    groups = {
        code: frozenset(cell(code, name, month) for name in names for month in months)
        for code, names in programmes.items()
    }
    whole = {code: frozenset(cell(code, WHOLE, month) for month in months) for code in programmes}
    given, order = published_lots(), until.toordinal()
    in_programmes = protect(counts, groups, given, edition=order)
    at_antennes = protect(counts, whole, given, edition=order)
    return {
        name: (in_programmes if name in IN_PROGRAMMES else at_antennes)[name] for name in FAMILIES
    }, opened


def published_lots() -> dict[str, list[Lot]]:
    """{measure: the lots of all editions of all sponsors, in the order of publication}."""
    published = ImpactReport.objects.filter(state=ImpactReport.State.PUBLISHED).order_by("order")
    lots: dict[str, list[Lot]] = defaultdict(list)
    for people in published.values_list("content__people", flat=True):
        for measure, said in (people or {}).items():
            lots[measure] += [from_json(kept) for kept in said["lots"]]
    return lots


def reasons(shown: Shown) -> dict[str, Why]:
    """{antenne: why it is not shown alone}."""
    return {antenne: why for names, why in shown.hidden.items() for antenne in names}


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What an edition says otherwise than the one before it: published numbers only."""
    found = []
    for measure in SAID:
        was, now = (one["people"].get(measure, {}).get("total") for one in (before, after))
        if was != now:
            found.append({"what": measure, "before": was, "after": now})
    for part in ("amount_cents", "places", "devices"):
        was, now = before["agreement"][part], after["agreement"][part]
        if was != now:
            found.append({"what": part, "before": was, "after": now})
    return found


def _allocations(agreement: Agreement) -> list[Allocation]:
    given = agreement.allocations.exclude(state=Allocation.State.RELEASED)
    named = given.annotate(
        partner_name=name_on(OuterRef("agreement__starts_on"), partner="template__partner")
    )
    return list(named.select_related("antenne", "template").order_by("antenne__name", "allocated_on", "id"))


def _counts(allocations: list[Allocation], months: list[date]) -> tuple[Counts, dict[str, int]]:
    counts: Counts = defaultdict(lambda: defaultdict(lambda: (0, 0)))
    opened: dict[str, int] = defaultdict(int)
    supported = {(one.antenne.code, one.template.code) for one in allocations}
    antennes = {one.antenne_id for one in allocations}
    for code, programme, month, measure, value, n in _figures(antennes, months):
        if programme is None:
            where = cell(code, WHOLE, month)
        elif (code, programme) in supported:
            where = cell(code, programme, month)
        else:
            continue
        if measure == "places_opened":
            opened[code] += value
        for name in (measure, *(["items_sold"] if measure in _SOLD else [])):
            had = counts[name][where]
            counts[name][where] = had[0] + value, had[1] + (n or 0)
    return counts, opened


def _figures(antennes: set[Any], months: list[date]) -> Iterable[tuple]:
    codes = dict(TemplateVersion.objects.values_list("id", "template__code"))
    wanted = {*IN_PROGRAMMES, *AT_ANTENNES, *_SOLD, "places_opened"} - {"items_sold"}
    cells = Published.objects.filter(antenne__in=antennes, month__in=months, measure__in=wanted)
    summed = cells.order_by().values("antenne__code", "version_id", "month", "measure")
    for one in summed.annotate(value_=Sum("value"), n_=Sum("n")):
        programme = codes.get(one["version_id"]) if one["version_id"] else None
        yield one["antenne__code"], programme, one["month"], one["measure"], int(one["value_"]), one["n_"]


def _said(shown: Shown) -> dict[str, Any]:
    lots = sorted(shown.lots, key=lambda lot: min(lot.cells))
    seen = reasons(shown)
    return {
        "total": shown.count,
        "n": shown.whole,
        "lots": [as_json(lot) for lot in lots],
        # Held back is not said: that would tell that a few people came.
        "hidden": {antenne: str(why) for antenne, why in sorted(seen.items()) if why != Why.HELD},
    }


def _agreement(agreement: Agreement, allocations: list[Allocation]) -> dict[str, Any]:
    return {
        "reference": agreement.reference,
        "title": agreement.title,
        "sponsor": agreement.sponsor.name,
        "kind": agreement.get_kind_display(),
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "amount_cents": agreement.amount_cents,
        "places": agreement.places,
        "devices": agreement.devices,
        "programmes": sorted({_programme(one) for one in allocations}),
    }


def _programme(allocation: Any) -> str:
    # With the partner's name on the first day of the agreement.
    allocation.template.partner_name = allocation.partner_name
    return label(allocation.template)


def _money(agreement: Agreement, allocations: list[Allocation]) -> dict[str, int]:
    received = Payment.objects.filter(agreement=agreement).aggregate(total=Sum("amount_cents", default=0))
    return {
        "signed_cents": agreement.amount_cents,
        "received_cents": received["total"],
        "allocated_cents": sum(one.amount_cents for one in allocations),
    }


def _offer(allocations: list[Allocation], opened: dict[str, int]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for one in allocations:
        antenne = one.antenne
        row = rows.setdefault(
            antenne.code,
            {
                "code": antenne.code, "name": antenne.name, "departement": antenne.departement, "places": 0,
                "devices": 0, "amount_cents": 0, "places_opened": opened.get(antenne.code, 0),
            },
        )  # fmt: skip
        for part in ("places", "devices", "amount_cents"):
            row[part] += getattr(one, part)
    return list(rows.values())


def _definitions() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "label": MEASURES[code].label,
            "definition": MEASURES[code].definition,
            "unit": MEASURES[code].unit,
            "version": MEASURES[code].version,
        }
        for code in ("places_opened", *SAID)
        if code in MEASURES
    ]
