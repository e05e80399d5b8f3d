"""What may be said about people to somebody outside: the one door to a sponsor. Pure.

People are counted in *cells* (an antenne, a programme, a month). What is published is always a sum of
*lots*: sets of cells that do not overlap, each of K people and more. A lot that was once published is
never cut again, by any edition of any sponsor: all editions together then say the sums of lots and no
more. What is left of a lot when a part of it is imagined may be anything from nobody to all of it, so
no group below K, and no hidden group at all, can be solved from totals, other groups or other editions.

- A group of K people is a lot of its own. Smaller ones (the empty ones too) are made one lot together,
  when at least two of them reach K; otherwise they are counted nowhere, and the total says "at least".
- A lot changes from an edition to the next by K people or not at all: else it stays as it was given.
- Groups that another edition counted with people outside the demand are left out.
- What part of a group did something is said in lots of whole lots of that group, and neither when it is
  all of it nor when it is nobody.

What is not hidden: what remains of a group when a part of it is told (76 satisfied of 80 answers leave
four), the offer (places opened, devices given), which holds nobody, and that a small antenne is small.

`protect` is the function to call; the rest says what it is made of.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

K = 11
Cell = str
Name = tuple[str, ...]  # the groups that are counted together, most often one


class Why(StrEnum):
    """Why a group is not shown alone."""

    FEW = "few"  # fewer than K, and no other small group to count it with
    GROUPED = "grouped"  # counted with others
    HELD = "held"  # as an earlier edition gave it: the change is smaller than K
    ELSEWHERE = "elsewhere"  # another edition counted it with people who are not asked about here


@dataclass(frozen=True)
class Lot:
    """A published number: the people of these cells. `whole` is the group that `count` is a part of."""

    cells: frozenset[Cell]
    count: int
    whole: int | None = None
    edition: int = 0  # the order of publication, over all sponsors


@dataclass(frozen=True)
class Group:
    """What is asked about: `bound` is the whole that is published by itself, not `fresh` when it is old."""

    cells: frozenset[Cell]
    count: int
    whole: int | None = None
    bound: int | None = None
    fresh: bool = True


@dataclass(frozen=True)
class Shown:
    """What may be said of one measure, and of which groups it may not."""

    lots: tuple[Lot, ...] = ()
    fresh: frozenset[Lot] = frozenset()
    hidden: Mapping[Name, Why] = field(default_factory=dict)

    @property
    def count(self) -> int | None:
        return sum(lot.count for lot in self.lots) if self.lots else None

    @property
    def whole(self) -> int | None:
        wholes = [lot.whole for lot in self.lots if lot.whole is not None]
        return sum(wholes) if wholes else None

    @property
    def complete(self) -> bool:
        """Whether the total counts everybody."""
        return set(self.hidden.values()) <= {Why.GROUPED}


@dataclass(frozen=True)
class Family:
    """How a measure is protected. `under`: in lots of that measure; `part`: of it, so never all of it;
    `pair`: a part of an n that is said with it; `follows`: not people, said wherever `under` is."""

    under: str = ""
    part: bool = False
    pair: bool = False
    follows: bool = False


FAMILIES: dict[str, Family] = {
    "participants": Family(),
    "places_taken": Family(under="participants"),
    "completions": Family(under="participants", part=True),
    "satisfied": Family(under="participants", pair=True),
    "minutes_delivered": Family(under="participants", follows=True),
    "devices_on_loan": Family(),
    "devices_bought": Family(),
    "items_sold": Family(),
    "savings": Family(under="items_sold", follows=True),
}
Counts = Mapping[Cell, tuple[int, int]]  # value and n of each cell; n is 0 where the measure has none


def protect(
    counts: Mapping[str, Counts],
    groups: Mapping[str, frozenset[Cell]],
    given: Mapping[str, Sequence[Lot]],
    *,
    edition: int,
) -> dict[str, Shown]:
    """What an edition may say of each measure of FAMILIES.

    `given` are the lots of all published editions of all sponsors, by measure, in the order of
    publication; `edition` is the next number of that order.
    """
    shown: dict[str, Shown] = {}
    for measure, family in FAMILIES.items():
        cells, before = counts.get(measure, {}), given.get(measure, ())
        if family.follows:
            shown[measure] = _follow(shown[family.under], cells, before, edition)
            continue
        if not family.under:
            asked: dict[Name, Group] = {
                (name,): Group(of, *_sums(cells, of, pair=family.pair)) for name, of in groups.items()
            }
            shown[measure] = settle(asked, before, edition=edition)
            continue
        above = shown[family.under]
        said = settle(_under(above, groups, cells, family), before, edition=edition)
        unseen = {_groups_of(name): why for name, why in said.hidden.items()}
        shown[measure] = Shown(said.lots, said.fresh, {**above.hidden, **unseen})
    return shown


def settle(asked: Mapping[Name, Group], given: Sequence[Lot], *, edition: int) -> Shown:
    """The lots that may be published of these groups, which do not overlap."""
    everything = frozenset[Cell]().union(*(group.cells for group in asked.values()))
    state = current(given)
    within = current(lot for lot in given if lot.cells <= everything)
    lots: list[Lot] = []
    fresh: set[Lot] = set()
    hidden: dict[Name, Why] = {}
    unseen: dict[Name, Group] = {}
    for names in _together(asked, state):
        whole = _added([asked[name] for name in names])
        known = [lot for lot in state if lot.cells & whole.cells]
        if not known:
            unseen |= {name: asked[name] for name in names}
            continue
        if any(not lot.cells <= everything for lot in known):
            lots += [lot for lot in within if lot.cells & whole.cells]
            hidden |= dict.fromkeys(names, Why.ELSEWHERE)
            continue
        told, is_fresh = _told(known, whole, edition)
        lots += told
        fresh |= set(told) if is_fresh else set()
        alone = is_fresh and len(names) == 1
        reason = Why.GROUPED if is_fresh else Why.HELD
        hidden |= {} if alone else dict.fromkeys(names, reason)
    made, reasons = _first_lots(unseen, edition)
    return Shown((*lots, *made), frozenset(fresh | set(made)), hidden | reasons)


def current(given: Iterable[Lot]) -> list[Lot]:
    """The lots in force: a later one replaces those that it contains."""
    state: list[Lot] = []
    for lot in given:
        if any(lot.cells < other.cells for other in state):
            continue  # an edition that said again what it had said before
        state = [other for other in state if not other.cells <= lot.cells] + [lot]
    return state


def _told(known: list[Lot], now: Group, edition: int) -> tuple[list[Lot], bool]:
    """The known lots, or the one that replaces them; and whether that is how things stand now."""
    count = sum(lot.count for lot in known)
    whole = None if now.whole is None else sum(lot.whole or 0 for lot in known)
    if not now.fresh:
        return known, False
    if (count, whole) == (now.count, now.whole):
        return known, True
    change = Group(
        now.cells, abs(now.count - count), None if now.whole is None else abs(now.whole - (whole or 0))
    )
    if not _may_be_said(now) or not _may_be_said(change):
        return known, False
    return [Lot(now.cells, now.count, now.whole, edition)], True


def _first_lots(unseen: Mapping[Name, Group], edition: int) -> tuple[list[Lot], dict[Name, Why]]:
    alone = {name: group for name, group in unseen.items() if _may_be_said(group)}
    lots = [Lot(group.cells, group.count, group.whole, edition) for group in alone.values()]
    small = {name: group for name, group in unseen.items() if name not in alone and group.fresh}
    late = {name: Why.HELD for name, group in unseen.items() if not group.fresh}
    together = _added(list(small.values()))
    if len(small) > 1 and _may_be_said(together):
        lots.append(Lot(together.cells, together.count, together.whole, edition))
        return lots, late | dict.fromkeys(small, Why.GROUPED)
    return lots, late | dict.fromkeys(small, Why.FEW)


def _may_be_said(group: Group) -> bool:
    """Of K people, and neither of nobody nor of all of them."""
    if not group.fresh or group.count < K:
        return False
    return group.count < min(
        whole for whole in (group.whole, group.bound, group.count + 1) if whole is not None
    )


def _together(asked: Mapping[Name, Group], state: Sequence[Lot]) -> list[list[Name]]:
    """The groups, those that a lot ties in one list."""
    tied: list[tuple[list[Name], set[Lot]]] = []
    for name, group in asked.items():
        names, lots = [name], {lot for lot in state if lot.cells & group.cells}
        for other in [one for one in tied if one[1] & lots]:
            tied.remove(other)
            names, lots = other[0] + names, other[1] | lots
        tied.append((names, lots))
    return [names for names, _ in tied]


def _under(
    above: Shown, groups: Mapping[str, frozenset[Cell]], cells: Counts, family: Family
) -> dict[Name, Group]:
    """The groups to ask about: the lots of the measure above."""
    return {
        _name(lot, groups): Group(
            lot.cells,
            *_sums(cells, lot.cells, pair=family.pair),
            bound=lot.count if family.part else None,
            fresh=lot in above.fresh,
        )
        for lot in above.lots
    }


def _name(lot: Lot, groups: Mapping[str, frozenset[Cell]]) -> Name:
    # Two lots of one group (an older and a younger agreement) are told apart by their first cell.
    return (*(name for name, cells in groups.items() if cells & lot.cells), "", min(lot.cells))


def _groups_of(name: Name) -> Name:
    return name[: name.index("")]


def _follow(above: Shown, cells: Counts, given: Sequence[Lot], edition: int) -> Shown:
    last: dict[frozenset[Cell], Lot] = {lot.cells: lot for lot in given}
    lots = [
        Lot(lot.cells, _sums(cells, lot.cells, pair=False)[0], None, edition)
        if lot in above.fresh
        else last.get(lot.cells)
        for lot in above.lots
    ]
    kept = tuple(lot for lot in lots if lot is not None and lot.count)
    return Shown(kept, frozenset(kept), above.hidden)


def _sums(cells: Counts, of: frozenset[Cell], *, pair: bool) -> tuple[int, int | None]:
    found = [cells[cell] for cell in of if cell in cells]
    return sum(value for value, _ in found), sum(n for _, n in found) if pair else None


def _added(groups: Sequence[Group]) -> Group:
    add: Callable[[Iterable[int | None]], int | None] = _sum_or_none
    return Group(
        frozenset[Cell]().union(*(group.cells for group in groups)),
        sum(group.count for group in groups),
        add(group.whole for group in groups),
        add(group.bound for group in groups),
        all(group.fresh for group in groups),
    )


def _sum_or_none(parts: Iterable[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
