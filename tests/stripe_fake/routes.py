"""Which verb answers which path, and the lists, retrievals and expansions that all resources share."""

import copy
import re
from collections.abc import Callable
from typing import Any

from stripe_fake import fields
from stripe_fake.problems import Problem
from stripe_fake.store import Store, Thing, page

Answer = Callable[..., Thing]
_ROUTES: list[tuple[str, re.Pattern[str], str, Answer]] = []
_PAGING = {"limit", "starting_after", "ending_before", "expand", "created", "types"}


def route(method: str, path: str, params: str) -> Callable[[Answer], Answer]:
    """`answer(store, given, *ids)` for this path; `params` is the class of stripe.params that it takes."""

    def declare(answer: Answer) -> Answer:
        _ROUTES.append((method, re.compile("/v1/" + path.replace("{}", "([^/]+)")), params, answer))
        return answer

    return declare


def answer(store: Store, *, method: str, path: str, given: dict[str, Any]) -> Thing:
    """The JSON of one call. Raises a Problem."""
    for its_method, pattern, params, act in _ROUTES:
        found = pattern.fullmatch(path)
        if found and its_method == method:
            read = fields.check(params, given)
            thing = copy.deepcopy(act(store, read, *found.groups()))
            for wanted in read.get("expand", []):
                _expand(store, thing, wanted.split("."))
            return thing
    raise Problem(f"Unrecognized request URL ({method}: {path}).", status=404, saved=False)


def shared(path: str, kind: str, name: str) -> None:
    """The list and the retrieval of a resource; `name` is the stem of its params' classes."""
    route("GET", path, f"{name}ListParams")(
        lambda store, given: listed(list(store.all(kind)), given, url=f"/v1/{path}")
    )
    route("GET", f"{path}/{{}}", f"{name}RetrieveParams")(lambda store, _, number: store.get(kind, number))


def listed(things: list[Thing], given: dict[str, Any], *, url: str) -> Thing:
    """Newest first, as Stripe lists; filters by equality, by moment, and by page."""
    kept = [thing for thing in reversed(things) if _fits(thing, given)]
    if after := given.get("starting_after"):
        places = [place for place, thing in enumerate(kept) if thing["id"] == after]
        if not places:
            raise Problem(f"No such object: '{after}'", code="resource_missing", param="starting_after")
        kept = kept[places[0] + 1 :]
    limit = given.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Problem("Invalid limit", code="parameter_invalid_integer", param="limit", saved=False)
    return page(kept[:limit], url=url, has_more=len(kept) > limit)


def _fits(thing: Thing, given: dict[str, Any]) -> bool:
    filters = {name: value for name, value in given.items() if name not in _PAGING}
    if types := given.get("types"):
        filters["type"] = thing["type"] if thing["type"] in types else None
    return _within(thing["created"] if "created" in thing else thing["date"], given.get("created")) and all(
        _matches(thing.get(name), value) for name, value in filters.items()
    )


def _matches(held: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(held, dict):
        return all(held.get(name) == value for name, value in wanted.items())
    return bool(held == wanted)


def _within(moment: int, bounds: Any) -> bool:
    if not isinstance(bounds, dict):
        return bounds is None or moment == bounds
    tests = {
        "gt": moment.__gt__, "gte": moment.__ge__, "lt": moment.__lt__, "lte": moment.__le__,
    }  # fmt: skip
    return all(tests[name](bound) for name, bound in bounds.items())


def _expand(store: Store, thing: Any, path: list[str]) -> None:
    if isinstance(thing, list):
        for item in thing:
            _expand(store, item, path)
        return
    name, *rest = path
    if name == "payments" and thing.get("object") == "invoice":
        thing[name] = page(
            copy.deepcopy(list(store.all("invoice_payment", invoice=thing["id"]))),
            url="/v1/invoice_payments",
        )
    if isinstance(thing.get(name), str):
        thing[name] = copy.deepcopy(store.any(thing[name])) or thing[name]
    if rest and thing.get(name) is not None:
        _expand(store, thing[name], rest)
