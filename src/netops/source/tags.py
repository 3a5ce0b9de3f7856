"""What the tags `!replace`, `!unset` and `!final` make of a value: orders to the merge of layers, none of them left after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReplaceTag:
    """`!replace`: this list or map instead of what less specific layers say."""

    value: Any


@dataclass(frozen=True, slots=True, repr=False)
class UnsetTag:
    """`!unset` as a value: as if no layer below had said it. `- !unset KEY` in a keyed list: without the entry of that key."""

    key: Any = None

    def __repr__(self) -> str:
        return "!unset" if self.key is None else f"!unset {self.key}"


@dataclass(frozen=True, slots=True)
class FinalTag:
    """`!final`: more specific layers may not override it. `except_` names keys of the map that they still may."""

    value: Any
    except_: tuple[str, ...] = ()


Tagged = ReplaceTag | FinalTag
"""Tags that stand around a value."""


def without_tag(value: Any) -> Any:
    """The value without the tag around it."""
    while isinstance(value, Tagged):
        value = value.value
    return value
