"""Junos over NETCONF: NAPALM's `junos` driver on PyEZ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from netops.drivers import ssh
from netops.drivers.base import Access, Preview
from netops.drivers.napalm import NapalmDriver, napalm_class
from netops.drivers.neighbors import NeighborTable
from netops.platforms import Platform
from netops.platforms.juniper_junos import PLATFORM

PORT = 830
OSPF_ROW = re.compile(r"^[\d.]+ +(?P<interface>\S+) +(?P<state>\w+) +(?P<neighbor>\d+\.\d+\.\d+\.\d+) +\d+ +(?P<hold>\d+) *$", re.MULTILINE)
"""`10.1.1.2  ge-0/0/0.0  Full  10.0.0.2  128  36`."""
ISIS_ROW = re.compile(r"^(?P<interface>[a-z]\S*\d) +(?P<neighbor>\S+) +[123] +(?P<state>\w+) +(?P<hold>\d+)", re.MULTILINE)
"""`ge-0/0/0.0  r2  2  Up  23`."""
ROUTES_ROW = re.compile(r"^ +(?P<protocol>Direct|Local|Static|OSPF|IS-IS|BGP|RIP): +(?P<count>\d+) routes", re.MULTILINE)


def connect(access: Access, platform: Platform = PLATFORM) -> JuniperJunos:
    return JuniperJunos(access, platform)


class JuniperJunos(NapalmDriver):
    takes_message = True
    ospf_neighbors = NeighborTable("show ospf neighbor", OSPF_ROW)
    isis_neighbors = NeighborTable("show isis adjacency", ISIS_ROW)
    routes = NeighborTable("show route summary", ROUTES_ROW)

    def make(self, known_hosts: Path) -> Any:
        access = self.access
        if not ssh.accepted_host_keys(access):
            ssh.check_host_key(access)
        ssh_config = known_hosts.with_name("config")
        ssh_config.write_text(f"Host *\n  UserKnownHostsFile {known_hosts}\n", encoding="ascii")
        settings = {
            **access.optional_args,
            "port": access.port or PORT,
            "key_file": access.key_file or None,
            "ssh_config_file": str(ssh_config),
        }
        library = napalm_class("napalm.junos.junos", "JunOSDriver")(
            access.hostname, access.username, access.password, timeout=access.timeout_s, optional_args=settings
        )
        _check_keys(library.device, access)
        return library

    def check_candidate(self) -> Preview:
        """`commit check`: constraints that no text shows. The candidate itself is readable."""
        with self._telling():
            self._library.device.cu.commit_check()
        return Preview()

    def undo(self) -> None:
        """A confirmed commit is two commits for Junos: its `rollback 1` would be the new config again."""
        if self.has_pending_commit():
            super().undo()
        else:
            self.restore_config()

    def sockets(self, library: Any) -> Iterator[Any]:
        yield library.device._conn._session.transport.sock


def _check_keys(device: Any, access: Access) -> None:
    """NAPALM hands PyEZ no word on host keys, and PyEZ checks none by default."""
    device._hostkey_verify = True
    device._allow_agent = False
    device._look_for_keys = False
    device._conn_open_timeout = access.timeout_s
