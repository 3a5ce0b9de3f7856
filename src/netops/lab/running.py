"""A running lab as other packages see it: the content of targets.json, and the verbs to read, change and stop it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops.errors import UsageError
from netops.lab.sim.files import PROCESS_FOLDER, TARGETS, remove_own_targets
from netops.messages import did_you_mean
from netops.project import Project

FOLDER = "lab"
ANSWER_S = 30.0
"""How long an answer of the lab's process may take."""
ADDED_AT_ONCE = 20
"""So many targets start within that time on a slow machine."""


@dataclass(frozen=True, slots=True)
class ExecResult:
    """What a target printed for commands typed on it, and whether it accepted every line."""

    output: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Lab(ABC):
    """A lab that runs. `folder` is `.netops/lab`; `data` is the content of its targets.json."""

    folder: Path
    data: Mapping[str, Any]

    @property
    def banner(self) -> str:
        """What is simulated, in one line."""
        return str(self.data["banner"])

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def targets(self) -> Mapping[str, Mapping[str, Any]]:
        """How to reach each target, by name."""
        found: Mapping[str, Mapping[str, Any]] = self.data["targets"]
        return found

    @property
    def secrets(self) -> Mapping[str, str]:
        """The generated values of the company's secrets."""
        found: Mapping[str, str] = self.data["secrets"]
        return found

    @property
    def runs_files(self) -> bool:
        """Whether targets run configs that they were given, whose secrets are not those of the lab."""
        return bool(self.data.get("runs_files"))

    @property
    def skipped(self) -> Mapping[str, str]:
        """Targets that this lab does not hold, with the reason."""
        found: Mapping[str, str] = self.data.get("skipped", {})
        return found

    def secret(self, name: str) -> str:
        """The lab's value of a secret. UsageError when the company had no such secret when the lab was started."""
        if name not in self.secrets:
            raise UsageError(f"the lab has no secret {name!r}", hint="start the lab anew: netops lab down && netops lab up")
        return self.secrets[name]

    @abstractmethod
    def exec(self, name: str, commands: Sequence[str]) -> ExecResult:
        """Types commands on a target behind the tool's back. UsageError when the lab does not hold it."""

    @abstractmethod
    def status(self) -> dict[str, Any]:
        """What each target counted since the start, as plain data."""

    @abstractmethod
    def alive(self) -> bool:
        """Whether the lab of this targets.json runs; a crash or a reboot leaves a stale file."""

    @abstractmethod
    def down(self) -> None:
        """Stops the lab and removes what it left."""

    @abstractmethod
    def clean_up(self) -> None:
        """Removes the files and processes that a lab that is no longer alive left."""

    def clock(self) -> dict[str, float]:
        """The lab's time: `now` (seconds since the epoch), `advanced_s`."""
        raise UsageError(f"a {self.kind} lab runs on real time", hint="only a simulated lab has a clock that can be moved")

    def advance(self, seconds: float) -> dict[str, float]:
        """Moves the lab's clock; revert timers on the way fire before this returns."""
        return self.clock()

    def fault(self, name: str, kind: str = "", argument: str = "") -> dict[str, Any]:
        """Switches a fault of a target on (see `sim.faults`), or all off without a kind; gives those that are on."""
        raise UsageError(f"a {self.kind} lab has no faults to switch on")

    def _entry(self, name: str) -> Mapping[str, Any]:
        if name in self.targets:
            return self.targets[name]
        why = self.skipped.get(name)
        hint = f"it was skipped: {why}" if why else did_you_mean(name, self.targets, "netops lab status lists what it holds")
        raise UsageError(f"no target {name!r} in this lab", hint=hint)


class SimulatedLab(Lab):
    """Targets in one process, reached over its control channel."""

    __slots__ = ()

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        """The answer of the lab's process. UsageError when it refuses the request, ConnectionError when it does not run."""
        with self._connect() as channel:
            channel.sendall(json.dumps({"do": do, **request}).encode() + b"\n")
            with channel.makefile("rb") as lines:
                answer: dict[str, Any] = json.loads(lines.readline() or b"{}")
        if "error" in answer:
            raise UsageError(answer["error"])
        return answer

    def _connect(self) -> socket.socket:
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(ANSWER_S)
        try:
            channel.connect(self.data["control"])
        except OSError:
            channel.close()
            raise
        return channel

    def alive(self) -> bool:
        try:
            return "targets" in self.ask("status")
        except (OSError, ValueError):
            return False

    def exec(self, name: str, commands: Sequence[str]) -> ExecResult:
        self._entry(name)
        answer = self.ask("exec", target=name, commands=list(commands))
        return ExecResult(answer["output"], answer["ok"])

    def status(self) -> dict[str, Any]:
        return self.ask("status")

    def clock(self) -> dict[str, float]:
        return self.ask("clock")

    def advance(self, seconds: float) -> dict[str, float]:
        return self.ask("clock", advance_s=seconds)

    def fault(self, name: str, kind: str = "", argument: str = "") -> dict[str, Any]:
        self._entry(name)
        answer: dict[str, Any] = self.ask("fault", target=name, kind=kind, argument=argument)["faults"]
        return answer

    def add(self, content: Mapping[str, Any]) -> SimulatedLab:
        """The lab with more targets: those of a spec, started beside the ones that run, a part at a time."""
        entries = content["targets"]
        for first in range(0, len(entries), ADDED_AT_ONCE):
            self.ask("add", **{**content, "targets": entries[first : first + ADDED_AT_ONCE]})
        return SimulatedLab(self.folder, json.loads((self.folder / TARGETS).read_text()))

    def down(self) -> None:
        """Asks the process to end and waits for it; one that does not answer in time is killed by its pid."""
        try:
            with self._connect() as channel:
                channel.sendall(b'{"do": "stop"}\n')
                while channel.recv(4096):
                    pass
        except TimeoutError:
            os.kill(self.data["pid"], signal.SIGKILL)
        except OSError:
            pass
        self.clean_up()

    def clean_up(self) -> None:
        left = Path(self.data["control"]).parent
        if left.name.startswith(PROCESS_FOLDER):
            shutil.rmtree(left, ignore_errors=True)
        remove_own_targets(self.folder, self.data["control"])


class RealLab(Lab):
    """Hosts in network namespaces of this machine."""

    __slots__ = ()

    def exec(self, name: str, commands: Sequence[str]) -> ExecResult:
        from netops.lab import real

        self._entry(name)
        code, output = real.execute_on_host(self.folder, name, commands)
        return ExecResult(output, code == 0)

    def status(self) -> dict[str, Any]:
        from netops.lab import real

        return {"targets": real.lab_status(self.folder)["hosts"]}

    def alive(self) -> bool:
        from netops.lab.real import host

        return bool(host.running_hosts(self.folder.resolve()))

    def down(self) -> None:
        from netops.lab import real

        real.stop_lab(self.folder)
        (self.folder / TARGETS).unlink(missing_ok=True)

    def clean_up(self) -> None:
        self.down()


LABS: Mapping[str, type[Lab]] = {"simulated": SimulatedLab, "real": RealLab}


def load(project: Project) -> Lab | None:
    """The lab of a company that runs, or None. What a crashed one left is removed."""
    folder = project.state_dir / FOLDER
    try:
        data = json.loads((folder / TARGETS).read_text())
        lab = LABS[data["kind"]](folder, data)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{project.relative(folder / TARGETS)} is not what netops wrote", hint="remove it, then: netops lab up") from error
    if not lab.alive():
        lab.clean_up()
        return None
    return lab
