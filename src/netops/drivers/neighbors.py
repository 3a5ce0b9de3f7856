"""Neighbours of routing protocols and counts of routes, in the tables that devices print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_UP = frozenset({"full", "up", "2way", "2-way", "2 ways"})
"""Two routers that are both no designated ones stay in 2-Way (RFC 2328, 10.4)."""


@dataclass(frozen=True, slots=True)
class NeighborTable:
    """A command, and how a row of what it prints looks: `neighbor`, `interface`, `state`, and `hold`, the time until a silent neighbour is
    given up; or `protocol` and `count`. `name`: an interface as the config has it."""

    command: str
    row: re.Pattern[str]
    name: Callable[[str], str] = str


def parse_neighbors(table: NeighborTable, printed: str) -> Iterator[dict[str, Any]]:
    """The neighbours of a table."""
    for found in table.row.finditer(printed):
        yield {
            "neighbor": found["neighbor"],
            "interface": table.name(found["interface"]),
            "is_up": found["state"].lower() in _UP,
            "hold_s": _seconds(found.groupdict().get("hold") or ""),
        }


def parse_route_counts(table: NeighborTable, printed: str) -> dict[str, int]:
    """Routes by protocol, the processes and kinds of one protocol together."""
    counts: dict[str, int] = {}
    for found in table.row.finditer(printed):
        word = found["protocol"].lower().replace("-", "")
        protocol = "connected" if word == "direct" else word
        counts[protocol] = counts.get(protocol, 0) + sum(map(int, found["count"].split()))
    return counts


def _seconds(text: str) -> float | None:
    """Seconds of `36`, `00:00:36` or `36.5s`.

    >>> _seconds("00:01:06"), _seconds("23"), _seconds("-")
    (66.0, 23.0, None)
    """
    parts = text.rstrip("s").split(":")
    if not all(re.fullmatch(r"[\d.]+", part) for part in parts):
        return None
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total


_ADDRESS = r"(?P<neighbor>\d+\.\d+\.\d+\.\d+)"
_STATE = r"\b(?P<state>2 WAYS|[A-Z0-9-]+) */ *\S+"
OSPF_ROW = re.compile(rf"^ *{_ADDRESS} .*?{_STATE} +(?P<hold>[\d:]+) +\S+ +(?P<interface>\S+) *$", re.MULTILINE)
"""IOS, IOS XR and EOS: `10.0.0.2  1  FULL/DR  00:00:36  10.1.1.2  GigabitEthernet0/1`."""
