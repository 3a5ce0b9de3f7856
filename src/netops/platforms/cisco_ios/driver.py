"""Cisco IOS and IOS-XE over SSH, with files by SCP: NAPALM's `ios` driver.

IOS needs `ip scp server enable`, `archive` with a path, and `file prompt quiet` in its config. NAPALM could add and remove the last one
around each file operation, but then it stands in the very config that is compared; so it has to be there for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from netops.drivers import ssh
from netops.drivers.base import Access
from netops.drivers.legacy import with_legacy
from netops.drivers.napalm import NapalmDriver, napalm_class
from netops.drivers.neighbors import OSPF_ROW, Table
from netops.errors import DeviceError
from netops.platforms import Platform
from netops.platforms.cisco_ios import PLATFORM
from netops.platforms.cisco_ios.facts_interface import NAME

QUIET = "file prompt quiet"
FILE_SYSTEM = "flash:"
ISIS_ROW = re.compile(r"^(?P<neighbor>\S+) +L\d\S* +(?P<interface>[A-Z]\S*\d) +\S+ +(?P<state>[A-Z]+) +(?P<hold>\d+)", re.MULTILINE)
"""`R2  L2  Gi0/1  10.1.1.2  UP  23  R2.01`."""
ROUTES_ROW = re.compile(r"^(?P<protocol>connected|static|ospf|isis|bgp|eigrp|rip)(?: \S+)? +(?P<count>\d+ +\d+) ", re.MULTILINE)
"""`ospf 1  0  3  0  312  960`: networks, then subnets."""


def connect(access: Access, platform: Platform = PLATFORM) -> CiscoIos:
    return CiscoIos(access, platform)


class CiscoIos(NapalmDriver):
    uses_terminal = True
    _staged = False
    ospf_neighbors = Table("show ip ospf neighbor", OSPF_ROW, NAME)
    isis_neighbors = Table("show isis neighbors", ISIS_ROW, NAME)
    routes = Table("show ip route summary", ROUTES_ROW)

    def make(self, known_hosts: Path) -> Any:
        access = self.access
        if not ssh.keys(access):
            ssh.check_host_key(access)
        settings = {
            "dest_file_system": FILE_SYSTEM,
            **access.optional_args,
            **ssh.netmiko_settings(access, known_hosts),
            "auto_file_prompt": False,
        }
        make = napalm_class("napalm.ios.ios", "IOSDriver")
        library = make(access.hostname, access.username, access.password, timeout=access.timeout_s, optional_args=settings)
        return with_legacy(library, access.legacy)

    def ready(self) -> None:
        ssh.prepare_connection(self._library.device, self.access)

    def sockets(self, library: Any) -> Iterator[Any]:
        yield library.device.remote_conn_pre.get_transport().sock

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._need_quiet()
        self._staged = True
        super().load_replace_candidate(filename, config)

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Merge lines; IOS wants an `end` after them."""
        self._need_quiet()
        self._staged = True
        super().load_merge_candidate(filename, config if config is None else _ended(config))

    def discard_config(self) -> None:
        if self._has_quiet():
            super().discard_config()

    def end_run(self, run: str) -> None:
        for command in self._deletions(self._library):
            self.cli([command])

    def cleaning(self, library: Any) -> list[str]:
        return self._deletions(library) if self._staged else []

    def _deletions(self, library: Any) -> list[str]:
        """Files on the flash hold the config with its secrets. The one from before a timed commit stays until that is decided."""
        names = (library.candidate_cfg, library.merge_cfg, *(() if self.timed else (library.rollback_cfg,)))
        return [f"delete /force {FILE_SYSTEM}{name}" for name in names]

    def _has_quiet(self) -> bool:
        show = f"show running-config | include {QUIET}"
        return QUIET in self.cli([show])[show].splitlines()

    def _need_quiet(self) -> None:
        if not self._has_quiet():
            raise DeviceError(
                self.access.target,
                f"its running config has no `{QUIET}`, so IOS would ask questions in the middle of a change; nothing was sent",
                hint=f"type it once on the device (configure terminal, {QUIET}), and keep it in the template",
            )


def _ended(config: str) -> str:
    return config if config.rstrip().endswith("\nend") else f"{config.rstrip()}\nend\n"
