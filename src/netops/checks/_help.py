"""What the rules share: near names for hints, dangling references, duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar

from netops.checks import Finding
from netops.model.index import Object, Place, Port

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
SHOWN = 6
"""So many known names are listed when none is near."""


def did_you_mean(name: Any, known: Iterable[str]) -> str:
    """`did you mean ber-core-1?`, or the names there are, when they are few."""
    names = sorted(known)
    near = get_close_matches(str(name), names, 1)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are: {', '.join(names)}" if 0 < len(names) <= SHOWN else ""


def unknown_name(
    what: str, name: Any, known: Iterable[str], place: Place, expected: str, where: Callable[[str], Place] | None = None
) -> Finding:
    """The finding for a name that names nothing; `where` is the place of a known one, given when it may be meant."""
    near = get_close_matches(str(name), sorted(known), 1) if where else []
    related = tuple((f"{one} is here", where(one)) for one in near if where)
    message, hint = f"{what} {name} does not exist", did_you_mean(name, known)
    return Finding(place, message, expected=expected, found=str(name), hint=hint, related=related)


def interface_place(port: Port, *path: str | int) -> Place:
    """The place of a value of an interface."""
    return Place("device", port.device, ("interfaces", port.interface, *path))


def duplicate_router_ids(protocol: str, speakers: Iterable[tuple[str, Object]]) -> Iterator[Finding]:
    """A finding for each router whose `router_id` another one has; `speakers` are the data of the protocol by device."""
    path = (protocol, "router_id")
    for router_id, (first, *others) in repeated_keys((str(data[path[1]]), name) for name, data in speakers if path[1] in data):
        for other in others:
            yield Finding(
                Place("device", other, path),
                f"{other} has the {protocol.upper()} router id {router_id} of {first}",
                expected="a router id of its own, usually its loopback address",
                found=router_id,
                related=((f"{first} has it too", Place("device", first, path)),),
            )


def repeated_keys(rows: Iterable[tuple[K, T]]) -> Iterator[tuple[K, list[T]]]:
    """The keys that come more than once, with everything that has them."""
    groups: dict[K, list[T]] = defaultdict(list)
    for key, row in rows:
        groups[key].append(row)
    return ((key, rows) for key, rows in groups.items() if len(rows) > 1)
