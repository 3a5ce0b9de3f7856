"""Cables through patch panels: what is plugged into the front of a socket is joined with what is at its rear."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netops.model.index import Plug, Port

SIDES = {"front": "rear", "rear": "front"}


def other_side(port: Port) -> Port:
    """The rear of a socket for its front: `front-12` is joined with `rear-12`."""
    side, _, number = port.interface.partition("-")
    return replace(port, interface=f"{SIDES.get(side, side)}-{number}")


def paths_through_panels(cables: Iterable[tuple[Plug, Plug]], panels: Container[str]) -> Iterator[tuple[Plug, ...]]:
    """The ways from a port that is no socket to another one: all plugs between them, both ends included.

    A way that ends at a socket, or runs in a circle, is left out: nothing is at its other end.
    """
    cables = list(cables)
    ends = {near.port: pair for cable in cables for pair in (cable, cable[::-1]) for near in pair[:1]}
    done: set[Port] = set()
    for cable in cables:
        start = next((pair for pair in (cable, cable[::-1]) if pair[0].port.device not in panels), None)
        way = _way(start, ends, panels) if start is not None and start[0].port not in done else ()
        if way:
            done |= {way[-1].port} if len(way) > len(cable) else set()
            yield way


def _way(cable: tuple[Plug, Plug], ends: dict[Port, tuple[Plug, Plug]], panels: Container[str]) -> tuple[Plug, ...]:
    """The plugs from the near end of a cable to the first one that is in no panel."""
    way, seen = [*cable], set()
    while way[-1].port.device in panels:
        beyond = ends.get(other_side(way[-1].port))
        if beyond is None or beyond[0].port in seen:
            return ()
        seen.add(beyond[0].port)
        way.extend(beyond)
    return tuple(way)
