"""Whether netops reaches the targets of a lab: what each config says of itself, and the way through the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from netops.lab.sim.management.plane import Effect, Plane, Problem, login_packet, problems, sources
from netops.lab.sim.management.walk import Cables, End, Walker

if TYPE_CHECKING:
    from netops.lab.sim.frontend import Management, TargetSpec


@dataclass(frozen=True, slots=True)
class Side:
    """A target as the network sees it."""

    spec: TargetSpec
    management: Management
    read: Callable[[], Plane]
    hang_up: Callable[[], None]
    """Ends its sessions."""


class Reached(Protocol):
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


ALWAYS: Reached = _Always()


@dataclass(slots=True)
class Reach:
    """Whether one target is reached. Only checks that have passed once count: a lab begins with targets that are reached anyhow."""

    side: Side
    network: Network
    plane: Plane = field(default_factory=Plane)
    passed: set[str] = field(default_factory=set)
    own: tuple[Problem, ...] = ()
    """What its own config does."""
    failing: tuple[Problem, ...] = ()
    """What counts now, of its own config and of those on the way."""
    is_stale: bool = True

    def changed(self) -> None:
        self.is_stale = True
        self.network.schedule()

    def has(self, effect: Effect) -> bool:
        """Whether something of the configs as they are now has this effect."""
        self.network.settle()
        return any(one.effect is effect for one in self.failing)

    def check(self) -> None:
        if self.has(Effect.CUT):
            raise ConnectionAbortedError("netops does not reach the target any more")

    @property
    def takes_connections(self) -> bool:
        return not (self.has(Effect.CUT) or self.has(Effect.NO_CONNECTION))

    @property
    def takes_login(self) -> bool:
        return not self.has(Effect.NO_LOGIN)

    def read(self) -> bool:
        """Brings the plane up to date; whether it is another one."""
        before, self.plane, self.is_stale = self.plane, self.side.read(), False
        self.own = tuple(problems(self.plane, self.side.management))
        return self.plane != before

    def count(self, on_the_way: Sequence[Problem]) -> None:
        """Counts what fails and has passed before. Sessions end when their way is cut now."""
        found = [*self.own, *on_the_way]
        was_cut = any(one.effect is Effect.CUT for one in self.failing)
        names = {one.check for one in found}
        self.passed |= (CHECKS - PORT_CHECKS if "address" in names else CHECKS) - names
        self.failing = tuple(one for one in found if one.check in self.passed)
        if not was_cut and any(one.effect is Effect.CUT for one in self.failing):
            self.side.hang_up()


PORT_CHECKS = frozenset(("port", "vlan", "way back", "filter cut", "filter no connection", "service vrf", "service port", "in-band cut"))
"""Checks of the port that holds the address."""
CHECKS = PORT_CHECKS | {"address", "service", "service filter", "login", "in-band no connection"}


class Network:
    """All targets of a lab that are reached by an address of their own, and the port that netops is plugged in to."""

    def __init__(self) -> None:
        self.members: dict[str, Reach] = {}
        self.start: End | None = None
        """None: ways through other devices are not followed."""
        self._scheduled = False

    def add(self, spec: TargetSpec, read: Callable[[Management], Plane], hang_up: Callable[[], None]) -> Reached:
        """The reach of a target."""
        management = spec.management
        if management is None:
            return ALWAYS
        made = self.members[spec.name] = Reach(Side(spec, management, lambda: read(management), hang_up), self)
        return made

    def reasons(self, name: str) -> list[str]:
        """Why netops does not get in to a target; nothing when it does."""
        self.settle()
        return [one.reason for one in self.members[name].failing] if name in self.members else []

    def schedule(self) -> None:
        """Settles soon, once for all changes that come together."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        if not self._scheduled:
            self._scheduled = True
            loop.call_soon(self._settle_scheduled)

    def _settle_scheduled(self) -> None:
        self._scheduled = False
        self.settle()

    def settle(self) -> None:
        """Brings what is reached up to date with the configs, and ends sessions whose way is cut."""
        stale = [reach for reach in self.members.values() if reach.is_stale]
        changed = [reach.read() for reach in stale]
        if not any(changed):
            return
        ways = self._ways()
        for name, reach in self.members.items():
            reach.count(tuple(ways(name)))

    def _ways(self) -> Callable[[str], Iterable[Problem]]:
        """What is wrong on the way to a target, by its name."""
        if self.start is None or self.start.device not in self.members:
            return lambda name: ()
        cables = Cables({name: reach.plane for name, reach in self.members.items()}, self._ends())
        walker = Walker(cables, self.start)
        return lambda name: self._on_the_way(walker, name)

    def _ends(self) -> dict[End, End]:
        found: dict[End, End] = {}
        for reach in self.members.values():
            for one in reach.side.spec.neighbors:
                here, there = End(reach.side.spec.name, one.interface), End(one.device, one.port)
                found[here], found[there] = there, here
        return found

    def _on_the_way(self, walker: Walker, name: str) -> Iterable[Problem]:
        reach = self.members[name]
        management = reach.side.management
        port = reach.plane.port_of(management.address) if management.address else None
        if port is None or not management.source:
            return
        filters = [(other.plane, names) for other in self.members.values() if (names := list(other.plane.filters))]
        addresses = dict.fromkeys(one for plane, names in filters for one in sources(management, plane, names))
        for established, effect in ((True, Effect.CUT), (False, Effect.NO_CONNECTION)):
            packets = (login_packet(one, management, established=established) for one in addresses or [management.source.partition("/")[0]])
            if not any(walker.reaches(name, port, packet) for packet in packets):
                yield Problem(f"in-band {effect.value}", effect, f"no way through the network to {management.address}")
