"""Records from the values of a JSON document: every key and every type is checked against the records themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

WIDTH = 200


class UnexpectedType(Exception):
    """A value is not what a record has there: the path of its key, what was expected, what was found."""

    def __init__(self, path: str, expected: str, found: str) -> None:
        super().__init__(f"{path}: expected {_short(expected)}, found {_short(found)}")


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}..."


def decode_value(kind: Any, value: Any, path: str) -> Any:
    """The value as a type says: a record, a tuple, a mapping, an enumeration, or a plain value. Unlike when it is not of that type."""
    if kind is Any:
        return value
    if get_origin(kind) is UnionType:
        optional = [option for option in get_args(kind) if option is not NoneType]
        return None if value is None else decode_value(optional[0], value, path)
    if is_dataclass(kind):
        return _record(kind, value, path)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), value, path)
    if get_origin(kind) is Mapping:
        return {name: decode_value(get_args(kind)[1], item, f"{path}.{name}") for name, item in _of(dict, value, path).items()}
    return _plain(kind, value, path)


def _record(kind: Any, value: Any, path: str) -> Any:
    given, known = _of(dict, value, path), _fields(kind)
    for name in given.keys() ^ known.keys():
        expected, found = ("no such key", "one") if name in given else ("a value", "none")
        raise UnexpectedType(f"{path}.{name}", expected, found)
    return kind(**{name: decode_value(known[name], item, f"{path}.{name}") for name, item in given.items()})


@cache
def _fields(kind: Any) -> Mapping[str, Any]:
    """The fields of a record with their types."""
    return get_type_hints(kind)


def _tuple(kinds: tuple[Any, ...], value: Any, path: str) -> tuple[Any, ...]:
    items = _of(list, value, path)
    if kinds[-1] is not ... and len(items) != len(kinds):
        raise UnexpectedType(path, f"a list of {len(kinds)}", f"a list of {len(items)}")
    each = [kinds[0]] * len(items) if kinds[-1] is ... else kinds
    return tuple(decode_value(kind, item, f"{path}[{number}]") for number, (kind, item) in enumerate(zip(each, items, strict=True)))


def _plain(kind: Any, value: Any, path: str) -> Any:
    if not isinstance(kind, type) or issubclass(kind, Enum):
        allowed = tuple(get_args(kind)) if get_origin(kind) is Literal else tuple(kind)
        if value not in allowed or isinstance(value, bool):
            raise UnexpectedType(path, " or ".join(map(str, allowed)), repr(value))
        return kind(value) if isinstance(kind, type) else value
    return _of(kind, value, path)


_NAMES = {dict: "a map", list: "a list", str: "text", int: "a number", bool: "true or false"}


def _of(kind: Any, value: Any, path: str) -> Any:
    if type(value) is not kind:
        raise UnexpectedType(path, _NAMES[kind], repr(value))
    return value
