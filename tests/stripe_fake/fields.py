"""What a call may say and what an object looks like, read from the types of the installed SDK.

The SDK is generated from Stripe's own description of the API, so that a field that we invent, or that a
version takes away, is answered 400 here as it would be there. No list of fields is kept by hand.
"""

import types
import typing
from functools import cache
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

import stripe
import typing_extensions
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject

from stripe_fake.problems import Problem

_OPTIONS = set(RequestOptions.__annotations__)
_WRONG = object()


def check(params: str, given: dict[str, Any]) -> dict[str, Any]:
    """`given` with its integers, booleans and lists; `params` names a class of stripe.params.

    Raises a Problem (parameter_unknown, parameter_missing, parameter_invalid…) as Stripe would.
    """
    return _record(_class(params), given, where="")


@cache
def _class(name: str) -> Any:
    place: Any = stripe.params
    for part in name.split("."):
        place = getattr(place, part)
    return place


@cache
def _hints(record: Any) -> dict[str, Any]:
    known = {**vars(typing), "StripeContext": object, "UntypedStripeObject": UntypedStripeObject}
    return typing_extensions.get_type_hints(record, localns=known)


def _record(record: Any, given: dict[str, Any], *, where: str) -> dict[str, Any]:
    hints = {name: hint for name, hint in _hints(record).items() if where or name not in _OPTIONS}
    for name in given:
        if name not in hints:
            path = _path(where, name)
            raise Problem(
                f"Received unknown parameter: {path}", code="parameter_unknown", param=path, saved=False
            )
    for name in record.__required_keys__:
        if name not in given:
            path = _path(where, name)
            raise Problem(
                f"Missing required param: {path}.", code="parameter_missing", param=path, saved=False
            )
    return {name: _value(hints[name], value, where=_path(where, name)) for name, value in given.items()}


def _path(where: str, name: str) -> str:
    return f"{where}[{name}]" if where else name


def _value(hint: Any, value: Any, *, where: str) -> Any:
    options = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
    literals = [
        allowed for option in options for allowed in get_args(option) if get_origin(option) is Literal
    ]
    if value in literals:
        return value
    # `Literal['a', 'b'] | str` leaves the SDK open to values to come; the API of today knows a and b.
    open_options = [o for o in options if get_origin(o) is not Literal and not (o is str and any(literals))]
    for option in open_options:
        read = _one(option, value, where=where)
        if read is not _WRONG:
            return read
    raise Problem(f"Invalid value for {where}", code="parameter_invalid", param=where, saved=False)


def _one(option: Any, value: Any, *, where: str) -> Any:
    if typing_extensions.is_typeddict(option):
        return _record(option, value, where=where) if isinstance(value, dict) else _WRONG
    if get_origin(option) is list:
        (inner,) = get_args(option)
        if not isinstance(value, list):
            return _WRONG
        return [_value(inner, item, where=f"{where}[{place}]") for place, item in enumerate(value)]
    if get_origin(option) in {dict, UntypedStripeObject} or option is UntypedStripeObject:
        return value if isinstance(value, dict) else _WRONG
    return _plain(option, value) if isinstance(value, str) else _WRONG


def _plain(option: Any, value: str) -> Any:
    if option is bool:
        return {"true": True, "false": False}.get(value, _WRONG)
    if option is int:
        return int(value) if value.lstrip("-").isdecimal() else _WRONG
    return value


@cache
def shape(resource: Any) -> dict[str, bool]:
    """{field: whether it may be null} of an object of the API."""
    return {
        name: type(None) in get_args(hint)
        for base in reversed(resource.__mro__)
        for name, hint in vars(base).get("__annotations__", {}).items()
        if not name.startswith("_") and get_origin(hint) is not ClassVar and "ClassVar" not in str(hint)
    }


def strangers(resource: Any, thing: dict[str, Any], *, where: str = "") -> list[str]:
    """The paths in an object of the fake that the SDK's class, or one inside it, does not know."""
    inner = getattr(resource, "_inner_class_types", {})
    found = [_path(where, name) for name in thing if name not in shape(resource)]
    for name, value in thing.items():
        for part in value if isinstance(value, list) else [value]:
            if name in inner and isinstance(part, dict):
                found += strangers(inner[name], part, where=_path(where, name))
    return found
