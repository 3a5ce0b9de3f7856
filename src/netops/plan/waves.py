"""The order of a deploy: one device, one of each kind of change, then growing waves, none of which takes away what others rely on."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from netops.plan.record import Step
from netops.plan.survival import Constraint, MaxDevicesConstraint, wave_constraints
from netops.plan.topology import Topology

FEW: Final = 10
SHARE: Final = 0.05
"""The wave in which each kind of change is tried has at most a few targets, or this share of all: each failure is one too many."""
WORD: Final = re.compile(r"[a-z-]+")
DIGIT: Final = re.compile(r"[0-9]")

Kind = tuple[str, str, frozenset[tuple[str, ...]]]
Pause = Literal["never", "first", "each"]


@dataclass(frozen=True, slots=True)
class WavePolicy:
    """How waves grow: `sizes` of the second and the following ones, then `factor` times the largest so far.

    `soak_s`: seconds between two waves. `pause`: after which waves a person at a terminal is asked.
    """

    sizes: tuple[int, ...] = ()
    factor: float = 2.0
    soak_s: int = 0
    pause: Pause = "never"


def wave_policy(settings: Mapping[str, Any]) -> WavePolicy:
    """What `deploy: {waves: ...}` of netops.yaml sets."""
    given = (settings.get("deploy") or {}).get("waves") or {}
    return WavePolicy(**{**given, "sizes": tuple(given.get("sizes", ()))})


@dataclass(frozen=True, slots=True)
class Schedule:
    """Targets in waves, and why each is in its wave."""

    waves: tuple[tuple[str, ...], ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


def schedule_waves(steps: Collection[Step], topology: Topology | None = None, policy: WavePolicy | None = None) -> Schedule:
    """The waves of some steps. The same steps, topology and policy give the same waves."""
    plan = _Waves(steps, topology or Topology(), policy or WavePolicy())
    while plan.left:
        plan.fill()
    return Schedule(tuple(plan.waves), plan.reasons)


def endangered_targets(topology: Topology, failed: Collection[str], names: Sequence[str]) -> dict[str, str]:
    """The targets of a wave that may not be changed while `failed` ones are out of order, with the reason."""
    limits = _by_device(topology, {topology.device(name) for name in (*failed, *names)})
    found: dict[str, str] = {}
    for name in (*failed, *names):
        device = topology.device(name)
        objections = (one.objection(device) for one in limits.get(device, ()))
        if name in names and (why := next(filter(None, objections), "")):
            found[name] = why
            continue
        for one in limits.get(device, ()):
            one.take(device)
    return found


def change_kind(step: Step, role: str) -> Kind:
    """What makes two changes alike: platform, role, and the words of the lines that differ, without their values and how often."""
    lines = ((line.sign, *(_words(text) for text in line.path)) for line in step.diff if line.sign in "-+>")
    return step.platform, role, frozenset(lines)


def _words(line: str) -> str:
    """The words with which a line begins, without values.

    >>> _words("ip address 10.1.10.1 255.255.255.0"), _words("interface GigabitEthernet1/0/1"), _words("ge-0/0/1")
    ('ip address', 'interface', '#')
    """
    first, *rest = line.split()[:2] or [""]
    return " ".join(["#" if DIGIT.search(first) else first, *(word for word in rest if WORD.fullmatch(word))])


class _Waves:
    """Waves while they are made: `left` are the targets without one, in the order in which they are tried."""

    def __init__(self, steps: Collection[Step], topology: Topology, policy: WavePolicy) -> None:
        self._topology, self._policy = topology, policy
        self._kinds = {step.target: change_kind(step, topology.member(step.target).role) for step in steps}
        self._alike = Counter(self._kinds.values())
        self.left = [step.target for step in sorted(steps, key=lambda one: (topology.member(one.target).dependents, one.size, one.target))]
        self._targets = Counter(topology.device(name) for name in self.left)
        self.waves: list[tuple[str, ...]] = []
        self.reasons: dict[str, str] = {}
        self._tried: dict[Kind, str] = {}
        self._objections: dict[str, str] = {}
        self._number: dict[str, int] = {}
        self._order = _ManagementOrder(self.left, topology)
        self._constraints = _by_device(topology, {topology.device(name) for name in self.left})

    def fill(self) -> None:
        """Make the next wave."""
        chosen: list[str] = []
        objections: dict[str, str] = {}
        trying = len(self.waves) == 1 and self._new_kinds()
        most = self._most(trying)
        new: set[Kind] = set()
        for name in self.left:
            if found := self._objection(name, chosen, most, new, trying):
                objections[name] = found
                continue
            if self._kinds[name] not in self._tried:
                new.add(self._kinds[name])
            chosen.append(name)
            self._take(name)
        self._close(chosen, objections)

    def _new_kinds(self) -> int:
        """How many kinds of change have not been tried, and could be now."""
        return len({self._kinds[name] for name in self.left if not self._order.objection(name)} - self._tried.keys())

    def _most(self, trying: int) -> int:
        """How many targets the next wave may have."""
        number = len(self.waves)
        if not number:
            return 1
        if number <= len(self._policy.sizes):
            return self._policy.sizes[number - 1]
        if trying:
            return max(FEW, math.ceil(SHARE * len(self._kinds)))
        largest = max([*map(len, self.waves), *self._policy.sizes[-1:]])
        return max(largest, math.floor(largest * self._policy.factor))

    def _objection(self, name: str, chosen: Sequence[str], most: int, new: Collection[Kind], trying: int) -> str:
        """Why a target is not in the wave that is being made; '' when it may be."""
        kind = self._kinds[name]
        if found := self._order.objection(name):
            return found
        if trying and kind in self._tried:
            return "one of each other kind of change goes before it"
        if kind in new:
            return f"the first of its kind, {next(one for one in chosen if self._kinds[one] == kind)}, goes before it"
        if len(chosen) >= most:
            return f"wave {len(self.waves) + 1} has {most} {'target' if most == 1 else 'targets'}"
        device = self._topology.device(name)
        limits = (one.objection(device) for one in self._constraints.get(device, ()))
        return next(filter(None, limits), "") or self._order.beside(name, chosen) or self._same_device(name, chosen)

    def _same_device(self, name: str, chosen: Sequence[str]) -> str:
        """Why two targets of one device are not changed together: of a fault nobody could say whose it is."""
        device = self._topology.device(name)
        other = next((one for one in chosen if self._topology.device(one) == device), None) if self._targets[device] > 1 else None
        return f"not with {other}: on the same device" if other else ""

    def _take(self, name: str) -> None:
        device = self._topology.device(name)
        for one in self._constraints.get(device, ()):
            one.take(device)

    def _close(self, chosen: list[str], objections: dict[str, str]) -> None:
        number = len(self.waves) + 1
        for name in chosen:
            self.reasons[name] = self._reason(name, number)
        for name in chosen:
            self._tried.setdefault(self._kinds[name], name)
            self._number[name] = number
            self._order.finish(name)
        for one in {one: None for name in chosen for one in self._constraints.get(self._topology.device(name), ())}:
            one.reset()
        self.waves.append(tuple(sorted(chosen)))
        self.left = [name for name in self.left if name in objections]
        self._objections = objections if number > 1 else {}

    def _reason(self, name: str, number: int) -> str:
        """What a target does in its wave, and why it is not in the one before."""
        first = self._tried.get(self._kinds[name])
        if number == 1:
            found = f"first: fewest dependents ({self._topology.member(name).dependents}) among the far ends"
        elif first is None:
            platform, role, _ = self._kinds[name]
            found = f"first of its kind of {self._alike[self._kinds[name]]}: {' '.join(filter(None, (platform, role)))}"
        else:
            found = f"same kind of change as {first} in wave {self._number[first]}"
        earlier = self._objections.get(name, "")
        return f"{found}; not earlier: {earlier}" if earlier else found


class _ManagementOrder:
    """Far ends before what a login to them passes."""

    def __init__(self, targets: Sequence[str], topology: Topology) -> None:
        self._topology = topology
        self._waiting: dict[str, dict[str, None]] = defaultdict(dict)
        """By device, the targets that are reached through it and have to go before it."""
        self._apart: dict[str, set[str]] = defaultdict(set)
        """By device, those of which neither is nearer, and one is reached through the other."""
        changed = {topology.device(name) for name in targets}
        for name in targets:
            own = topology.device(name)
            for passed in changed.intersection(self._path(own)):
                if (len(self._path(passed)), passed) < (len(self._path(own)), own):
                    self._waiting[passed][name] = None
                else:
                    self._apart[passed].add(own)
                    self._apart[own].add(passed)

    def _path(self, device: str) -> tuple[str, ...]:
        return self._topology.management.get(device, ())

    def objection(self, name: str) -> str:
        device = self._topology.device(name)
        far = next(iter(self._waiting.get(device, ())), None)
        return "" if far is None else f"{device} is on the management path of {far}, which goes before it"

    def beside(self, name: str, chosen: Sequence[str]) -> str:
        """Why a target may not be changed beside others: one is reached through the other."""
        apart = self._apart.get(self._topology.device(name), set())
        other = next((one for one in chosen if self._topology.device(one) in apart), None) if apart else None
        return f"not with {other}: one is on the management path of the other" if other else ""

    def finish(self, name: str) -> None:
        for passed in self._path(self._topology.device(name)):
            self._waiting.get(passed, {}).pop(name, None)


def _by_device(topology: Topology, changed: Collection[str]) -> dict[str, list[Constraint]]:
    """The limits on waves by the devices that they are about."""
    found: dict[str, list[Constraint]] = defaultdict(list)
    for one, devices in _all_constraints(topology, changed):
        for device in devices:
            if device in changed:
                found[device].append(one)
    return found


def _all_constraints(topology: Topology, changed: Collection[str]) -> Iterator[tuple[Constraint, Collection[str]]]:
    for why, members in topology.groups.items():
        yield MaxDevicesConstraint(1, why), members
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for device in sorted(changed):
        member = topology.members.get(device)
        if member is not None:
            alike[member.role, member.site].append(device)
    for (role, site), devices in alike.items():
        most = max(1, topology.peers.get((role, site), len(devices)) // 2)
        yield MaxDevicesConstraint(most, f"at most {most} of the role {role} at {site} together"), devices
    yield from wave_constraints(topology.links, topology.demands)
