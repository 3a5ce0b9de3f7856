"""Which process is meant, and whether it is gone: a number alone names another process after a while, or on another machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PROC = Path("/proc")
MACHINE_ID = Path("/etc/machine-id")
FIRST_PID_NAMESPACE = "pid:[4026531836]"
"""The PID namespace of the kernel itself (PROC_PID_INIT_INO of Linux): a process in it is in no container."""


class Liveness(StrEnum):
    """Whether a process runs, as far as this one can see."""

    LIVES = "lives"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """A process as no other one ever is. What a system does not have is empty.

    `machine` and `boot`: the machine's id, and that of its start (machine-id(5), random(4)). `namespace`: numbers and times of processes
    mean the same only inside it. `started`: clock ticks after the start of the machine (field 22 of proc_pid_stat(5)).
    """

    host: str
    pid: int
    machine: str = ""
    boot: str = ""
    namespace: str = ""
    started: str = ""

    def liveness(self, here: ProcessIdentity) -> Liveness:
        """Whether it runs, seen from a process `here`. Gone only when that is certain."""
        if not (self.boot and here.boot):
            return _by_number(self) if self.host == here.host else Liveness.UNKNOWN
        if self.boot != here.boot:
            return Liveness.GONE if self.machine and self.machine == here.machine else Liveness.UNKNOWN
        return _by_number(self) if self.namespace == here.namespace else Liveness.UNKNOWN


def this_process() -> ProcessIdentity:
    """The process that calls."""
    namespace = _link("self/ns/pid")
    return ProcessIdentity(
        host=socket.gethostname(),
        pid=os.getpid(),
        machine=_text(MACHINE_ID) if namespace == FIRST_PID_NAMESPACE else "",  # containers of one image may share an id
        boot=_text(PROC / "sys/kernel/random/boot_id"),
        namespace=" ".join(filter(None, (namespace, _link("self/ns/time")))),
        started=_stat(os.getpid())[1],
    )


Identify = Callable[[], ProcessIdentity]


def is_number_free(pid: int) -> bool:
    """Whether no process here has this number. False where that cannot be found out.

    os.kill of Windows ends whatever process it is given.
    """
    if os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # it is there, and belongs to somebody else
    return False


def _by_number(process: ProcessIdentity) -> Liveness:
    """Whether the process runs that has its number here. One that is dead and not yet waited for (a zombie) is gone."""
    if is_number_free(process.pid):
        return Liveness.GONE
    state, started = _stat(process.pid)
    if state in ("Z", "X", "x"):
        return Liveness.GONE
    if not (started and process.started):
        return Liveness.LIVES if process.pid == os.getpid() else Liveness.UNKNOWN
    return Liveness.LIVES if started == process.started else Liveness.GONE


def _stat(pid: int) -> tuple[str, str]:
    """The state and the start of a process; both empty where the system does not show them."""
    fields = _text(PROC / str(pid) / "stat").rpartition(")")[2].split()  # a name in parentheses may hold anything
    return (fields[0], fields[19]) if len(fields) > 19 else ("", "")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _link(name: str) -> str:
    try:
        return str((PROC / name).readlink())
    except OSError:
        return ""
