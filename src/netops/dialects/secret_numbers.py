"""Which secrets of two configs are the same, where a device has several at one place: two communities, two hosts for traps.

Such lines differ in their secrets alone, so without a number they would be one line. Two secrets that can be compared are compared by
value; of those that cannot, the ones are the same whose lines are most alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from netops.dialects.secrets import Numbers, Secret
from netops.dialects.tree import Node
from netops.secrets import OPEN

IsSame = Callable[[Secret, Secret], bool | None]
"""Whether the secret of a wanted config is that of a running one: None where that cannot be known."""
_Found = dict[str, dict[str, "Counter[str]"]]


def uncomparable_secrets(wanted: Secret, running: Secret) -> None:
    """Nothing: a placeholder or a redaction is compared with a value."""


def numbers_of(tree: Node, lines: Callable[[Node], Iterable[Node]]) -> Numbers:
    """The secrets of the places of a tree that have several, numbered in an order that does not depend on that of the text."""
    if not _has_several(tree):
        return {}
    found = _by_place(lines(tree)).items()
    return {Secret(place, value): number for place, own in found if len(own) > 1 for number, value in enumerate(_ordered(own), 1)}


def common_numbers(running: Node, wanted: Node, lines: Callable[[Node], Iterable[Node]], is_same: IsSame) -> Numbers:
    """The same for two trees: those of the running one first; a secret of both has one number."""
    if not (_has_several(running) or _has_several(wanted)):
        return {}
    here, there = _by_place(lines(running)), _by_place(lines(wanted))
    numbers: dict[Secret, int] = {}
    for place in dict.fromkeys((*here, *there)):
        own, aims = here.get(place, {}), there.get(place, {})
        if len(own) < 2 and len(aims) < 2:
            continue
        order = {value: number for number, value in enumerate(_ordered(own), 1)}
        pairs = _Pairing(place, own, aims, is_same).pairs()
        numbers |= {Secret(place, value): number for value, number in order.items()}
        for aim in _ordered(aims):
            number = order[pairs[aim]] if aim in pairs else len(order) + 1
            order |= {} if aim in pairs else {f"{OPEN}{aim}": number}
            numbers[Secret(place, aim)] = number
    return numbers


def _has_several(tree: Node) -> bool:
    """Whether a tree has a place with several secrets."""
    seen: dict[str, str] = {}
    return any(seen.setdefault(place, value) != value for _, node in tree.walk() for place, value in node.secrets)


def _by_place(lines: Iterable[Node]) -> _Found:
    """The secrets of lines by their place, each with the lines that it is in as they are shown."""
    found: _Found = {}
    for line in lines:
        for place, value in line.secrets:
            found.setdefault(place, {}).setdefault(value, Counter())[line.shown] += 1
    return found


def _ordered(values: dict[str, Counter[str]]) -> list[str]:
    return sorted(values, key=lambda value: sorted(values[value].elements()))


@dataclass(frozen=True, slots=True)
class _Pairing:
    """The secrets of one place in two configs."""

    place: str
    running: dict[str, Counter[str]]
    wanted: dict[str, Counter[str]]
    is_same: IsSame
    found: dict[str, str] = field(default_factory=dict)

    def pairs(self) -> dict[str, str]:
        """The wanted secrets that are on the device, each with the one that it is there."""
        known = {(aim, own): self._is_same(aim, own) for aim in self.wanted for own in self.running}
        sure = [pair for pair, same in known.items() if same]
        perhaps = [pair for pair, same in known.items() if same is None]
        for aim, own in (*sure, *sorted(perhaps, key=self._unlikeness)):
            if aim not in self.found and own not in self.found.values():
                self.found[aim] = own
        return self.found

    def _is_same(self, aim: str, own: str) -> bool | None:
        if _is_open(aim) and _is_open(own):
            return aim == own
        if aim == own and not (_is_redaction(aim) or _is_redaction(own)):
            return True
        return self.is_same(Secret(self.place, aim), Secret(self.place, own))

    def _unlikeness(self, pair: tuple[str, str]) -> tuple[int, bool]:
        """How many lines are about one secret of a pair and not about the other."""
        aim, own = self.wanted[pair[0]], self.running[pair[1]]
        return (aim - own).total() + (own - aim).total(), pair[0] != pair[1]


def _is_open(value: str) -> bool:
    """Whether a secret is there as its value."""
    return OPEN not in value


def _is_redaction(value: str) -> bool:
    return value.startswith(f"{OPEN}secret") and not value.startswith(f"{OPEN}secret:")
