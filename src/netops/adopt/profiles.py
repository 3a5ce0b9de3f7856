"""What interfaces have alike, as profiles: first those that are alike as a whole, then what others have in common.

Greedy: what saves most comes first; of two that save as much, the one whose text comes first. So the order of the devices has no meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from netops.adopt.draft import Data

OF_PORT = frozenset({"description", "addresses", "mac"})
"""Keys of an interface that no profile has."""
FEWEST = 3
"""Interfaces that are alike, for a profile."""
SMALLEST = 3
"""Values that interfaces have in common, for a profile which is not all that they have."""
MOST_SHAPES = 60
"""Shapes that are compared with each other for what they have in common: those of most interfaces."""

Port = tuple[str, str]
Item = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile has, and the interfaces that take it, by device and name."""

    values: Data
    ports: tuple[Port, ...]
    is_whole: bool


def find_profiles(ports: Mapping[Port, Data]) -> list[Profile]:
    """Profiles for interfaces, each of which takes at most one."""
    return _Shapes(ports).found()


def count_values(value: Any) -> int:
    """The number of values in a value."""
    if isinstance(value, dict):
        return 1 + sum(map(count_values, value.values()))
    return 1 + sum(map(count_values, value)) if isinstance(value, list) else 1


class _Shapes:
    """The interfaces by what they are but for the keys that are theirs alone: a set of keys with the text of their values."""

    def __init__(self, ports: Mapping[Port, Data]) -> None:
        self.values: dict[Item, Any] = {}
        self.users: dict[frozenset[Item], list[Port]] = {}
        for port in sorted(ports):
            items = {(key, repr(value)): value for key, value in ports[port].items() if key not in OF_PORT}
            self.values |= items
            self.users.setdefault(frozenset(items), []).append(port)
        self.sizes = {item: count_values(value) for item, value in self.values.items()}

    def found(self) -> list[Profile]:
        whole = [shape for shape in self.users if self._saves(shape, len(self.users[shape])) > 0]
        out = [self._profile(shape, [shape], is_whole=True) for shape in sorted(whole, key=self._rank)]
        candidates, there = {*whole, *self._in_common()}, set(whole)
        while best := self._best(candidates, there):
            candidates.discard(best)
            out.append(self._profile(best, [shape for shape in self.users if best <= shape], is_whole=False))
        return _joined(out)

    def _in_common(self) -> Iterator[frozenset[Item]]:
        most = sorted(self.users, key=self._rank)[:MOST_SHAPES]
        yield from (one & other for one, other in combinations(most, 2))

    def _best(self, candidates: Iterable[frozenset[Item]], there: Container[frozenset[Item]]) -> frozenset[Item] | None:
        """What saves most, where it is taken out of the interfaces that have no profile yet; some profiles are `there` already."""
        shapes = Counter({shape: len(users) for shape, users in self.users.items()})
        best: tuple[int, list[Item]] | None = None
        for one in candidates:
            count = sum(number for shape, number in shapes.items() if one <= shape)
            saved = count * (self._size(one) - 1) if one in there else self._saves(one, count)
            if saved > 0 and self._size(one) >= SMALLEST:
                rank = -saved, sorted(one)
                best = rank if best is None or rank < best else best
        return frozenset(best[1]) if best else None

    def _saves(self, shape: frozenset[Item], count: int) -> int:
        """The values that are written less, with those of the profile and its name on each interface."""
        return (count - 1) * self._size(shape) - count - 2 if count >= FEWEST else 0

    def _size(self, shape: Iterable[Item]) -> int:
        return sum(self.sizes[item] for item in shape)

    def _rank(self, shape: frozenset[Item]) -> tuple[int, list[Item]]:
        return -len(self.users[shape]), sorted(shape)

    def _profile(self, values: frozenset[Item], shapes: list[frozenset[Item]], *, is_whole: bool) -> Profile:
        """A profile for all interfaces of some shapes, which have one from now on."""
        ports = tuple(sorted(port for shape in shapes for port in self.users.pop(shape)))
        return Profile({key: self.values[key, text] for key, text in sorted(values)}, ports, is_whole)


def _joined(profiles: Iterable[Profile]) -> list[Profile]:
    """Profiles of the same values as one."""
    found: dict[str, Profile] = {}
    for one in profiles:
        key = repr(one.values)
        before = found.get(key, Profile(one.values, (), one.is_whole))
        found[key] = Profile(one.values, tuple(sorted({*before.ports, *one.ports})), before.is_whole and one.is_whole)
    return list(found.values())
