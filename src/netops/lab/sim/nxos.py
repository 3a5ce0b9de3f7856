"""A simulated NX-OS device: bootflash, checkpoints, rollback and `configure replace`, all or nothing. No sockets, no prompt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from netops.lab.sim import facts
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import FlashDevice, Refused
from netops.lab.sim.frontend import Onboarded, Simulator, TargetSpec
from netops.lab.sim.nxos_tree import DIALECT, is_enabled
from netops.lab.sim.tree import LineRejected, Node, diff_commands

CHECKPOINT = "!Command: Checkpoint cmd vdc 1"
"""The first line of a checkpoint; a file without it is none."""
FLASH_BYTES = 116_526_366_720
FIXED = ("ip domain-lookup", "vlan 1", "vrf context management", "interface mgmt0", "vrf member management", "line console", "line vty")


class NxosDevice(FlashDevice):
    """The state machine of an NX-OS device. Files are named without `bootflash:` and slashes at their beginning."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        self.rollback_log: list[str] = []
        self.changed = clock.now()
        version = f"version {spec.os_version or '10.2(3)'} Bios:version 05.45"
        super().__init__(replace(spec, interfaces=_with_management(spec.interfaces)), clock, DIALECT, fixed=(version, *FIXED))

    def interfaces(self) -> list[facts.InterfaceState]:
        states = super().interfaces()
        return [self._state(state) for state in states]

    def _state(self, state: facts.InterfaceState) -> facts.InterfaceState:
        enabled = is_enabled(self.running.children[f"interface {state.name}"])
        up = enabled and (state.name.startswith("mgmt") or facts.is_up(self.spec, state.name, enabled))
        return replace(state, enabled=enabled, up=up)

    def install(self, root: Node, *, owner: str = "", revert_after_s: float | None = None) -> None:
        super().install(root, owner=owner, revert_after_s=revert_after_s)
        self.changed = self.clock.now()

    def shown(self, root: Node, command: str) -> str:
        """A configuration with the head that NX-OS prints above it."""
        head = f"!Command: {command}\n!Running configuration last done at: {_time(self.changed)}\n!Time: {_time(self.clock.now())}\n"
        return f"\n{head}{self.text(root)}"

    def checkpoint(self, path: str) -> None:
        """Keeps the running configuration in a file."""
        self.flash[self.file(path)] = f"\n{CHECKPOINT}\n!Time: {_time(self.clock.now())}\n{self.text(self.running)}".encode()

    def is_checkpoint(self, path: str) -> bool:
        return (self.read(path) or "").lstrip().startswith(CHECKPOINT)

    @property
    def release(self) -> str:
        """The release that its configuration names; one that was started from a config runs that one's."""
        named = (node.line.split()[1] for node in self.running.children.values() if node.line.startswith("version "))
        return next(named, self.spec.os_version or "10.2(3)")

    @property
    def has_replace(self) -> bool:
        """Whether the release has `configure replace`: 7.0(3)I5(1) and later of its train, and all from 8.2(1) on."""
        train = re.match(r"7\.0\(3\)I(\d+)", self.release)
        major, minor = (int(found) for found in re.findall(r"\d+", self.release)[:2])
        return int(train[1]) >= 5 if train else (major, minor) >= (8, 2)

    def rollback(self, path: str, *, owner: str = "", revert_after_s: float | None = None) -> bool:
        """Makes a file the running configuration; False when a line of it is refused, and nothing has changed then."""
        try:
            root = self.parse(self.read(path) or "")
        except Refused as error:
            self.rollback_log = [f"`{line.line}`\n{rollback_log_entry(line)}" for line in error.refused]
            return False
        self.rollback_log = [f"`{line}`" for line in diff_commands(self.running, root)]
        if self.faults.commit_fail:
            return False
        self.install(root, owner=owner, revert_after_s=revert_after_s)
        return True


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%a %b %d %H:%M:%S %Y}"


def _with_management(interfaces: tuple[str, ...]) -> tuple[str, ...]:
    return interfaces if "mgmt0" in interfaces else (*interfaces, "mgmt0")


def rollback_log_entry(error: LineRejected) -> str:
    """How a line that could not be executed is named in the log of a rollback."""
    return f"Syntax error while parsing '{error.line}'"


def error_message(error: LineRejected, prompt_width: int = 0) -> str:
    """The words in which NX-OS refuses a typed line, with the mark under the word at fault."""
    if error.message.startswith(("%", "ERROR")):
        return error.message
    words = error.line.split()
    token = len(words) if error.token < 0 else error.token
    column = len(" ".join(words[:token])) + (1 if token else 0)
    what = "Incomplete" if error.token < 0 else "Invalid"
    return f"{' ' * (prompt_width + column)}^\n% {what} command at '^' marker.\n"


def initial(new: Onboarded) -> str:
    """The configuration after onboarding."""
    lines = f"interface {new.interface}\n" if new.address else ""
    if new.interface == "mgmt0":
        lines += "  vrf member management\n"
    elif new.interface.startswith("Ethernet") and new.address:
        lines += "  no switchport\n"
    address = f"{lines}  ip address {new.address}\n  no shutdown\n" if new.address else ""
    vlan = "feature interface-vlan\n" if new.interface.startswith("Vlan") else ""
    return (
        f"hostname {new.hostname}\n{vlan}feature scp-server\nusername {new.username} password 5 $5$onboarding role network-admin\n{address}"
    )


SIMULATOR = Simulator("netops.lab.sim.cisco_ssh:NxosTarget", 2222, "10.2(3)", initial)
