"""What a walk finds: hops, a way in one direction, and both ways together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netops.graph.endpoints import Endpoint
from netops.graph.packets import Packets
from netops.graph.place import NOWHERE, ConfigPlace

REACHED: Final = "reached"
CUT: Final = "cut"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Hop:
    """One thing that happens to packets: `kind` (port, vlan, gateway, route, filter, nat, host firewall, login, arrival) at a device.

    `verdict`: reached when they go on, cut or unknown where the way ends. `is_assumed`: not proven from what is configured. `target` and
    `where`: the fact that decides."""

    device: str
    kind: str
    text: str
    verdict: str = REACHED
    is_assumed: bool = False
    target: str = ""
    where: ConfigPlace = NOWHERE


@dataclass(frozen=True, slots=True)
class OneWayPath:
    """One direction: its hops in order; the last one cuts it where the verdict is not reached. `passed`: the packets that arrive."""

    hops: tuple[Hop, ...]
    verdict: str
    passed: Packets

    @property
    def end(self) -> Hop | None:
        """The hop that decides: the one that cuts, else the first that is not understood."""
        return next((hop for hop in self.hops if hop.verdict == self.verdict != REACHED), None)

    @property
    def is_assumed(self) -> bool:
        return any(hop.is_assumed for hop in self.hops)


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A way there and the way of the answers. `back` None when nothing arrives that could be answered."""

    source: Endpoint
    destination: Endpoint
    there: OneWayPath
    back: OneWayPath | None

    @property
    def verdict(self) -> str:
        """Cut when either way is, else unknown when either is, else reached."""
        verdicts = [way.verdict for way in (self.there, self.back) if way is not None]
        return next((one for one in (CUT, UNKNOWN) if one in verdicts), REACHED)

    @property
    def end(self) -> Hop | None:
        """The hop that decides where the verdict is not reached."""
        ways = [way for way in (self.there, self.back) if way is not None and way.verdict == self.verdict]
        return next((way.end for way in ways if way.end is not None), None)

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices on both ways, in order, each once."""
        hops = (hop for way in (self.there, self.back) if way is not None for hop in way.hops)
        return tuple(dict.fromkeys(hop.device for hop in hops if hop.device))
