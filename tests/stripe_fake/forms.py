"""Reads `lines[0][amount]=100&expand[]=payments` as Stripe does."""

import re
from typing import Any
from urllib.parse import parse_qsl


def read(text: str) -> dict[str, Any]:
    """A tree of dicts, lists and strings; an empty value stays "" (Stripe reads it as: unset)."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)):
        _put(tree, re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name), value)
    return {name: _lists(branch) for name, branch in tree.items()}


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    *branches, leaf = path
    for branch in branches:
        tree = tree.setdefault(branch, {})
    tree[str(len(tree)) if leaf == "" else leaf] = value


def _lists(branch: Any) -> Any:
    """A branch whose names are 0, 1, 2… is a list."""
    if not isinstance(branch, dict):
        return branch
    grown = {name: _lists(value) for name, value in branch.items()}
    if grown and list(grown) == [str(number) for number in range(len(grown))]:
        return list(grown.values())
    return grown
