"""What may be taken away together: that whatever survives the loss of any single device survives a wave.

Two ends survive every single failure exactly when they are in one block: a part of a graph that no one device cuts in two (a biconnected
component). So a wave is safe when it leaves each block connected. Ends that forward nothing, such as servers, are no way for others.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, Protocol

from netops.messages import first_few

Links = Mapping[str, Collection[str]]
Ends = tuple[frozenset[str], ...]
"""The two ends of what has to stay connected, or one of them that has to reach all others: each is any one of some devices."""


class Constraint(Protocol):
    """A limit on which devices one wave may have."""

    def objection(self, device: str) -> str:
        """Why a device may not join the wave; '' when it may."""

    def take(self, device: str) -> None:
        """A device has joined the wave."""

    def reset(self) -> None:
        """A new wave begins."""


class MaxDevicesConstraint:
    """So many of some devices: one of a pair, half of a role at a site."""

    def __init__(self, most: int, why: str) -> None:
        self._most, self._why = most, why
        self._taken: set[str] = set()

    def objection(self, device: str) -> str:
        if device in self._taken or len(self._taken) < self._most:
            return ""
        return f"not with {first_few(sorted(self._taken), 2)}: {self._why}"

    def take(self, device: str) -> None:
        self._taken.add(device)

    def reset(self) -> None:
        self._taken.clear()


class BiconnectedBlock:
    """Devices of which any two stay connected when any other is lost: a wave leaves the rest connected, and each of its own joined with it.

    A spanning tree of the rest proves that: its leaves may go without a search. Where another device is tried, the devices that cut the
    rest in two are searched once, and remembered until the wave grows.
    """

    def __init__(self, links: Links, members: Collection[str], why: str) -> None:
        self._links = {one: [other for other in links[one] if other in members] for one in sorted(members)}
        self._why = why
        self.reset()

    def reset(self) -> None:
        self._taken: set[str] = set()
        self._left = {one: len(others) for one, others in self._links.items()}
        """By device, how many of the devices that it is joined with are not in the wave."""
        self._cutting: Collection[str] | None = ()
        self._span()

    def objection(self, device: str) -> str:
        if device in self._taken or not (self._isolates(device) or self._cuts(device)):
            return ""
        return f"not with {first_few(sorted(self._taken), 2)}: {self._why}"

    def _isolates(self, device: str) -> bool:
        """Whether a device of the wave, or this one, would be joined with nothing that is left."""
        return not self._left[device] or any(other in self._taken and self._left[other] == 1 for other in self._links[device])

    def _cuts(self, device: str) -> bool:
        """Whether the rest would be in two parts without a device."""
        if not self._children[device]:
            return False
        if self._cutting is None:
            self._cutting = articulation_points({one: [o for o in others if o not in self._taken] for one, others in self._rest()})
        return device in self._cutting

    def take(self, device: str) -> None:
        if device in self._taken:
            return
        self._taken.add(device)
        self._cutting = None
        for other in self._links[device]:
            self._left[other] -= 1
        if self._children[device]:
            self._span()
        elif (parent := self._parent[device]) is not None:
            self._children[parent] -= 1

    def _rest(self) -> Iterator[tuple[str, list[str]]]:
        return ((one, others) for one, others in self._links.items() if one not in self._taken)

    def _span(self) -> None:
        """A spanning tree, broad rather than deep, so that most devices are leaves."""
        root = max((one for one, _ in self._rest()), key=lambda one: len(self._links[one]), default=None)
        self._children: dict[str, int] = defaultdict(int)
        self._parent: dict[str, str | None] = {}
        if root is None:
            return
        self._parent[root] = None
        todo = deque([root])
        while todo:
            near = todo.popleft()
            for far in self._links[near]:
                if far not in self._parent and far not in self._taken:
                    self._parent[far] = near
                    self._children[near] += 1
                    todo.append(far)


def articulation_points(links: Links) -> set[str]:
    """The devices that are in more than one block: without one of them, others are apart."""
    found: set[str] = set()
    seen: set[str] = set()
    for members in biconnected_components(links, smallest=2):
        found |= members & seen
        seen |= members
    return found


def biconnected_components(links: Links, smallest: int = 3) -> Iterator[frozenset[str]]:
    """The biconnected components of a graph with at least so many members."""
    found = (frozenset((top, *members)) for top, members in _components(links))
    return (members for members in found if len(members) >= smallest)


def dependent_counts(links: Links, start: str) -> dict[str, int]:
    """By device, how many others are reached from the start through it only; none where that is no device."""
    found: dict[str, int] = defaultdict(int)
    order = {one: links[one] for one in (start, *links) if one in links}
    for top, members in _components(order):
        found[top] += sum(1 + found[one] for one in members)
    return found


def _components(links: Links) -> Iterator[tuple[str, list[str]]]:
    """The biconnected components by a search in depth (Hopcroft and Tarjan, CACM 16/6, 1973), the farthest first: of each the device by
    which it was entered, and the others."""
    entered: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    for root in links:
        if root in entered:
            continue
        entered[root] = low[root] = len(entered)
        walk = [(root, "", iter(links[root]))]
        while walk:
            near, above, others = walk[-1]
            for far in others:
                if far not in entered:
                    entered[far] = low[far] = len(entered)
                    stack.append(far)
                    walk.append((far, near, iter(links[far])))
                    break
                if far != above:
                    low[near] = min(low[near], entered[far])
            else:
                walk.pop()
                if not above:
                    continue
                low[above] = min(low[above], low[near])
                if low[near] >= entered[above]:
                    members = [stack.pop()]
                    while members[-1] != near:
                        members.append(stack.pop())
                    yield above, members


NO_WAY: Final = "no second way would be left"


def wave_constraints(links: Links, demands: Mapping[str, Ends]) -> Iterator[tuple[Constraint, Collection[str]]]:
    """What keeps all connected that survives the loss of any single device, each with the devices that it is about.

    `links`: of what forwards, both ways round. `demands`: by name, ends that have to stay connected beside these.
    """
    whole = list(biconnected_components(links))
    for members in whole:
        yield BiconnectedBlock(links, members, NO_WAY), members
    homes: dict[str, set[int]] = defaultdict(set)
    for number, members in enumerate(whole):
        for one in members:
            homes[one].add(number)
    for ends, name in {ends: name for name, ends in reversed(list(demands.items()))}.items():
        yield from _of_demand(links, homes, ends, f"{NO_WAY} for {name}")


def _of_demand(links: Links, homes: Mapping[str, set[int]], ends: Ends, why: str) -> Iterator[tuple[Constraint, Collection[str]]]:
    """One device of each end stays. Where no block holds all of them, what is connected with the ends is another block each."""
    several = [end for end in ends if len(end) > 1]
    for end in several:
        yield MaxDevicesConstraint(len(end) - 1, why), end
    if several and not _shared(homes, (one for end in ends for one in end)):
        more = {f"end {number}": end for number, end in enumerate(several)}
        wider = _with_ends(links, more)
        yield from (
            (BiconnectedBlock(wider, members, why), members) for members in biconnected_components(wider) if not members.isdisjoint(more)
        )


def _shared(homes: Mapping[str, set[int]], devices: Iterable[str]) -> set[int]:
    """The blocks that hold all of some devices."""
    return set.intersection(*(homes.get(one, set()) for one in devices))


def _with_ends(links: Links, more: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """The graph with a point more for each end."""
    wider = {one: list(others) for one, others in links.items()}
    for name, end in more.items():
        wider[name] = sorted(end)
        for one in end:
            wider.setdefault(one, []).append(name)
    return wider
