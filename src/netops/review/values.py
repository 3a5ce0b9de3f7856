"""Two values of YAML, compared key by key and entry by entry; each difference with its places."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from netops.errors import Origin
from netops.model.layers import Part
from netops.model.merge import entry_key
from netops.platforms import redact_text
from netops.review.record import ValueChange
from netops.schema import Shape, dotted_path
from netops.secrets import REDACTED, SecretRef
from netops.source import FinalTag, ReplaceTag, UnsetTag
from netops.source.tags import Tagged, without_tag

Steps = tuple[str | int, ...]
FREE = Shape()
LONGEST = 160

WORDS = {True: "true", False: "false", None: "null"}
TAGS: Mapping[type, str] = {ReplaceTag: "!replace", FinalTag: "!final"}


@dataclass(frozen=True, slots=True)
class PlacedValue:
    """A value in a part, and the steps that lead to it there."""

    part: Part
    steps: Steps
    value: Any

    @property
    def origin(self) -> Origin:
        return self.part.origin(self.steps)

    def inner(self, step: str | int, value: Any) -> PlacedValue:
        return PlacedValue(self.part, (*self.steps, step), value)


def value_changes(old: PlacedValue | None, new: PlacedValue | None, shape: Shape, path: Steps = ()) -> Iterator[ValueChange]:
    """The values that differ; None stands for what is not there. The entries of a list are identified as the merge does it."""
    before, after = _kids(old, shape), _kids(new, shape)
    if before is None or after is None or _tag(old) != _tag(new) or not (before or after):
        yield from _leaf(old, new, shape, path)
        return
    moved = _renamed(before, after)
    for was, now in moved.items():
        yield ValueChange(f"{dotted_path(path)} (name)", str(was), str(now), before[was].origin, after[now].origin)
    for key in dict.fromkeys((*before, *after)):
        if key in moved or key in moved.values():
            continue
        inner = shape.child(str(key)) if isinstance(without_tag((new or old).value), dict) else shape.items  # type: ignore[union-attr]
        yield from value_changes(before.get(key), after.get(key), inner, (*path, key))
    if old and new and isinstance(without_tag(new.value), list):
        yield from _order(old, new, list(before), list(after), path)


def _renamed(before: Mapping[str | int, PlacedValue], after: Mapping[str | int, PlacedValue]) -> dict[str | int, str | int]:
    """The new keys of maps that hold the same under another key; none where two hold the same."""
    gone, come = ([(key, at.value) for key, at in one.items() if key not in other] for one, other in ((before, after), (after, before)))
    pairs = {key: [now for now, value in come if _is_map(value) and _same(was, value)] for key, was in gone}
    taken = Counter(now for found in pairs.values() for now in found)
    return {key: found[0] for key, found in pairs.items() if len(found) == 1 and taken[found[0]] == 1}


def _is_map(value: Any) -> bool:
    return isinstance(value, dict) and len(value) > 0


def _kids(at: PlacedValue | None, shape: Shape) -> dict[str | int, PlacedValue] | None:
    """What a value holds, by key; None for one that is shown as a whole. What is not there holds nothing."""
    if at is None:
        return {}
    value = without_tag(at.value)
    if isinstance(value, dict):
        return {key: at.inner(key, item) for key, item in value.items()}
    if not isinstance(value, list) or not any(isinstance(without_tag(item), dict | UnsetTag) for item in value):
        return None
    return {_name(item, index, shape): at.inner(index, item) for index, item in enumerate(value)}


def _name(item: Any, index: int, shape: Shape) -> str | int:
    key = entry_key(item, shape) if shape.key else index
    return key if isinstance(key, str | int) else index


def _tag(at: PlacedValue | None) -> object:
    return type(at.value) if at and isinstance(at.value, Tagged) else None


def _leaf(old: PlacedValue | None, new: PlacedValue | None, shape: Shape, path: Steps) -> Iterator[ValueChange]:
    """A difference between values that are shown as a whole."""
    if old and new and _same(old.value, new.value):
        return
    was, now = (value_text(at.value, shape) if at else None for at in (old, new))
    if old and new and was == now:
        was, now = _distinguished(old.value, new.value)
    yield ValueChange(dotted_path(path), was, now, old.origin if old else None, new.origin if new else None)


def _distinguished(old: Any, new: Any) -> tuple[str, str]:
    """Texts for values that look the same: `1` and `"1"`, and what is not shown because it is secret or too long."""
    if isinstance(old, str | int | float) and isinstance(new, str | int | float) and str(old) == str(new):
        return json.dumps(old), json.dumps(new)
    return "one value", "another value"


def _order(old: PlacedValue, new: PlacedValue, before: list[str | int], after: list[str | int], path: Steps) -> Iterator[ValueChange]:
    """The entries that both have, when they stand in another order."""
    were, are = [key for key in before if key in after], [key for key in after if key in before]
    if were != are:
        yield ValueChange(f"{dotted_path(path)} (order)", value_text(were), value_text(are), old.origin, new.origin)


def _same(old: Any, new: Any) -> bool:
    """Whether two values are equal, and of one type: 1 is not true."""
    return type(old) is type(new) and bool(old == new) and _flow(old) == _flow(new)


def value_text(value: Any, shape: Shape = FREE) -> str:
    """A value as YAML writes it in one line, cut when it is long. What should be a reference to a secret, and is none, is not shown."""
    text = _flow(value, shape)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _flow(value: Any, shape: Shape = FREE) -> str:
    match value:
        case ReplaceTag() | FinalTag():
            return f"{TAGS[type(value)]} {_flow(value.value, shape)}"
        case _ if shape.secret and not isinstance(value, SecretRef):
            return REDACTED
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item, shape.child(str(key)))}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(item, shape.items) for item in value) + "]"
        case SecretRef():
            return f"!secret {value.name}"
        case bool() | None:
            return WORDS[value]
        case str():
            return redact_text(value).replace("\n", "\\n") if value.strip() else json.dumps(value)
    return str(value)
