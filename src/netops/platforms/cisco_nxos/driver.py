"""Cisco NX-OS over SSH, with files by SCP: NAPALM's `nxos_ssh` driver.

A whole config is applied by `configure replace`, which has a timer that reverts it unless `configure replace commit` comes in time
(System Management Configuration Guide, Performing Configuration Replace); its file looks as `copy running-config` writes it. Releases
without it have `rollback running-config file`, which takes checkpoints and has no timer (Configuring Rollback): a candidate becomes one by
its head, the line that `checkpoint file` writes. Both are atomic: when a line fails, all is as before.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from netops.dialects.blocks import find_block
from netops.drivers import ssh
from netops.drivers.base import Access, Preview
from netops.drivers.command_line import type_commands
from netops.drivers.legacy import with_legacy
from netops.drivers.library_errors import line_refused
from netops.drivers.napalm import NapalmDriver, napalm_class
from netops.drivers.neighbors import NeighborTable
from netops.errors import ConfigError, DeviceError, LineRefused
from netops.plan.timer import has_revert_timer
from netops.platforms import Platform
from netops.platforms.cisco_nxos import PLATFORM
from netops.platforms.cisco_nxos.facts_interface import NAME
from netops.platforms.cisco_nxos.rulebook import GRAMMAR

SCP = "feature scp-server"
FILE_SYSTEM = "bootflash:"
CHECKPOINT = "!Command: Checkpoint cmd vdc 1"
RUNNING = "!Command: show running-config"
LONGEST_S = 3600
REPLACE_S = 300
"""So long a device may take to replace its config."""
PROMPT = r"\n\S+# ?$"
PATCH = "Generating Rollback Patch"
EMPTY = "Rollback Patch is Empty"
_REPLACE_FAILED = re.compile(r"\bfailed\b|^ERROR|^% ?Invalid", re.MULTILINE | re.IGNORECASE)
_PENDING = re.compile(r"^(?=.*\b(?:commit|timer|timeout)\b).*\b[1-9]\d* *(?:s|secs?|seconds)\b", re.MULTILINE | re.IGNORECASE)
"""`show config-replace status` has the seconds that are left before a replace is taken back, and none when there is no timer."""
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
    _staged = False
    _replaces = False
    """Whether the file that is loaded is for `configure replace`, not a checkpoint."""
    ospf_neighbors = NeighborTable("show ip ospf neighbors vrf all", OSPF_ROW, lambda name: _own(name))
    isis_neighbors = NeighborTable("show isis adjacency vrf all", ISIS_ROW, lambda name: _own(name))
    routes = NeighborTable("show ip route summary", ROUTES_ROW)

    def make(self, known_hosts: Path) -> Any:
        access = self.access
        if not ssh.accepted_host_keys(access):
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
        return [] if self._before is None else _deletions(library.rollback_cfg, library.candidate_cfg)

    def end_run(self, run: str) -> None:
        """Files on bootflash hold the config with its secrets: a run that was lost has left them."""
        for command in _deletions(self._library.candidate_cfg, self._library.rollback_cfg, "sot_file"):
            self.cli([command])

    def get_config(self, retrieve: str = "all", full: bool = False, sanitized: bool = False, format: str = "text") -> Mapping[str, str]:
        """As NAPALM gives it, without the time of the last change above it."""
        texts = super().get_config(retrieve, full, sanitized, format)
        return {name: _CHANGED.sub("", text).lstrip("\n") for name, text in texts.items()}

    def load_replace_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        """Put a whole config on bootflash. DeviceError when the device takes no files."""
        self._need_scp()
        text = Path(filename).read_text(encoding="utf-8") if filename else config or ""
        version = self._version()
        self._staged = True
        self._replaces = has_revert_timer(self.platform, "replace", version)
        with tempfile.TemporaryDirectory(prefix="netops-") as folder:
            path = Path(folder) / "candidate"
            path.write_text(f"{RUNNING if self._replaces else CHECKPOINT}\n{version}\n{text.rstrip()}\n", encoding="utf-8")
            super().load_replace_candidate(filename=str(path))

    def load_merge_candidate(self, filename: str | None = None, config: str | None = None) -> None:
        self._replaces = False
        super().load_merge_candidate(filename, config)

    def compare_config(self) -> str:
        """The commands that lead to what is loaded; the checkpoint that NAPALM makes to compare with does not stay on bootflash."""
        if self._replaces:
            return _patch(self._replace("show-patch"))
        commands = super().compare_config()
        self._remove("sot_file")
        return commands

    def check_candidate(self) -> Preview:
        """The commands of the patch, after the device has validated them where its release does."""
        if self._replaces:
            self._replace("verify-only")
        return Preview(commands=tuple(_commands(self.compare_config().splitlines())))

    def discard_config(self) -> None:
        """Forget what is loaded. A file of ours goes from bootflash, also one that has arrived in part only."""
        if self._staged:
            self._remove_candidate()
            self._remove("sot_file")
        self._staged = False
        super().discard_config()

    def apply_candidate(self, message: str, revert_in: int | None) -> None:
        """Commit; LineRefused names the lines at which the device has stopped. The candidate, with its secrets, leaves bootflash, but
        not while a timer runs."""
        self._remove(self._library.rollback_cfg)
        try:
            if self._replaces:
                self._ask("_save_to_checkpoint", self._library.rollback_cfg)
                self._replace(f"commit-timeout {revert_in}" if revert_in else "")
            else:
                super().apply_candidate(message, None)
        except LineRefused as error:
            raise self._named(error) from None
        if self._replaces and not revert_in:
            self._ask("_copy_run_start")
        if not revert_in:
            self._remove_candidate()

    def has_pending_commit(self) -> bool:
        """Whether the timer of a `configure replace` runs. A release without it shows nothing."""
        show = "show config-replace status"
        return _PENDING.search(self.cli([show])[show]) is not None

    def confirm_commit(self) -> None:
        """End the timer, and save: until then the startup config is the old one. DeviceError when the timer still runs."""
        if not self.has_pending_commit():
            raise DeviceError(self.access.target, "nothing to confirm: no `configure replace` waits for its commit")
        self._end_timer("commit")
        self.timed = False
        self._ask("_copy_run_start")
        self._remove_candidate()

    def undo(self) -> None:
        """End the timer, and roll back to the checkpoint that this connection made where that was not enough; NAPALM would take one that an
        earlier run has left."""
        if self.timed or self.has_pending_commit():
            self._end_timer("abort")
            self._remove_candidate()
        elif self._before is None:
            raise self._nothing_committed()
        if self._before is not None and self.running() != self._before:
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

    def _check_timer(self, revert_in: int | None) -> None:
        super()._check_timer(revert_in)
        if revert_in is not None and (not self._replaces or revert_in > LONGEST_S):
            why = f"it takes at most {LONGEST_S} s" if self._replaces else "only `configure replace` has one, since 7.0(3)I5(1) and 8.2(1)"
            raise ConfigError(f"{self.access.target}: a revert timer of {revert_in} s cannot be set: {why}")

    def _replace(self, option: str) -> str:
        """What `configure replace` of the loaded file prints. LineRefused when it fails."""
        with self._telling():
            file = f"{FILE_SYSTEM}{self._library.candidate_cfg}"
            printed = str(self._sent(f"configure replace {file} {option}".rstrip()))
            if _REPLACE_FAILED.search(printed):
                refused = "; ".join(one or other for one, other in _FAILED.findall(printed))
                raise line_refused(self.access, ValueError(refused or printed))
        return printed

    def _end_timer(self, word: str) -> None:
        with self._telling():
            printed = str(self._sent(f"configure replace {word}"))
        if self.has_pending_commit():
            raise DeviceError(self.access.target, f"`configure replace {word}` does not end its timer: {printed.strip()}")

    def _sent(self, command: str) -> str:
        """What a command prints that takes its time, asks nothing, and may change the host name."""
        device = self._library.device
        device.send_command("terminal dont-ask")
        printed = str(device.send_command(command, expect_string=PROMPT, strip_prompt=False, read_timeout=REPLACE_S))
        device.set_base_prompt()
        device.send_command("no terminal dont-ask")
        return printed

    def _version(self) -> str:
        """The line of the running config that names the release."""
        show = "show running-config | include ^version"
        return next((line for line in self.cli([show])[show].splitlines() if line.startswith("version ")), "")

    def _need_scp(self) -> None:
        show = "show running-config | include ^feature"
        if SCP not in self.cli([show])[show].splitlines():
            raise DeviceError(
                self.access.target,
                f"its running config has no `{SCP}`, so it takes no files; nothing was sent",
                hint=f"type it once on the device (configure terminal, {SCP}), and keep it in the template",
            )

    def _named(self, error: LineRefused) -> LineRefused:
        show = f"show {'config-replace' if self._replaces else 'rollback'} log exec"
        said: Mapping[str, str] = {}
        with suppress(Exception):
            said = self.cli([show])
        lines = [one or other for one, other in _FAILED.findall(said.get(show, ""))]
        if not lines:
            return error
        return LineRefused(self.access.target, f"the device refuses the configuration: {'; '.join(lines)}", hint=error.hint)

    def _remove(self, file: str) -> None:
        self._ask("_delete_file", file)

    def _remove_candidate(self) -> None:
        with suppress(DeviceError):
            self._remove(self._library.candidate_cfg)


def _deletions(*files: str) -> list[str]:
    return [f"delete {FILE_SYSTEM}{file} no-prompt" for file in files]


def _patch(printed: str) -> str:
    """The commands of a patch, without what is printed around them; the text of a banner is no such line."""
    return "\n".join(_commands([line.rstrip() for line in printed.rpartition(PATCH)[2].splitlines()]))


def _commands(lines: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line, following = lines[at], at + 1
        block = find_block(GRAMMAR.blocks, lines, at) if GRAMMAR.starts.match(line.strip()) else None
        if block and block.last is not None:
            yield from lines[at : (following := block.last + 1)]
        elif line.strip() and line[0] not in "!.#" and EMPTY not in line and not line.endswith("#"):
            yield line
        at = following


def _typed(library: Any, platform: Platform, commands: str | list[str]) -> str:
    """Types the lines of a merge. netmiko's ConfigInvalidException at the first one that the device refuses."""
    lines = commands.splitlines() if isinstance(commands, str) else commands
    type_commands(library.device, platform, lines)
    return ""


def _own(name: str) -> str:
    """An interface as the config has it: NAPALM writes Management0 for mgmt0."""
    return NAME(name.replace("Management", "mgmt"))
