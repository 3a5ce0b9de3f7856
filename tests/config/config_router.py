"""A real FRR router in a network namespace of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic

DAEMONS = (
    *("zebra", "staticd", "ospfd", "ospf6d", "isisd", "bgpd", "vrrpd", "ripd", "ripngd", "babeld", "ldpd", "pbrd", "bfdd"),
    *("eigrpd", "pimd", "nhrpd", "pathd"),
)
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
        for daemon in DAEMONS:
            self.inside(str(BINARIES / daemon), "-d", "-N", self.name, "-f", "/dev/null", "-A", "127.0.0.1")
        end = monotonic() + 30
        while not all((self.run_dir / f"{daemon}.vty").exists() for daemon in DAEMONS):
            assert monotonic() < end, "the FRR daemons did not start"

    def stop(self) -> None:
        for daemon in DAEMONS:
            pid_file = self.run_dir / f"{daemon}.pid"
            if pid_file.exists():
                with suppress(ProcessLookupError):  # a daemon that crashed leaves its file
                    os.kill(int(pid_file.read_text()), signal.SIGTERM)
        subprocess.run(["ip", "netns", "del", self.name], check=False)
        for folder in (self.run_dir, self.etc_dir, self.work_dir):
            shutil.rmtree(folder, ignore_errors=True)

    def configure(self, commands: list[str]) -> str:
        """What vtysh says when it runs commands in config mode."""
        file = self.work_dir / "commands"
        file.write_text("\n".join(commands) + "\n")
        done = self.inside("vtysh", "-N", self.name, "-f", str(file))
        return done.stdout + done.stderr

    def running(self) -> str:
        return self.inside("vtysh", "-N", self.name, "-c", "show running-config").stdout
