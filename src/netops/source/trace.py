"""Values that know where they were written: they behave as plain ones and carry `.origins` beside.

A text or a number carries its own origins. Containers hold the origins of each key or index, which also covers what cannot
carry its own: true, false and null. While `record_reads()`, every look at a traced container notes the origins of what was read.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, SupportsIndex, overload

from netops.errors import Origin
from netops.secrets import SecretRef

Origins = tuple[Origin, ...]

_log: ContextVar[list[Origin] | None] = ContextVar("reads", default=None)


@dataclass(frozen=True, slots=True)
class Cause(Origin):
    """The place of something that a derived value depends on and does not show: for the number of a VLAN, the port that is in it."""


@contextmanager
def record_reads() -> Iterator[list[Origin]]:
    """A list that grows by the origins of everything read from traced containers; take what is in it and clear it at will."""
    reads: list[Origin] = []
    token = _log.set(reads)
    try:
        yield reads
    finally:
        _log.reset(token)


def record_read(origins: Iterable[Origin]) -> None:
    """Notify whoever is recording that something with these origins was read."""
    log = _log.get()
    if log is not None:
        log.extend(origins)


def causes_of(origins: Iterable[Origin]) -> Origins:
    """Places as causes of a value."""
    return tuple(dict.fromkeys(o if isinstance(o, Cause) else Cause(o.file, o.line, o.column) for o in origins))


class TracedStr(str):
    __slots__ = ("origins",)
    origins: Origins

    def __new__(cls, value: str, origins: Origins) -> TracedStr:
        self = super().__new__(cls, value)
        self.origins = origins
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return TracedStr, (str(self), self.origins)


class TracedInt(int):
    origins: Origins

    def __new__(cls, value: int, origins: Origins) -> TracedInt:
        self = super().__new__(cls, value)
        self.origins = origins
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return TracedInt, (int(self), self.origins)


class TracedFloat(float):
    origins: Origins

    def __new__(cls, value: float, origins: Origins) -> TracedFloat:
        self = super().__new__(cls, value)
        self.origins = origins
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return TracedFloat, (float(self), self.origins)


class TracedSecret(SecretRef):
    """A reference to a secret that knows where it was written. Equal to the plain one."""

    __slots__ = ("origins",)
    origins: Origins

    def __init__(self, name: str, origins: Origins) -> None:
        super().__init__(name)
        object.__setattr__(self, "origins", origins)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretRef) and other.name == self.name

    def __hash__(self) -> int:
        return hash((self.name,))

    def __reduce__(self) -> tuple[Any, ...]:
        return TracedSecret, (self.name, self.origins)


class TracedDict(dict[str, Any]):
    """A map; `origins[key]` is where the key's value was written."""

    __slots__ = ("origins",)
    origins: dict[str, Origins]

    def __init__(self, values: Mapping[str, Any] | None = None, origins: Mapping[str, Origins] | None = None) -> None:
        super().__init__(dict.items(values) if isinstance(values, dict) else values or {})
        self.origins = dict(origins or {})

    def put(self, key: str, value: Any, origins: Origins) -> None:
        """Set a key together with its origins."""
        super().__setitem__(key, value)
        self.origins[key] = origins

    def __getitem__(self, key: str) -> Any:
        record_read(self.origins.get(key, ()))
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        record_read(self.origins.get(key, ()))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        record_read(self.origins.get(str(key), ()))
        return super().__contains__(key)

    def __len__(self) -> int:
        record_read(_flat(self.origins.values()))
        return super().__len__()

    def __iter__(self) -> Iterator[str]:
        for key in super().__iter__():
            record_read(self.origins.get(key, ()))
            yield key

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        return ItemsView(self)

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        return ValuesView(self)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self.origins.pop(key, None)

    def copy(self) -> TracedDict:
        return TracedDict(self, self.origins)

    __copy__ = copy

    def __reduce__(self) -> tuple[Any, ...]:
        return TracedDict, (dict(self), self.origins)


class TracedList(list[Any]):
    """A list; `origins[index]` is where the element was written."""

    __slots__ = ("origins",)
    origins: list[Origins]

    def __init__(self, values: Iterable[Any] = (), origins: Iterable[Origins] = ()) -> None:
        super().__init__(values)
        self.origins = list(origins)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> TracedList: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        if isinstance(index, slice):
            return TracedList(super().__getitem__(index), self.origins[index])
        value = super().__getitem__(index)
        record_read(self.origins[index])
        return value

    def __iter__(self) -> Iterator[Any]:
        for value, origins in zip(super().__iter__(), self.origins, strict=True):
            record_read(origins)
            yield value

    def __len__(self) -> int:
        record_read(_flat(self.origins))
        return super().__len__()

    def __contains__(self, value: object) -> bool:
        record_read(_flat(self.origins))
        return super().__contains__(value)

    def __add__(self, other: list[Any]) -> list[Any]:
        return [*self, *other]

    def __radd__(self, other: list[Any]) -> list[Any]:
        return [*other, *self]

    def put(self, value: Any, origins: Origins) -> None:
        """Append an element together with its origins."""
        super().append(value)
        self.origins.append(origins)

    def copy(self) -> TracedList:
        return TracedList(super().__iter__(), self.origins)

    __copy__ = copy

    def __reduce__(self) -> tuple[Any, ...]:
        return TracedList, (list(super().__iter__()), self.origins)


Traced = TracedStr | TracedInt | TracedFloat | TracedSecret | TracedDict | TracedList


def origins_of(value: Any) -> Origins:
    """Where a value was written: its own origins, or those of all that a container holds; nothing for a plain value."""
    match value:
        case TracedStr() | TracedInt() | TracedFloat() | TracedSecret():
            return value.origins
        case dict():
            own = value.origins.values() if isinstance(value, TracedDict) else ()
            return unique_origins([*_flat(own), *_flat(map(origins_of, dict.values(value)))])
        case list():
            held = value.origins if isinstance(value, TracedList) else ()
            return unique_origins([*_flat(held), *_flat(map(origins_of, list.__iter__(value)))])
    return ()


def _flat(origins: Iterable[Origins]) -> Iterator[Origin]:
    return (origin for some in origins for origin in some)


def derived_value(value: Any, *inputs: Any) -> Any:
    """The value with the origins of its inputs when any of them is traced, else the value itself."""
    origins = unique_origins(_flat(map(origins_of, inputs)))
    return with_origins(value, origins) if origins else value


def with_origins(value: Any, origins: Origins) -> Any:
    """The value, and all in it that has no origins of its own yet, with these origins."""
    match value:
        case TracedStr() | TracedInt() | TracedFloat() | TracedSecret() | TracedDict() | TracedList() | bool() | None:
            return value
        case str():
            return TracedStr(value, origins)
        case int():
            return TracedInt(value, origins)
        case float():
            return TracedFloat(value, origins)
        case SecretRef():
            return TracedSecret(value.name, origins)
        case dict():
            at = {k: origins_of(v) or origins for k, v in value.items()}
            return TracedDict({k: with_origins(v, origins) for k, v in value.items()}, at)
        case list() | tuple():
            return TracedList([with_origins(v, origins) for v in value], [origins_of(v) or origins for v in value])
    return value


def unique_origins(origins: Iterable[Origin]) -> Origins:
    """The origins, each once, in the order in which they come first."""
    return tuple(dict.fromkeys(origins))
