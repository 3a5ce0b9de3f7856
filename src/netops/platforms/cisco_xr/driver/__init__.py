"""Cisco IOS XR over SSH, by its command line.

NAPALM's own driver needs the XML agent, which new releases lack, and knows no timed commits. So this one has NAPALM's verbs
over netmiko's `cisco_xr`: the whole candidate is typed in exclusive mode, and `commit replace confirmed` brings it, with a timer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from netops.drivers import ssh
from netops.drivers.base import Access
from netops.drivers.napalm import NapalmDriver
from netops.drivers.neighbors import OSPF_ROW, NeighborTable
from netops.drivers.shown import host_rows
from netops.errors import ConfigError
from netops.platforms import Platform
from netops.platforms.cisco_xr import PLATFORM
from netops.platforms.cisco_xr.driver.router import XrRouter
from netops.platforms.cisco_xr.facts_interface import NAME

# XR counts seconds, but none under 30: multiples of 30 are what it can always do.
LONGEST_S = 65_535
ISIS_ROW = re.compile(r"^(?P<neighbor>\S+) +(?P<interface>[A-Z]\S*\d) +\S+ +(?P<state>[A-Z][a-z]+) +(?P<hold>\d+) ", re.MULTILINE)
"""`r2  Gi0/0/0/0  *PtoP*  Up  23  L2  Capable`."""
ROUTES_ROW = re.compile(r"^(?P<protocol>connected|local|static|ospf|isis|bgp|eigrp|rip)(?: \S+)? +(?P<count>\d+) ", re.MULTILINE)


def connect(access: Access, platform: Platform = PLATFORM) -> CiscoXr:
    return CiscoXr(access, platform)


class CiscoXr(NapalmDriver):
    """A timed commit ends with its connection: no other session can confirm it. When the connection breaks, the timer ends it."""

    takes_message = True
    uses_terminal = True
    ospf_neighbors = NeighborTable("show ospf neighbor", OSPF_ROW, NAME)
    isis_neighbors = NeighborTable("show isis neighbors", ISIS_ROW, NAME)
    routes = NeighborTable("show route summary", ROUTES_ROW)

    def make(self, known_hosts: Path) -> XrRouter:
        access = self.access
        if not ssh.accepted_host_keys(access):
            ssh.check_host_key(access)
        login = {"host": access.hostname, "username": access.username, "password": access.password}
        settings = {**access.optional_args, **login, **ssh.netmiko_settings(access, known_hosts)}
        return XrRouter(access.target, settings, access.timeout_s, access.legacy)

    def get_arp_table(self) -> list[dict[str, Any]]:
        return self._stations("show arp")

    def get_ipv6_neighbors_table(self) -> list[dict[str, Any]]:
        return self._stations("show ipv6 neighbors")

    def get_mac_address_table(self) -> list[dict[str, Any]]:
        """Empty: netops describes no bridge domains of a router."""
        return []

    def _stations(self, command: str) -> list[dict[str, Any]]:
        """What the device prints, in NAPALM's shape; what it refuses is an empty table, as of a router without IPv6."""
        return host_rows("cisco_xr", command, self.cli([command])[command]) or []

    def sockets(self, library: Any) -> Iterator[Any]:
        yield library.connection.remote_conn_pre.get_transport().sock

    def _check_timer(self, revert_in: int | None) -> None:
        """ConfigError for what `commit confirmed` does not take (Command Reference, `commit`)."""
        least = self.spec.revert_granularity_s or 0
        if revert_in is not None and not least <= revert_in <= LONGEST_S:
            raise ConfigError(
                f"{self.access.target}: a revert timer of {revert_in} s cannot be set: {self.spec.platform} knows {least} to {LONGEST_S} s"
            )
