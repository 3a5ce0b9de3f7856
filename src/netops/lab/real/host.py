"""A lab host: one process tree in its own pid, mount, network, UTS and IPC namespaces. Killing its first process ends all of it.

No file remembers the hosts of a lab: the command line of each first process names the lab's state folder, so a lab can be found,
used and torn down after any crash, and a process id that the machine has given to somebody else is never taken for a host.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from netops.errors import DeviceError
from netops.lab.real.needs import PATH

INSIDE = Path(__file__).with_name("inside")
"""What a host finds inside: its process 1, and a systemctl with its units."""

_INIT = ("/bin/bash", str(INSIDE / "init.sh"))
_NAMESPACES = ("--mount", "--uts", "--ipc", "--net", "--pid")
_ENVIRONMENT = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "TERM": "dumb"}
POLL_S = 0.01


def wait_for(what: str, condition: Callable[[], bool], deadline_s: float = 15.0) -> None:
    """Returns when the condition holds. TimeoutError with `what` when it does not within the deadline."""
    end = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not so after {deadline_s:g} s")
        time.sleep(POLL_S)


@dataclass(frozen=True, slots=True)
class Host:
    """A running host. `pid` is its first process, seen from the machine."""

    name: str
    pid: int

    def path(self, inside: str) -> Path:
        """A path of the host as the machine sees it."""
        return Path(f"/proc/{self.pid}/root") / inside.lstrip("/")

    def run(self, *argv: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The result of a program in the host, whatever its exit code; standard error is part of the output."""
        return subprocess.run(
            ["nsenter", "--target", str(self.pid), *_NAMESPACES, "--wd=/", "--", *argv],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=_ENVIRONMENT,
            check=False,
        )

    def check_output(self, *argv: str, stdin: str = "") -> str:
        """The output of a program in the host. DeviceError when it fails."""
        done = self.run(*argv, stdin=stdin)
        if done.returncode:
            raise DeviceError(self.name, f"{' '.join(argv)} ended with {done.returncode}: {done.stdout.strip()}")
        return done.stdout

    def write(self, inside: str, text: str, owner: str = "root:root", mode: int = 0o644) -> None:
        """Puts a file in place, with its folders. Owner names are the machine's: packages made the same accounts in both."""
        path = self.path(inside)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        shutil.chown(path, *owner.split(":"))


def start_hosts(lab: Path, names: Sequence[str]) -> Mapping[str, Host]:
    """Hosts with private file systems and no network, by name. They outlive this process."""
    lab.mkdir(parents=True, exist_ok=True)
    with _log(lab).open("wb") as log:
        for name in names:
            argv = ["setsid", "--fork", "unshare", "--fork", *_NAMESPACES, *_INIT, str(lab), name]
            subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_ENVIRONMENT, cwd="/", check=True)
    try:
        wait_for("all hosts are up", lambda: _ready(lab) == set(names))
    except TimeoutError as error:
        missing = ", ".join(sorted(set(names) - _ready(lab)))
        raise DeviceError(missing, f"the namespaces did not come up: {_log(lab).read_text(errors='replace').strip()}") from error
    return running_hosts(lab)


def _log(lab: Path) -> Path:
    return lab / "real.log"


def _ready(lab: Path) -> set[str]:
    return {host.name for host in running_hosts(lab).values() if host.path("/run/lab/ready").exists()}


def running_hosts(lab: Path) -> dict[str, Host]:
    """The running hosts of a lab, by name."""
    return {name: Host(name, pid) for pid, name, first in sorted(_processes(lab), key=lambda p: p[1]) if first}


def _processes(lab: Path) -> Iterator[tuple[int, str, bool]]:
    """Process id and host name of each first process (True) and of the process that waits for it and outlives all of the host (False)."""
    mark = (*_INIT, str(lab))
    for process in Path("/proc").glob("[0-9]*"):
        words = _command_line(process)
        if words[-4:-1] == mark:
            yield int(process.name), words[-1], len(words) == 4


def _command_line(process: Path) -> tuple[str, ...]:
    try:
        return tuple((process / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1])
    except OSError:
        return ()


def kill_hosts(lab: Path) -> None:
    """Ends every host of a lab, and returns when the kernel has ended all their processes."""
    for host in running_hosts(lab).values():
        with suppress(ProcessLookupError):
            os.kill(host.pid, signal.SIGKILL)
    wait_for("all hosts have ended", lambda: not any(_processes(lab)))
    _log(lab).unlink(missing_ok=True)
