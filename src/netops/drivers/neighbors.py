"""Neighbours of routing protocols and counts of routes, in the tables that devices print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_UP = frozenset({"full", "up", "2way", "2-way"})
"""Two routers that are both no designated ones stay in 2-Way (RFC 2328, 10.4)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A command, and how a row of what it prints looks: `neighbor`, `interface`, `state`, and `hold`, the time until a silent neighbour is
    given up; or `protocol` and `count`. `name`: an interface as the config has it."""

    command: str
    row: re.Pattern[str]
    name: Callable[[str], str] = str


def neighbors(table: Table, printed: str) -> Iterator[dict[str, Any]]:
    """The neighbours of a table."""
    for found in table.row.finditer(printed):
        yield {
            "neighbor": found["neighbor"],
            "interface": table.name(found["interface"]),
            "is_up": found["state"].lower() in _UP,
            "hold_s": _seconds(found.groupdict().get("hold") or ""),
        }


def route_counts(table: Table, printed: str) -> dict[str, int]:
    """Routes by protocol, the processes and kinds of one protocol together."""
    counts: dict[str, int] = {}
    for found in table.row.finditer(printed):
        protocol = {"direct": "connected", "eigrp": "eigrp"}.get(found["protocol"].lower(), found["protocol"].lower())
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
OSPF_ROW = re.compile(rf"^ *{_ADDRESS} .*?\b(?P<state>[A-Z0-9-]+) */ *\S+ +(?P<hold>[\d:]+) +\S+ +(?P<interface>\S+) *$", re.MULTILINE)
"""IOS, IOS XR and EOS: `10.0.0.2  1  FULL/DR  00:00:36  10.1.1.2  GigabitEthernet0/1`."""
OSPF_UP_ROW = re.compile(OSPF_ROW.pattern.replace("?P<hold>[", "?:["), re.MULTILINE)
"""NX-OS: in that place it shows for how long the neighbour has been up."""
ISIS_ROW = re.compile(
    r"^(?P<neighbor>\S+) +L\d\S* +(?P<interface>[A-Z]\S*\d) +\S+ +(?P<state>[A-Z]+) +(?P<hold>\d+)", re.MULTILINE
)
"""IOS: `R2  L2  Gi0/1  10.1.1.2  UP  23  R2.01`."""
ROUTES_ROW = re.compile(
    r"^(?P<protocol>connected|static|local|ospf|isis|bgp|eigrp|rip|internal)(?: \S+)?(?: \(\S+\))? +(?P<count>\d+ +\d+) +", re.MULTILINE
)
"""IOS: `ospf 1  0  3  0  312  960`: networks and subnets."""
