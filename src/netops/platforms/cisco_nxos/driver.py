"""Cisco NX-OS over SSH, with files by SCP: NAPALM's `nxos_ssh` driver.

A whole config is applied by `rollback running-config file`, which takes checkpoints and is atomic by default: when a line
fails, all is as before. It knows no timer that would revert it (System Management Configuration Guide, Configuring Rollback). A candidate
becomes a checkpoint by its head, the line that `checkpoint file` writes and the version that runs.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from netops.drivers import ssh
from netops.drivers.base import Access, Preview
from netops.drivers.command_line import type_commands
from netops.drivers.legacy import with_legacy
from netops.drivers.napalm import NapalmDriver, napalm_class
from netops.drivers.neighbors import Table
from netops.errors import ConfigError, DeviceError, LineRefused
from netops.platforms import Platform
from netops.platforms.cisco_nxos import PLATFORM
from netops.platforms.cisco_nxos.facts_interface import NAME

SCP = "feature scp-server"
CHECKPOINT = "!Command: Checkpoint cmd vdc 1"
_NEIGHBOR = re.compile(r"^Port id: +(.*)\nLocal Port id: +(.*)\n(?:.*\n)*?System Name: +(.*)", re.MULTILINE)
_CHANGED = re.compile(r"^!Running configuration last done at:.*\n?", re.MULTILINE)
_FAILED = re.compile(r"Syntax error while parsing '(.*)'|^ERROR: (.*)", re.MULTILINE)

OSPF_ROW = re.compile(
    r"^ *(?P<neighbor>\d+\.\d+\.\d+\.\d+) +\d+ +(?P<state>[A-Z0-9]+) */ *\S+ +\S+ +[\d.]+ +(?P<interface>\S+) *$", re.MULTILINE
)
"""`10.0.0.2  1  FULL/ -  00:11:42  10.1.1.2  Eth1/1`: for how long it has been up, not when it is given up."""
ISIS_ROW = re.compile(r"^(?P<neighbor>\S+) +\S+ +[12-]+ +(?P<state>[A-Z]+) +(?P<hold>\d+:\d+:\d+) +(?P<interface>\S+) *$", re.MULTILINE)
"""`r2  N/A  1-2  UP  00:00:23  Ethernet1/1`."""
ROUTES_ROW = re.compile(r"^ +(?P<protocol>local|direct|static|ospf|isis|bgp|eigrp|rip)(?:-\S+)? *: (?P<count>\d+)", re.MULTILINE)


def connect(access: Access, platform: Platform = PLATFORM) -> CiscoNxos:
    return CiscoNxos(access, platform)


class CiscoNxos(NapalmDriver):
    uses_terminal = True
    ospf_neighbors = Table("show ip ospf neighbors vrf all", OSPF_ROW, lambda name: _own(name))
    isis_neighbors = Table("show isis adjacency vrf all", ISIS_ROW, lambda name: _own(name))
    routes = Table("show ip route summary", ROUTES_ROW)

    def make(self, known_hosts: Path) -> Any:
        access = self.access
        if not ssh.keys(access):
            ssh.check_host_key(access)
        settings = {**access.optional_args, **ssh.netmiko_settings(access, known_hosts)}
        library = napalm_class("napalm.nxos_ssh.nxos_ssh", "NXOSSSHDriver")(
            access.hostname, access.username, access.password, timeout=access.timeout_s, optional_args=settings
        )
        library._send_config = partial(_typed, library, self.platform)
        return with_legacy(library, access.legacy)

    def ready(self) -> None:
        ssh.prepare_connection(self._library.device, self.access)

    def sockets(self, library: Any) -> Iterator[Any]:
        yield library.device.remote_conn_pre.get_transport().sock

    def cleaning(self, library: Any) -> list[str]:
        return [] if self._before is None else [f"delete bootflash:{library.rollback_cfg} no-prompt"]

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False, format: str = "text") -> Mapping[str, str]:
        """As NAPALM gives it, without the time of the last change above it."""
        texts = super().get_config(retrieve, full, sanitized, format)
        return {name: _CHANGED.sub("", text).lstrip("\n") for name, text in texts.items()}

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Put a whole config on bootflash as a checkpoint. DeviceError when the device takes no files."""
        self._need_scp()
        text = Path(filename).read_text(encoding="utf-8") if filename else config or ""
        with tempfile.TemporaryDirectory(prefix="netops-") as folder:
            path = Path(folder) / "candidate"
            path.write_text(f"{self._head()}\n{text.rstrip()}\n", encoding="utf-8")
            super().load_replace_candidate(filename=str(path))

    def compare_config(self) -> str:
        """The commands of the rollback; the checkpoint that NAPALM makes to compare with does not stay on bootflash."""
        commands = super().compare_config()
        self._remove("sot_file")
        return commands

    def check_candidate(self) -> Preview:
        """The commands of the rollback patch."""
        return Preview(commands=tuple(line for line in self.compare_config().splitlines() if not line.startswith("!")))

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        """Commit; LineRefused names the lines that the rollback has stopped at. The candidate, with its secrets, leaves bootflash."""
        self._check_timer(revert_in)
        self._remove(self._library and self._library.rollback_cfg)
        try:
            super().commit_config(message, revert_in)
        except LineRefused as error:
            raise self._named(error) from None
        with suppress(DeviceError):
            self._remove(self._library.candidate_cfg)

    def has_pending_commit(self) -> bool:
        """Never: there are no timed commits."""
        return False

    def confirm_commit(self) -> None:
        raise ConfigError(f"{self.access.target}: nothing to confirm: {self.spec.platform} knows no timed commits")

    def undo(self) -> None:
        """Roll back to the checkpoint that this connection made; NAPALM would take one that an earlier run has left."""
        if self._before is None:
            raise self._nothing_committed()
        super().undo()

    def get_facts(self) -> Mapping[str, Any]:
        facts = super().get_facts()
        return {**facts, "model": facts["model"].removesuffix(" Chassis"), "interface_list": [*map(_own, facts["interface_list"])]}

    def get_interfaces(self) -> Mapping[str, Mapping[str, Any]]:
        return {_own(name): state for name, state in super().get_interfaces().items()}

    def get_lldp_neighbors(self) -> Mapping[str, list[Mapping[str, str]]]:
        show = "show lldp neighbors detail"
        found: dict[str, list[Mapping[str, str]]] = {}
        for port, local, name in _NEIGHBOR.findall(self.cli([show])[show]):
            found.setdefault(_own(local.strip()), []).append({"hostname": name.strip(), "port": port.strip()})
        return found

    def _head(self) -> str:
        show = "show running-config | include ^version"
        version = next((line for line in self.cli([show])[show].splitlines() if line.startswith("version ")), "")
        return f"{CHECKPOINT}\n{version}"

    def _need_scp(self) -> None:
        show = "show running-config | include ^feature"
        if SCP not in self.cli([show])[show].splitlines():
            raise DeviceError(
                self.access.target,
                f"its running config has no `{SCP}`, so it takes no files; nothing was sent",
                hint=f"type it once on the device (configure terminal, {SCP}), and keep it in the template",
            )

    def _named(self, error: LineRefused) -> LineRefused:
        show = "show rollback log exec"
        said: Mapping[str, str] = {}
        with suppress(Exception):
            said = self.cli([show])
        lines = [one or other for one, other in _FAILED.findall(said.get(show, ""))]
        if not lines:
            return error
        return LineRefused(self.access.target, f"the device refuses the configuration: {'; '.join(lines)}", hint=error.hint)

    def _remove(self, file: str) -> None:
        if file:
            self._ask("_delete_file", file)


def _typed(library: Any, platform: Platform, commands: str | list[str]) -> str:
    """Types the lines of a merge. netmiko's ConfigInvalidException at the first one that the device refuses."""
    lines = commands.splitlines() if isinstance(commands, str) else commands
    type_commands(library.device, platform, lines)
    return ""


def _own(name: str) -> str:
    """An interface as the config has it: NAPALM writes Management0 for mgmt0."""
    return NAME(name.replace("Management", "mgmt"))
