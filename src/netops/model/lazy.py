"""A map whose values are made when they are asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lazy(Mapping[K, V]):
    """The value of each of `names` is `make(name)`. Which names there are is known without making any."""

    __slots__ = ("_made", "_make", "_names")

    def __init__(self, names: Mapping[K, object], make: Callable[[K], V]) -> None:
        self._names = names
        self._make = make
        self._made: dict[K, V] = {}

    def __getitem__(self, name: K) -> V:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[K]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names
