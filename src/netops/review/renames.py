"""Objects that are the same under another name: what is gone and what is new, matched by how much of what they hold is equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from netops.review.thing import Key, Thing
from netops.source.tags import untagged

Facts = frozenset[Hashable]
LIKE = 0.5
"""More than this part of what two objects hold must be equal. What few objects hold (a serial number, an address) weighs more than what
many do (a role)."""


def renames(old: Mapping[Key, Thing], new: Mapping[Key, Thing]) -> dict[Key, Key]:
    """The new key of each object of the old side that has another name on the new side."""
    facts = {key: _facts(key, thing) for side in (old, new) for key, thing in side.items() if (key in old) != (key in new)}
    kinds = {kind for kind, _ in facts}
    counts: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for key, thing in old.items():
        if key[0] in kinds:
            counts[key[0]].update(facts.get(key) or _facts(key, thing))
    pairs = sorted(_pairs([key for key in facts if key in old], [key for key in facts if key in new], facts, counts), reverse=True)
    found: dict[Key, Key] = {}
    for _, before, after in pairs:
        if before not in found and after not in found.values():
            found[before] = after
    return found


def _pairs(
    gone: list[Key], come: list[Key], facts: Mapping[Key, Facts], counts: Mapping[str, Counter[Hashable]]
) -> Iterator[tuple[float, Key, Key]]:
    for before in gone:
        for after in (key for key in come if key[0] == before[0]):
            like = _likeness(facts[before], facts[after], counts[before[0]])
            if like > LIKE:
                yield like, before, after


def _likeness(one: Facts, other: Facts, counts: Counter[Hashable]) -> float:
    """The part of what two objects hold that is equal, each fact weighed by how few objects have it."""
    common, one_size, other_size = (sum(1 / max(1, counts[fact]) for fact in facts) for facts in (one & other, one, other))
    return common / max(one_size, other_size, 1e-9)


def _facts(key: Key, thing: Thing) -> Facts:
    """What an object holds, each value with its path, but for its own name; and where it is."""
    name = key[1].partition(" #")[0]
    held = {fact for fact in _leaves(thing.part.raw, ()) if fact[1] not in (name, name.removeprefix(f"{thing.site}/"))}
    path = thing.part.path
    position = {(thing.file, path)} if path and isinstance(path[-1], int) else set()
    return frozenset({*held, ("site", thing.site), *position})


def _leaves(value: Any, path: tuple[Hashable, ...]) -> Iterator[tuple[Hashable, str]]:
    """The scalars in a value with their paths; the place in a list is not part of it."""
    value = untagged(value)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, (*path, "[]"))
    else:
        yield path, str(value)
