"""Cisco IOS and IOS-XE over SSH, with files by SCP: NAPALM's `ios` driver.

To replace its config, IOS needs `ip scp server enable`, `archive` with a path, and `file prompt quiet` in it. NAPALM could add and remove
the last one around each file operation, but then it is in the very config that is compared; so it has to be there for good. Commands are
typed under `configure terminal revert timer`, which needs the archive only (Configuration Replace and Rollback, Cisco).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from netops.dialects.blocks import find_block
from netops.drivers import ssh
from netops.drivers.base import Access, Preview
from netops.drivers.legacy import with_legacy
from netops.drivers.napalm import NapalmDriver, napalm_class, predicted_diff
from netops.drivers.neighbors import OSPF_ROW, NeighborTable
from netops.drivers.own import read_candidate
from netops.errors import DeviceError
from netops.platforms import Platform
from netops.platforms.cisco_ios import PLATFORM
from netops.platforms.cisco_ios.facts_interface import NAME
from netops.platforms.cisco_ios.rulebook import GRAMMAR

QUIET = "file prompt quiet"
FILE_SYSTEM = "flash:"
LONGEST = 1000
_SIGN = re.compile(r"^( *)[+-]")
_CHANGED = re.compile(r"( *)([+-]?)([^\s!].*)")
"""A line of a contextual difference: its sign is after the indentation (Contextual Configuration Diff Utility, Cisco)."""
NO_ARCHIVE = "its running config has no `archive` with a path, so IOS has no revert timer; nothing was sent"
ISIS_ROW = re.compile(r"^(?P<neighbor>\S+) +L\d\S* +(?P<interface>[A-Z]\S*\d) +\S+ +(?P<state>[A-Z]+) +(?P<hold>\d+)", re.MULTILINE)
"""`R2  L2  Gi0/1  10.1.1.2  UP  23  R2.01`."""
ROUTES_ROW = re.compile(r"^(?P<protocol>connected|static|ospf|isis|bgp|eigrp|rip)(?: \S+)? +(?P<count>\d+ +\d+) ", re.MULTILINE)
"""`ospf 1  0  3  0  312  960`: networks, then subnets."""


def connect(access: Access, platform: Platform = PLATFORM) -> CiscoIos:
    return CiscoIos(access, platform)


class CiscoIos(NapalmDriver):
    uses_terminal = True
    _staged = False
    ospf_neighbors = NeighborTable("show ip ospf neighbor", OSPF_ROW, NAME)
    isis_neighbors = NeighborTable("show isis neighbors", ISIS_ROW, NAME)
    routes = NeighborTable("show ip route summary", ROUTES_ROW)

    def make(self, known_hosts: Path) -> Any:
        access = self.access
        if not ssh.accepted_host_keys(access):
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

    def __init__(self, access: Access, platform: Platform) -> None:
        super().__init__(access, platform)
        self._commands: tuple[str, ...] | None = None
        """What to type; None when a whole config is loaded, or nothing."""

    def ready(self) -> None:
        ssh.prepare_connection(self._library.device, self.access)

    def sockets(self, library: Any) -> Iterator[Any]:
        yield library.device.remote_conn_pre.get_transport().sock

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._need_quiet()
        self._commands, self._staged = None, True
        super().load_replace_candidate(filename, config)

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Takes commands, to be typed at the commit. IOS has no candidate: nothing is sent yet."""
        self._commands = tuple(read_candidate(filename, config).splitlines())

    def compare_config(self) -> str:
        """The device's own comparison of a whole config; of commands, what they change by the rules of the platform."""
        if self._commands is None:
            return super().compare_config()
        return predicted_diff(self.platform, self.running(), self._commands)

    def check_candidate(self) -> Preview:
        """The lines of `show archive config differences`, as commands."""
        return Preview(commands=tuple(difference_commands(self.compare_config())))

    def apply_candidate(self, message: str, revert_in: int | None) -> None:
        if self._commands is None:
            return super().apply_candidate(message, revert_in)
        if revert_in is not None and not self._ask("_check_archive_feature"):
            raise DeviceError(self.access.target, NO_ARCHIVE, hint="type it once on the device, and put it into the template")
        timer = f" revert timer {revert_in // 60}" if revert_in is not None else ""
        self.type_commands(self._library.device, self._commands, enter=f"configure terminal{timer}")
        if revert_in is None:
            self._ask_device("save_config")

    def undo(self) -> None:
        """The timer's way back, else the file that a replace has left, else the commands that lead back."""
        if self._commands is None or self.has_pending_commit():
            return super().undo()
        if commands := self.rollback_commands():
            self.type_commands(self._library.device, commands)
            self._ask_device("save_config")

    def discard_config(self) -> None:
        """Forget what is loaded. A file of ours goes from the flash: NAPALM would leave a copy of the config in it."""
        if self._commands is None and self._staged:
            self.cli([f"delete /force {FILE_SYSTEM}{self._library.candidate_cfg}"])
        self._commands = None

    def _ask_device(self, verb: str) -> None:
        with self._telling():
            getattr(self._library.device, verb)()

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


def _signed_lines(shown: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The depth, the sign and the text of each line of a difference. A banner is one text of several lines, each with the sign."""
    at = 0
    while at < len(shown):
        lines = 1
        if found := _CHANGED.match(shown[at]):
            text = [found[3]]
            if found[2] and GRAMMAR.starts.match(found[3]):
                text += [_SIGN.sub(r"\1", line, count=1) for line in shown[at + 1 :]]
                block = find_block(GRAMMAR.blocks, text, 0)
                lines += (block.last or 0) if block else 0
            yield len(found[1]), found[2], "\n".join(text[:lines])
        at += lines


def difference_commands(shown: str) -> Iterator[str]:
    """What leads to a config, of the contextual difference to it: first all that goes, then all that comes.

    >>> [*difference_commands("interface Vlan1\\n +shutdown\\n-interface Vlan2\\n -shutdown")]
    ['interface Vlan1', 'no interface Vlan2', 'interface Vlan1', ' shutdown']
    """
    lines = [*_signed_lines(shown.splitlines())]
    for wanted in "-+":
        gone = LONGEST
        for depth, sign, text in lines:
            if depth > gone:
                continue
            gone = LONGEST
            if sign == wanted == "-":
                gone = depth
                yield f"{' ' * depth}{text.removeprefix('no ') if text.startswith('no ') else f'no {text.splitlines()[0]}'}"
            elif sign == wanted or not sign:
                yield f"{' ' * depth}{text}"
