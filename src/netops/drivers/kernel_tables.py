"""Hosts that a Linux kernel knows, by `ip neigh` and `bridge fdb` of iproute2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NEIGHBORS = ("ip", "neigh", "show")
LEARNT = ("bridge", "fdb", "show")
_NEIGHBOR = re.compile(r"^(?P<ip>\S+) dev (?P<interface>\S+)(?: .*?)? lladdr (?P<mac>\S+)(?P<rest>.*)$", re.MULTILINE)
_LEARNT = re.compile(r"^(?P<mac>\S+) dev (?P<interface>\S+)(?P<rest>.*)$", re.MULTILINE)
_VLAN = re.compile(r"\bvlan (\d+)")
_NOT_LEARNT = re.compile(r"\b(?:self|permanent|static)\b")
"""Addresses of the machine itself, and multicast groups that it listens to."""


def neighbor_rows(printed: str) -> list[dict[str, Any]]:
    """The rows of `ip neigh show` in NAPALM's shape, IPv4 and IPv6; those without a hardware address are left out.

    >>> neighbor_rows("10.0.0.1 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE\\n10.0.0.9 dev eth0 FAILED\\n")
    [{'ip': '10.0.0.1', 'mac': '02:00:00:00:00:01', 'interface': 'eth0'}]
    """
    return [{"ip": row["ip"], "mac": row["mac"], "interface": row["interface"]} for row in _NEIGHBOR.finditer(printed)]


def learned_mac_rows(printed: str) -> list[dict[str, Any]]:
    """The rows of `bridge fdb show` that were learnt, in NAPALM's shape.

    >>> learned_mac_rows("02:00:00:00:00:01 dev swp1 vlan 10 master br0\\n33:33:00:00:00:01 dev eth0 self permanent\\n")
    [{'mac': '02:00:00:00:00:01', 'interface': 'swp1', 'vlan': 10, 'static': False}]
    """
    return list(_learnt(printed))


def _learnt(printed: str) -> Iterator[dict[str, Any]]:
    for row in _LEARNT.finditer(printed):
        if not _NOT_LEARNT.search(row["rest"]):
            vlan = _VLAN.search(row["rest"])
            yield {"mac": row["mac"], "interface": row["interface"], "vlan": int(vlan[1]) if vlan else 0, "static": False}
