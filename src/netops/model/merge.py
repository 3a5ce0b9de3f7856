"""Merging layers: a more specific map on a less specific one, as the shapes of the schema say.

Works on plain containers and on traced ones alike, and gives traced ones when it gets them. Nothing is changed in place: what
does not differ is shared with the layers. Tags stay in the result until `finish`, since `!final` speaks to later layers.

Problems go to `say`. Their places come from traced containers; after a problem on plain ones, merge again with traced ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.schema import Shape, dotted_path, shown_value
from netops.source import FinalTag, ReplaceTag, UnsetTag
from netops.source.tags import Tagged, without_tag
from netops.source.trace import Origins, TracedDict, TracedList, causes_of, with_origins

Say = Callable[[Diagnostic], None]
Steps = tuple[str | int, ...]
KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float), "a number"),
    (str, "text"),
    (dict, "a map"),
    (list, "a list"),
    (type(None), "nothing"),
)


def put_with_origins(target: Any, key: Any, value: Any, origins: Origins) -> None:
    """Set a key of a map or an entry of a list, with its origins when the container is traced."""
    if isinstance(target, TracedDict):
        target.put(key, value, origins)
    else:
        target[key] = value
        if isinstance(target, TracedList):
            target.origins[key] = origins


def append_with_origin(target: Any, value: Any, origins: Origins) -> None:
    if isinstance(target, TracedList):
        target.put(value, origins)
    else:
        target.append(value)


def origins_at(container: Any, key: Any) -> Origins:
    """The origins of a key or an index; nothing for a plain container."""
    if isinstance(container, TracedDict):
        return container.origins.get(key, ())
    return container.origins[key] if isinstance(container, TracedList) else ()


def untraced_items(container: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The keys and values of a map, without noting a read."""
    return iter(dict.items(container))


def untraced_elements(container: list[Any]) -> Iterator[Any]:
    """The entries of a list, without noting a read."""
    return list.__iter__(container)


@dataclass(frozen=True, slots=True)
class Merge:
    """One run of merging: where its problems go.

    `in_file` is for parts of one file, of which the narrower wins: what is final is so for other files only, and the orders to the layers
    below stay in the result.
    """

    say: Say
    in_file: bool = False

    def maps(self, base: dict[str, Any], over: dict[str, Any], shape: Shape, path: Steps = ()) -> dict[str, Any]:
        """`over` on `base`."""
        out = base.copy()
        for key, value in untraced_items(over):
            held = dict.get(out, key, _NOTHING)
            if held is _NOTHING or isinstance(held, UnsetTag):
                put_with_origins(out, key, value, origins_at(over, key))
            elif self._may(held, value, (out, key), (over, key), (*path, key)):
                self._join(out, key, held, value, over, shape, (*path, key))
        return out

    def _join(self, out: dict[str, Any], key: str, held: Any, value: Any, over: dict[str, Any], shape: Shape, path: Steps) -> None:
        if isinstance(value, UnsetTag):
            _take_away(out, key, origins_at(over, key))
            if self.in_file:
                put_with_origins(out, key, value, origins_at(over, key))
            return
        joined = self._value(held, value, shape.child(key), (out, key), (over, key), path)
        both = _are_joined(held, value, shape.child(key))
        together = (*_together(held, origins_at(over, key), origins_at(out, key)), *_taken(value))
        put_with_origins(out, key, joined, together if both else origins_at(over, key))

    def _value(self, held: Any, value: Any, shape: Shape, below: _Place, above: _Place, path: Steps) -> Any:
        if isinstance(held, FinalTag):
            return FinalTag(self._value(held.value, without_tag(value), shape, below, above, path), held.except_)
        if isinstance(value, FinalTag):
            return FinalTag(self._value(held, value.value, shape, below, above, path), value.except_)
        if isinstance(value, ReplaceTag):
            return value if self.in_file else value.value
        if isinstance(held, ReplaceTag) and self.in_file:
            return ReplaceTag(self._value(held.value, value, shape, below, above, path))
        held = without_tag(held)
        if isinstance(held, dict) and isinstance(value, dict):
            return self.maps(held, value, shape, path)
        if isinstance(held, list) and isinstance(value, list):
            return self._lists(held, value, shape, path)
        self._same_kind(held, value, shape, below, above, path)
        return value

    def _lists(self, held: list[Any], value: list[Any], shape: Shape, path: Steps) -> list[Any]:
        if shape.key:
            return self._keyed(held, value, shape, path)
        if shape.merge == "replace":
            return value
        return self._appended(held, value, shape.merge == "unique")

    def _appended(self, held: list[Any], value: list[Any], unique: bool) -> list[Any]:
        out = held.copy()
        for index, item in enumerate(untraced_elements(value)):
            if isinstance(item, UnsetTag):
                for at in [i for i, other in enumerate(untraced_elements(out)) if other == item.key][::-1]:
                    _remove(out, at)
            if self.in_file if isinstance(item, UnsetTag) else not unique or item not in list(untraced_elements(out)):
                append_with_origin(out, item, origins_at(value, index))
        return out

    def _keyed(self, held: list[Any], value: list[Any], shape: Shape, path: Steps) -> list[Any]:
        out = held.copy()
        for index, item in enumerate(untraced_elements(value)):
            name = entry_key(item, shape)
            here = (*path, str(name))
            if isinstance(item, UnsetTag):
                self._unset(out, item, shape, (value, index), here)
                continue
            at = next(
                (i for i, one in enumerate(untraced_elements(out)) if not isinstance(one, UnsetTag) and entry_key(one, shape) == name), None
            )
            if at is None:
                append_with_origin(out, item, origins_at(value, index))
            elif self._may(other := list.__getitem__(out, at), item, (out, at), (value, index), here):
                joined = self._value(other, item, shape.items, (out, at), (value, index), here)
                put_with_origins(
                    out, at, joined, (*_together(other, origins_at(value, index), origins_at(out, at)), *_keyed_by(other, item, shape))
                )
        return out

    def _unset(self, out: list[Any], item: UnsetTag, shape: Shape, above: _Place, path: Steps) -> None:
        """Take the entries away whose first key is that of `!unset`."""
        for at, held in [*enumerate(untraced_elements(out))][::-1]:
            named = not isinstance(held, UnsetTag) and item.key in (first_key(held, shape), entry_key(held, shape))
            if named and self._may(held, item, (out, at), above, path):
                _remove(out, at)
        if self.in_file:
            append_with_origin(out, item, origins_at(*above))

    def _may(self, held: Any, value: Any, below: _Place, above: _Place, path: Steps) -> bool:
        """False, and a problem reported, when `value` would override something final."""
        final = None if self.in_file else _closed(held, value, below)
        if final is None:
            return True
        inside = without_tag(value) if isinstance(held, FinalTag) and not isinstance(value, ReplaceTag) else None
        if isinstance(inside, dict) and isinstance(held.value, dict):
            for key in (key for key in inside if key not in held.except_):
                self._overridden(final, (inside, key), (*path, key))
        else:
            self._overridden(final, above, path)
        return False

    def _overridden(self, final: _Place, above: _Place, path: Steps) -> None:
        related = tuple(Related("it is final here", origin) for origin in [_origin(*final)] if origin)
        container, key = above
        value = (dict if isinstance(container, dict) else list).__getitem__(container, key)
        message = "a value that is final in a less specific file is set again"
        hint = "remove it here; or at the final value name what may differ: !final {except: [KEY], ...}"
        self.say(
            Diagnostic(
                "MRG001", message, origin=_origin(*above), path=dotted_path(path), found=shown_value(value), hint=hint, related=related
            )
        )

    def _same_kind(self, held: Any, value: Any, shape: Shape, below: _Place, above: _Place, path: Steps) -> None:
        if (shape.mixed and shape.known) or kind_text(held) == kind_text(value):
            return
        related = tuple(Related(f"{kind_text(held)} here", o) for o in [_origin(*below)] if o)
        words: dict[str, Any] = {"expected": kind_text(held), "found": kind_text(value), "hint": "give both one type"}
        message = "the type changes from a less specific file to this one"
        self.say(Diagnostic("MRG002", message, origin=_origin(*above), path=dotted_path(path), related=related, **words))


_NOTHING: Any = object()
_Place = tuple[Any, Any]


def kind_text(value: Any) -> str:
    """What a value is, in words."""
    return next((words for types, words in KINDS if isinstance(value, types)), "a secret")


def entry_key(item: Any, shape: Shape) -> Any:
    """What makes an entry of a keyed list the same as another; of several keys a text of those that it has."""
    name = first_key(item, shape)
    if not shape.also or isinstance(item, UnsetTag) or name is _NOTHING:
        return name
    inner = without_tag(item)
    more = (dict.__getitem__(inner, key) for key in shape.also if key in dict.keys(inner))
    return " ".join(map(str, (name, *more)))


def first_key(item: Any, shape: Shape) -> Any:
    """The value of an entry's first key: what `!unset` names."""
    if isinstance(item, UnsetTag):
        return item.key
    inner = without_tag(item)
    return dict.__getitem__(inner, shape.key) if isinstance(inner, dict) and shape.key in inner else _NOTHING


def _take_away(target: dict[str, Any], key: str, because: Origins) -> None:
    """Remove a key. Who asks for it in a traced map reads what took it away."""
    del target[key]
    if isinstance(target, TracedDict):
        target.origins[key] = causes_of(because)


def _taken(value: Any) -> Origins:
    """The places of what takes entries away, as causes of the list that is left."""
    items = without_tag(value)
    if not isinstance(items, TracedList):
        return ()
    return causes_of(
        origin for at, item in enumerate(untraced_elements(items)) if isinstance(item, UnsetTag) for origin in items.origins[at]
    )


def _keyed_by(held: Any, item: Any, shape: Shape) -> Origins:
    """The places of the keys that bring two entries together, as causes of what comes out of it."""
    keys = (shape.key, *shape.also)
    return causes_of(origin for one in (item, held) for key in keys for origin in origins_at(without_tag(one), key))


def _closed(held: Any, value: Any, place: _Place) -> _Place | None:
    """The place of the final value that `value` would override; None when it overrides none."""
    if isinstance(held, FinalTag):
        above = without_tag(value)
        inside = isinstance(above, dict) and isinstance(held.value, dict) and not isinstance(value, ReplaceTag)
        return None if inside and set(above) <= set(held.except_) else place
    if isinstance(value, ReplaceTag | UnsetTag) or not isinstance(without_tag(value), dict | list):
        return _first_final(without_tag(held))
    return None


def _are_joined(held: Any, value: Any, shape: Shape) -> bool:
    """Whether the result holds something of both, as maps do; a list without keys takes the place of the other."""
    one, other = without_tag(held), without_tag(value)
    if isinstance(value, ReplaceTag):
        return False
    lists = isinstance(one, list) and isinstance(other, list) and bool(shape.key or shape.merge != "replace")
    return lists or (isinstance(one, dict) and isinstance(other, dict))


def _first_final(value: Any) -> _Place | None:
    if isinstance(value, dict):
        pairs: Any = untraced_items(value)
    elif isinstance(value, list):
        pairs = enumerate(untraced_elements(value))
    else:
        return None
    found = ((value, key) if isinstance(item, FinalTag) else _first_final(without_tag(item)) for key, item in pairs)
    return next((place for place in found if place is not None), None)


def _remove(target: list[Any], index: int) -> None:
    del target[index]
    if isinstance(target, TracedList):
        del target.origins[index]


def _together(held: Any, above: Origins, below: Origins) -> Origins:
    """Origins of a container that two layers fill: the more specific one first, unless the other is final and must be found."""
    return tuple(dict.fromkeys((*below, *above) if isinstance(held, FinalTag) else (*above, *below)))


def _origin(container: Any, key: Any) -> Origin | None:
    return next(iter(origins_at(container, key)), None)


def finish_merge(value: Any, shape: Shape) -> Any:
    """The merged value without tags, with the schema's defaults in its maps, and its ordered lists in order."""
    value = without_tag(value)
    if isinstance(value, dict):
        return _finished_map(value, shape)
    return _finished_list(value, shape) if isinstance(value, list) else value


def _finished_map(value: dict[str, Any], shape: Shape) -> dict[str, Any]:
    out = value.copy()
    for key, item in untraced_items(value):
        if isinstance(item, UnsetTag):
            del out[key]
        elif isinstance(item, dict | list | Tagged):
            dict.__setitem__(out, key, finish_merge(item, shape.child(key)))
    for key, default in shape.defaults.items():
        if key not in out:
            origins = (default.place(),) if isinstance(out, TracedDict) else ()
            put_with_origins(out, key, with_origins(default.value, origins) if origins else default.value, origins)
    return out


def _rank(entry: Any, field: str) -> tuple[int, Any]:
    """Where an entry stands in an ordered list: numbers, then texts, then what has no rank, which `lists` reports."""
    value = entry.get(field) if isinstance(entry, dict) else None
    if isinstance(value, int | float):
        return 0, value
    return (1, str(value)) if value is not None else (2, 0)


def _finished_list(value: list[Any], shape: Shape) -> list[Any]:
    rows = [
        (finish_merge(item, shape.items), origins_at(value, i))
        for i, item in enumerate(untraced_elements(value))
        if not isinstance(item, UnsetTag)
    ]
    if shape.order:
        rows.sort(key=lambda row: _rank(row[0], shape.order))
    items = [item for item, _ in rows]
    return TracedList(items, [origins for _, origins in rows]) if isinstance(value, TracedList) else items
