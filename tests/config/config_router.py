"""A real FRR router in a network namespace of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from netops.lab.real.host import wait_for

DAEMONS = (
    *("zebra", "staticd", "ospfd", "ospf6d", "isisd", "bgpd", "vrrpd", "ripd", "ripngd", "babeld", "ldpd", "pbrd", "bfdd"),
    *("pimd", "nhrpd", "pathd"),
)
EXTRA = {"eigrpd": "router eigrp"}
"""Daemons that run only while a text with such a command is in the router: Debian's eigrpd 8.4 crashes now and then, also at the lists
and route maps of others, and vtysh then refuses whatever comes after."""
PORTS = ("r1-eth0", "r1-eth1")
BINARIES = Path("/usr/lib/frr")


def why_not() -> str:
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs Linux and root"
    return "" if shutil.which("vtysh") and (BINARIES / "zebra").exists() and shutil.which("ip") else "needs FRR and iproute2"


class Router:
    """FRR's daemons, reached by vtysh."""

    def __init__(self) -> None:
        self.name = f"ncfg{os.getpid()}"
        self.run_dir, self.etc_dir = Path("/run/frr") / self.name, Path("/etc/frr") / self.name
        self.running_daemons: set[str] = set()
        self.work_dir = Path(tempfile.mkdtemp(prefix="ncfg"))

    def inside(self, *command: str) -> subprocess.CompletedProcess[str]:
        named = ["unshare", "--uts", "sh", "-c", 'hostname r1; exec "$@"', "sh", *command]
        return subprocess.run(["ip", "netns", "exec", self.name, *named], capture_output=True, text=True, timeout=60, check=False)

    def start(self) -> None:
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        for port in PORTS:
            self.inside("ip", "link", "add", port, "type", "dummy")
        for port in ("lo", *PORTS):
            self.inside("ip", "link", "set", port, "up")
        for folder in (self.run_dir, self.etc_dir):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.chown(folder, "frr", "frr")
        (self.etc_dir / "vtysh.conf").write_text("service integrated-vtysh-config\n")
        self.start_daemons(DAEMONS)

    def start_daemons(self, daemons: Collection[str]) -> None:
        """Starts daemons, and waits until vtysh reaches them."""
        for daemon in daemons:
            (self.run_dir / f"{daemon}.vty").unlink(missing_ok=True)
            self.inside(str(BINARIES / daemon), "-d", "-N", self.name, "-f", "/dev/null", "-A", "127.0.0.1")
        wait_for("FRR's daemons", lambda: all((self.run_dir / f"{daemon}.vty").exists() for daemon in daemons), 30)
        self.running_daemons |= set(daemons)

    def stop_extra(self) -> None:
        """Stops the daemons that only some texts need."""
        for daemon in self.running_daemons & set(EXTRA):
            self.running_daemons.remove(daemon)
            if self.is_alive(daemon):
                os.kill(self._pid(daemon), signal.SIGTERM)
                wait_for(f"the end of {daemon}", lambda daemon=daemon: not self.is_alive(daemon))

    def _pid(self, daemon: str) -> int:
        return int((self.run_dir / f"{daemon}.pid").read_text())

    def is_alive(self, daemon: str) -> bool:
        """Whether a daemon runs; one that crashed leaves its files."""
        try:
            os.kill(self._pid(daemon), 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    def stop(self) -> None:
        for daemon in self.running_daemons:
            if self.is_alive(daemon):
                os.kill(self._pid(daemon), signal.SIGTERM)
        subprocess.run(["ip", "netns", "del", self.name], check=False)
        for folder in (self.run_dir, self.etc_dir, self.work_dir):
            shutil.rmtree(folder, ignore_errors=True)

    def configure(self, commands: list[str]) -> str:
        """What vtysh says when it runs commands in config mode. They are typed once more, and only once, when a daemon crashed at them."""
        needed = {daemon for daemon, command in EXTRA.items() if any(line.startswith(command) for line in commands)}
        self.start_daemons(needed - self.running_daemons)
        said = self._type(commands)
        if crashed := self.crashed():
            self.start_daemons(crashed)
            said = self._type(commands)
            assert not self.crashed(), f"crashed twice: {', '.join(sorted(crashed))}: {said}"
        return said

    def crashed(self) -> set[str]:
        """The daemons that should run and do not."""
        return {daemon for daemon in self.running_daemons if not self.is_alive(daemon)}

    def _type(self, commands: list[str]) -> str:
        file = self.work_dir / "commands"
        file.write_text("\n".join(commands) + "\n")
        done = self.inside("vtysh", "-N", self.name, "-f", str(file))
        return done.stdout + done.stderr

    def running(self) -> str:
        return self.inside("vtysh", "-N", self.name, "-c", "show running-config").stdout
