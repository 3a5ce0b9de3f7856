"""Whether netops reaches the targets of a lab: what each config says of itself, and the way through the others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol

from netops.lab.sim.management.plane import (
    AccessProblem,
    FaultEffect,
    ManagementPath,
    Port,
    access_problems,
    login_packet,
    source_addresses,
)
from netops.lab.sim.management.walk import Cables, DevicePort, PathFinder

if TYPE_CHECKING:
    from netops.lab.sim.frontend import Management, TargetSpec


class FrontEnd(Protocol):
    """The sessions of a target."""

    @property
    def has_sessions(self) -> bool: ...

    def hang_up(self) -> None:
        """Ends all of them."""


@dataclass(frozen=True, slots=True)
class ReachedTarget:
    """A target as the network sees it."""

    spec: TargetSpec
    management: Management
    read: Callable[[], ManagementPath]
    front_end: FrontEnd


class ReachState(Protocol):
    """What a front end asks: whether its sessions live on, and whether it takes new ones."""

    @property
    def takes_connections(self) -> bool: ...

    @property
    def takes_login(self) -> bool: ...

    def check(self) -> None:
        """ConnectionAbortedError when the way to the target is gone."""

    def changed(self) -> None:
        """Notes that the target's config may have changed."""


class _Always:
    """A target that is reached whatever it is configured to."""

    takes_connections = takes_login = True

    def check(self) -> None:
        return

    def changed(self) -> None:
        return


ALWAYS: ReachState = _Always()


@dataclass(slots=True, eq=False)
class TargetReach:
    """Whether one target is reached. Only checks that have passed once count: a lab begins with targets that are reached anyhow."""

    side: ReachedTarget
    network: LabNetwork
    plane: ManagementPath = field(default_factory=ManagementPath)
    passed: set[str] = field(default_factory=set)
    own: tuple[AccessProblem, ...] = ()
    """What its own config does."""
    sources: frozenset[str] = frozenset()
    """Addresses of netops that its filters name."""
    failing: tuple[AccessProblem, ...] = ()
    """What counted when it was last looked at, of its own config and of those on the way."""
    first: ManagementPath | None = None
    """What the lab began with: it is reached anyhow, also when a revert brings it back."""
    first_names: frozenset[str] = frozenset()
    """Checks that failed then."""
    is_new: bool = False
    """Whether it runs what the lab began with, and that has no way in of its own yet."""
    version: int = -1
    """The state of the network then."""

    def changed(self) -> None:
        self.network.stale[self.side.spec.name] = self
        self.network.schedule()

    def has(self, *effects: FaultEffect) -> bool:
        """Whether something of the configs as they are now has one of these effects."""
        self.network.settle()
        self.refresh()
        return any(one.effect in effects for one in self.failing)

    def check(self) -> None:
        if self.has(FaultEffect.CUT):
            raise ConnectionAbortedError("netops does not reach the target any more")

    @property
    def takes_connections(self) -> bool:
        return not self.has(FaultEffect.CUT, FaultEffect.NO_CONNECTION)

    @property
    def takes_login(self) -> bool:
        return not self.has(FaultEffect.NO_LOGIN)

    @property
    def port(self) -> Port | None:
        """The port that holds the address of the target."""
        address = self.side.management.address
        return self.plane.port_of(address) if address else None

    def read(self) -> bool:
        """Brings the plane up to date; whether it is another one."""
        before, self.plane = self.plane, self.side.read()
        if self.plane == before and self.version >= 0:
            return False
        management = self.side.management
        self.own = tuple(access_problems(self.plane, management))
        if self.first is None:
            self.first, self.first_names = self.plane, frozenset(one.check for one in self.own)
        self.is_new = bool(self.first_names & FIRST_STEPS) and self._is_as_first()
        self.sources = frozenset(source_addresses(management, self.plane, self.plane.filters) if management.source else ())
        return True

    def _is_as_first(self) -> bool:
        """Whether it runs what the lab began with, or lacks exactly what that lacks."""
        return self.plane == self.first or (bool(self.first_names) and frozenset(one.check for one in self.own) == self.first_names)

    def refresh(self) -> None:
        """Counts what fails in the present state of the network and has passed before. Sessions end when their way is cut now."""
        if self.version == self.network.version:
            return
        self.version = self.network.version
        was_cut = any(one.effect is FaultEffect.CUT for one in self.failing)
        cuts_itself = any(one.effect is FaultEffect.CUT for one in self.own)
        found = [*self.own, *(() if cuts_itself else self.network.on_the_way(self))]
        names = {one.check for one in found}
        is_followed = not cuts_itself and self.network.is_whole
        skipped = (PORT_CHECKS if "address" in names else frozenset()) | (frozenset() if is_followed else IN_BAND)
        self.passed |= CHECKS - names - skipped
        passed = self.passed - (self.first_names if self.is_new or self._is_as_first() else frozenset())
        self.failing = tuple(one for one in found if one.check in passed)
        if not was_cut and any(one.effect is FaultEffect.CUT for one in self.failing):
            self.side.front_end.hang_up()


IN_BAND = frozenset(("in-band cut", "in-band no connection"))
PORT_CHECKS = frozenset(("port", "vlan", "way back", "filter cut", "filter no connection", "service vrf", "service port")) | IN_BAND
"""Checks of the port that holds the address."""
FIRST_STEPS = frozenset(("vlan", "way back"))
"""What a device has only after its first deploy."""
CHECKS = PORT_CHECKS | {"address", "service", "service filter", "login"}


class LabNetwork:
    """All targets of a lab that are reached by an address of their own, and the port that netops is plugged in to.

    A change counts at once for targets with sessions and for those that are looked at, and soon for all: a large lab has many.
    """

    def __init__(self) -> None:
        self.members: dict[str, TargetReach] = {}
        self.start: DevicePort | None = None
        """None: ways through other devices are not followed."""
        self.stale: dict[str, TargetReach] = {}
        """Those whose config may have changed."""
        self.version = 0
        self._walker: tuple[int, PathFinder, tuple[str, ...], bool] | None = None
        self._ends: dict[DevicePort, DevicePort] = {}
        self._scheduled = False
        self._is_complete = True
        """Whether every target was looked at since the last change."""
        self._pause_s = 0.0

    def add(self, spec: TargetSpec, read: Callable[[Management], ManagementPath], front_end: FrontEnd) -> ReachState:
        """The reach of a target."""
        management = spec.management
        if management is None:
            return ALWAYS
        made = self.members[spec.name] = self.stale[spec.name] = TargetReach(
            ReachedTarget(spec, management, lambda: read(management), front_end), self
        )
        for one in spec.neighbors:
            here, there = DevicePort(spec.name, one.interface), DevicePort(one.device, one.port)
            self._ends[here], self._ends[there] = there, here
        return made

    def reasons(self, name: str) -> list[str]:
        """Why netops does not get in to a target; nothing when it does."""
        if name not in self.members:
            return []
        self.settle()
        self.members[name].refresh()
        return list(dict.fromkeys(one.reason for one in self.members[name].failing))

    def schedule(self) -> None:
        """Settles soon, once for all changes that come together."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if not self._scheduled:
            self._scheduled = True
            loop.call_later(self._pause_s, self._settle_scheduled)

    def _settle_scheduled(self) -> None:
        self._scheduled = False
        began = time.perf_counter()
        self.settle_all()
        self._pause_s = PAUSES * (time.perf_counter() - began)

    def settle_all(self) -> None:
        """Looks at every target."""
        self.settle()
        if not self._is_complete:
            self._is_complete = True
            for reach in self.members.values():
                reach.refresh()

    def settle(self) -> None:
        """Reads configs that have changed, and ends sessions whose way is cut."""
        stale, self.stale = self.stale, {}
        changed = [reach for reach in stale.values() if reach.read()]
        if not changed:
            return
        self.version += 1
        self._is_complete = False
        for reach in self.members.values():
            if reach.side.front_end.has_sessions or reach in changed:
                reach.refresh()

    def on_the_way(self, reach: TargetReach) -> Iterable[AccessProblem]:
        """What is wrong on the way to a target, through the other devices."""
        management, port = reach.side.management, reach.port
        if self.start is None or self.start.device not in self.members or port is None or not management.source:
            return
        walker, addresses, is_whole = self._walk()
        if not is_whole:
            return
        for established, effect in ((True, FaultEffect.CUT), (False, FaultEffect.NO_CONNECTION)):
            packets = (login_packet(one, management, established=established) for one in addresses)
            if not any(walker.reaches(reach.side.spec.name, port, packet) for packet in packets):
                yield AccessProblem(f"in-band {effect.value}", effect, f"no way through the network to {management.address}")

    @property
    def is_whole(self) -> bool:
        """Whether ways can be followed: netops' port is known, and no device is still as the lab began with it."""
        return self.start is not None and self.start.device in self.members and self._walk()[2]

    def _walk(self) -> tuple[PathFinder, tuple[str, ...], bool]:
        """The walker of the present state, the addresses that netops may have, and whether no device on the way may still be new."""
        assert self.start is not None
        if self._walker is None or self._walker[0] != self.version:
            cables = Cables({name: reach.plane for name, reach in self.members.items()}, self._ends)
            addresses = frozenset[str]().union(*(reach.sources for reach in self.members.values()))
            is_whole = not any(reach.is_new for reach in self.members.values())
            self._walker = self.version, PathFinder(cables, self.start), tuple(sorted(addresses, key=int_of, reverse=True)), is_whole
        return self._walker[1:]


PAUSES = 10
"""How much longer than looking at all targets took it is at least until the next time."""


def int_of(address: str) -> int:
    return int(ip_address(address))
