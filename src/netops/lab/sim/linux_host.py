"""A simulated Linux host without sockets: files below a folder, accounts and owners in tables, processes on the lab's clock.

All files belong to the lab's own account; who owns them on the simulated host is written down beside them.
"""

from __future__ import annotations

import posixpath
import shutil
import uuid
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from netops.lab.sim.clock import Clock, Timer
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Simulator, TargetSpec
from netops.lab.sim.linux_initial import parse_files

StepsOf = Callable[[int], "Steps"]
"""The steps of a process, of its number."""

Steps = Generator[float, None, int]
"""A command that runs: it yields how many seconds it sleeps, and returns its exit code."""

FOLDERS = (
    *("/etc/" + name for name in ("bind", "chrony", "cron.d", "default", "ganesha", "kea", "nginx", "postfix", "prometheus")),
    *("/etc/" + name for name in ("rsyslog.d", "samba", "snmp", "ssh/sshd_config.d", "ssl/certs", "ssl/private")),
    *("/etc/" + name for name in ("apt/apt.conf.d", "logrotate.d", "profile.d", "sysctl.d")),
    *("/proc/sys/kernel/random", "/root", "/srv", "/var/lib", "/var/log", "/var/www", "/home"),
)
"""What Debian's packages of the company's services leave behind."""

_USERS = "root daemon www-data backup lp _chrony _kea bind postfix prometheus snmp Debian-snmp nobody sshd syslog"
_GROUPS = f"{_USERS} adm users nogroup shadow staff sambashare ssl-cert"
RELEASE = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'
KERNEL = "6.1.0-38-amd64"


@dataclass(slots=True)
class Process:
    """A process in the background: its steps, and the timer of its present sleep."""

    pid: int
    steps: Steps
    timer: Timer | None = None


@dataclass(slots=True)
class Host:
    """The state of one host."""

    spec: TargetSpec
    clock: Clock
    folder: Path
    faults: Faults = field(default_factory=Faults)
    counters: Counters = field(default_factory=Counters)
    owners: dict[str, str] = field(default_factory=dict)
    users: set[str] = field(default_factory=lambda: set(_USERS.split()))
    groups: set[str] = field(default_factory=lambda: set(_GROUPS.split()))
    locks: set[str] = field(default_factory=set)
    exports: list[str] = field(default_factory=list)
    """What the NFS server has read at its last reload."""
    web_ports: list[str] = field(default_factory=list)
    """Where the web server listens since its last reload."""
    sshd: list[str] = field(default_factory=list)
    """What the SSH server has read at its last reload, file by file."""
    firewall: str = ""
    """What nft has read last."""
    on_change: Callable[[], None] = lambda: None
    """Called when what lets people in has been read again."""
    processes: dict[int, Process] = field(default_factory=dict)
    booted: float = 0.0
    _pids: count[int] = field(default_factory=lambda: count(1001))

    def __post_init__(self) -> None:
        self.booted = self.clock.now() - 86_400

    @property
    def root(self) -> Path:
        """The folder of the host's files, filled at its first use: in a large lab few hosts are ever touched."""
        if not self.folder.exists():
            self._install()
        return self.folder

    def _install(self) -> None:
        for folder in FOLDERS:
            (self.folder / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        boot_id = str(uuid.uuid5(uuid.NAMESPACE_DNS, self.spec.name))
        for name, text in (("hostname", self.spec.hostname), ("osrelease", KERNEL), ("random/boot_id", boot_id)):
            self.path(f"/proc/sys/kernel/{name}").write_text(f"{text}\n")
        self.path("/etc/os-release").write_text(RELEASE)
        self._load(self.spec.initial)
        self.tick()

    def _load(self, text: str) -> None:
        """Puts the files of a config in place."""
        for entry in parse_files(text):
            path = self.path(entry.path)
            (path if entry.is_folder else path.parent).mkdir(parents=True, exist_ok=True)
            if not entry.is_folder:
                path.write_text(entry.content)
            path.chmod(entry.mode)
            self.owners[self.name(entry.path)] = entry.owner

    @property
    def wrappers(self) -> tuple[str, str]:
        """hosts.allow and hosts.deny, which sshd reads for each connection."""
        paths = [self.path(f"/etc/hosts.{name}") for name in ("allow", "deny")] if self.folder.exists() else []
        allow, deny = [path.read_text() if path.is_file() else "" for path in paths] or ("", "")
        return allow, deny

    def path(self, name: str) -> Path:
        """Where a path of the host is; nothing leads out of its folder."""
        return self.root / posixpath.normpath("/" + name).lstrip("/")

    def name(self, path: str) -> str:
        return posixpath.normpath("/" + path)

    def tick(self) -> None:
        """Brings what the kernel shows about time up to date."""
        self.path("/proc/uptime").write_text(f"{self.clock.now() - self.booted:.2f} 0.00\n")

    def owner(self, path: str) -> str:
        return self.owners.get(self.name(path), "root:root")

    def spawn(self, argv: list[str], steps_of: StepsOf) -> int:
        """Starts a process in the background, its number."""
        pid = next(self._pids)
        process = self.processes[pid] = Process(pid, steps_of(pid))
        folder = self.path(f"/proc/{pid}")
        folder.mkdir()
        (folder / "cmdline").write_bytes(b"".join(word.encode() + b"\0" for word in argv))
        self._step(process)
        return pid

    def kill(self, pid: int) -> bool:
        """Ends a process; False when there is none."""
        process = self.processes.pop(pid, None)
        if process is None:
            return False
        if process.timer is not None:
            process.timer.cancel()
        shutil.rmtree(self.path(f"/proc/{pid}"), ignore_errors=True)
        return True

    def _step(self, process: Process) -> None:
        """Runs a process up to its next sleep, or to its end."""
        try:
            seconds = next(process.steps)
        except StopIteration:
            self.kill(process.pid)
        else:
            process.timer = self.clock.call_later(seconds, lambda: self._step(process))


SIMULATOR = Simulator("netops.lab.sim.linux:LinuxTarget", 2222)
