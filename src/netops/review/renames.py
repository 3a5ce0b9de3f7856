"""Objects that are the same under another name: what is gone and what is new, matched by how much of what they hold is equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from netops.errors import Diagnostic, Origin, Related
from netops.review.thing import Key, ReviewedObject
from netops.source.tags import without_tag

Facts = frozenset[Hashable]
LIKE = 0.5
"""More than this part of what two objects hold must be equal. What few objects hold (a serial number, an address) weighs more than what
many do (a role)."""


def find_renames(old: Mapping[Key, ReviewedObject], new: Mapping[Key, ReviewedObject]) -> dict[Key, Key]:
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


@dataclass(frozen=True, slots=True)
class NewName:
    """What an object is called now, and where it is."""

    kind: str
    name: str
    origin: Origin


def new_names(renamed: Mapping[Key, Key], new: Mapping[Key, ReviewedObject]) -> dict[str, NewName]:
    """The new names by the old ones, as other objects use them; without those that two objects had."""
    found: dict[str, NewName] = {}
    counts = Counter(used_name(key, new[now]) for key, now in renamed.items())
    for key, now in renamed.items():
        if counts[used_name(key, new[now])] == 1:
            found[used_name(key, new[now])] = NewName(key[0], used_name(now, new[now]), new[now].origin)
    return found


def used_name(key: Key, thing: ReviewedObject) -> str:
    """The name by which others name an object: within a site without that of the site."""
    return key[1].partition(" #")[0].removeprefix(f"{thing.site}/")


def point_to_new_names(problems: Iterable[Diagnostic], names: Mapping[str, NewName]) -> list[Diagnostic]:
    """The problems, those of a name that is gone with a hint to the new one."""
    return [_pointed(problem, names) for problem in problems]


def _pointed(problem: Diagnostic, names: Mapping[str, NewName]) -> Diagnostic:
    was = problem.found if problem.found in names else problem.found.partition(".")[0]  # a host name starts with that of its device
    if was not in names:
        return problem
    now = names[was]
    hint = f"{now.kind.replace('_', ' ')} {was} is now {now.name}"
    return replace(problem, hint=hint, related=(Related(f"{now.name} is here", now.origin),))


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


def _facts(key: Key, thing: ReviewedObject) -> Facts:
    """What an object holds, each value with its path, but for its own name; and where it is."""
    held = {fact for fact in _leaves(thing.part.raw, ()) if fact[1] != used_name(key, thing)}
    path = thing.part.path
    position = {(thing.file, path)} if path and isinstance(path[-1], int) else set()
    return frozenset({*held, ("site", thing.site), *position})


def _leaves(value: Any, path: tuple[Hashable, ...]) -> Iterator[tuple[Hashable, str]]:
    """The scalars in a value with their paths; the place in a list is not part of it."""
    value = without_tag(value)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, (*path, "[]"))
    else:
        yield path, str(value)
