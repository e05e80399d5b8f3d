"""What may be said about people to somebody outside: the one door to a sponsor.

A group of fewer than K people is not shown. When hiding it would still let the others subtract it
from the total, further groups are hidden too, the smallest first, until the hidden ones together
are at least two groups and K people.
"""

from collections.abc import Mapping
from typing import TypeVar

K = 11
Key = TypeVar("Key")


def shown(people: Mapping[Key, int]) -> dict[Key, int | None]:
    """{group: number of people, or None when it is hidden}. An empty group is hidden like a small one."""
    hidden = {key for key, count in people.items() if count < K}
    for key in sorted(people, key=lambda key: people[key]):
        if not hidden or (len(hidden) > 1 and sum(people[one] for one in hidden) >= K):
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in people.items()}


def total(people: Mapping[Key, int]) -> int | None:
    """The number of people of all groups, or None below K."""
    count = sum(people.values())
    return count if count >= K else None


def share(part: int, whole: int) -> tuple[int, int] | None:
    """(part, whole), or None when it is about too few people or would say something about each of them."""
    return (part, whole) if whole >= K and 0 < part < whole else None
