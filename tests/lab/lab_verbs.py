"""NAPALM's verbs straight on the core of a simulated device: no socket, no login, no waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from netops.lab.sim.clock import Clock
from netops.lab.sim.core import IndentDevice, Refused
from netops.lab.sim.eos import EosDevice
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.junos import JunosDevice, RpcFailed
from netops.lab.sim.tree import Node, contextual_diff

OWNER = "netops"
T = TypeVar("T")


class LinesRefused(Exception):
    """The device does not take a text; `lines` are those at fault."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class CoreDriver(Protocol):
    """The verbs of a driver that deploys and reads configurations."""

    def get_config(self) -> dict[str, str]: ...
    def load_replace_candidate(self, config: str) -> None: ...
    def load_merge_candidate(self, config: str) -> None: ...
    def compare_config(self) -> str: ...
    def discard_config(self) -> None: ...
    def commit_config(self, message: str = "", revert_in: int | None = None) -> None: ...
    def has_pending_commit(self) -> bool: ...
    def confirm_commit(self) -> None: ...
    def rollback(self) -> None: ...


class IndentCore:
    """The verbs on an EOS or IOS core. `rollback` gives the configuration before the last commit back."""

    def __init__(self, device: IndentDevice) -> None:
        self.device = device
        self._draft: Node | None = None
        self._before = device.running

    def get_config(self) -> dict[str, str]:
        device = self.device
        candidate = device.text(self._draft) if self._draft else ""
        return {"running": device.text(device.running), "startup": device.text(device.startup), "candidate": candidate}

    def load_replace_candidate(self, config: str) -> None:
        self._draft = _taken(lambda: self.device.parse(config))

    def load_merge_candidate(self, config: str) -> None:
        draft = self.device.running.copy()
        _taken(lambda: self.device.merge_into(draft, config))
        self._draft = draft

    def compare_config(self) -> str:
        return "\n".join(contextual_diff(self.device.running, self._draft)) if self._draft else ""

    def discard_config(self) -> None:
        self._draft = None

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        if self._draft is None:
            return
        self._before = self.device.running
        self.device.install(self._draft, owner=OWNER, revert_after_s=revert_in)
        self._draft = None

    def has_pending_commit(self) -> bool:
        return self.device.pending is not None

    def confirm_commit(self) -> None:
        if not self.device.confirm():
            raise LookupError("no pending commit")

    def rollback(self) -> None:
        if not self.device.revert():
            self.device.install(self._before)


def _taken(change: Callable[[], T]) -> T:
    try:
        return change()
    except Refused as error:
        raise LinesRefused([refused.line for refused in error.refused]) from error


class JunosCore:
    """The verbs on a Junos core."""

    def __init__(self, device: JunosDevice) -> None:
        self.device = device

    def get_config(self) -> dict[str, str]:
        return {"running": self.device.text(), "startup": "", "candidate": self.device.text(candidate=True)}

    def load_replace_candidate(self, config: str) -> None:
        self._load(config, "override")

    def load_merge_candidate(self, config: str) -> None:
        self._load(config, "set" if config.lstrip().startswith(("set ", "delete ")) else "merge")

    def _load(self, config: str, action: str) -> None:
        try:
            self.device.load(config, action)
        except RpcFailed as error:
            raise LinesRefused([error.element]) from error

    def compare_config(self) -> str:
        return self.device.compare()

    def discard_config(self) -> None:
        self.device.discard()

    def commit_config(self, message: str = "", revert_in: int | None = None) -> None:
        self.device.commit(OWNER, log=message, confirm_minutes=None if revert_in is None else -(-revert_in // 60))

    def has_pending_commit(self) -> bool:
        return self.device.pending is not None

    def confirm_commit(self) -> None:
        if self.device.pending is None:
            raise LookupError("no pending commit")
        self.device.commit(OWNER)

    def rollback(self) -> None:
        self.device.load_rollback(1)
        self.device.commit(OWNER)


CORES: Mapping[str, Callable[[TargetSpec, Clock], CoreDriver]] = {
    "arista_eos": lambda spec, clock: IndentCore(EosDevice(spec, clock)),
    "cisco_ios": lambda spec, clock: IndentCore(IosDevice(spec, clock)),
    "juniper_junos": lambda spec, clock: JunosCore(JunosDevice(spec, clock)),
}
"""How the core of a platform is made, behind its verbs."""
