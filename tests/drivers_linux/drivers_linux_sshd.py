"""A real sshd on loopback: own config, own keys, ended by its pid."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from netops.drivers.base import Access
from netops.platforms.linux.driver import LinuxDriver, connect

CONFIG = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/client_key.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
UseDNS no
MaxStartups 100
SetEnv SHLVL=2
Subsystem sftp internal-sftp
"""


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Returns when the condition holds; fails the test after a while."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.02)


def free_port() -> int:
    """A port, free for TCP and UDP, below the range that the kernel hands out by itself; a random one, since tests run side by side."""
    for port in random.sample(range(20000, 32768), 100):
        with contextlib.suppress(OSError), socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


@dataclass(frozen=True)
class Server:
    """A running sshd, a folder that plays the host's /etc, and drivers to it."""

    folder: Path
    port: int
    host_key: str

    @property
    def etc(self) -> Path:
        return self.folder / "etc"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def access(self, **changes: Any) -> Access:
        options = {"state_dir": str(self.state), "verify_wait_s": 1.0, **changes.pop("optional_args", {})}
        values: dict[str, Any] = {
            "target": "srv-1",
            "hostname": "127.0.0.1",
            "port": self.port,
            "username": "root",
            "key_file": str(self.folder / "client_key"),
            "host_key": self.host_key,
            "timeout_s": 10.0,
        }
        return Access(**{**values, **changes}, optional_args=options)

    @contextlib.contextmanager
    def driver(self, **changes: Any) -> Iterator[LinuxDriver]:
        driver = connect(self.access(**changes))
        driver.open()
        try:
            yield driver
        finally:
            driver.close()

    def leftovers(self) -> list[str]:
        """Staged files that a run has left."""
        return sorted(str(p.relative_to(self.folder)) for p in self.etc.rglob(".netops-*"))

    def runs(self) -> list[Path]:
        return sorted((self.state / "runs").glob("*"))


def _key(path: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True)
    return path.with_suffix(".pub").read_text().strip()


@contextlib.contextmanager
def sshd(tmp_path: Path) -> Iterator[Server]:
    """A server of its own in a folder; skips the test where it cannot be."""
    program = shutil.which("sshd", path="/usr/sbin:/usr/bin")
    if program is None or os.geteuid() != 0:
        pytest.skip("needs root and openssh-server")
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    host_key = _key(tmp_path / "host_key")
    _key(tmp_path / "client_key")
    (tmp_path / "etc").mkdir()
    port = free_port()
    config = tmp_path / "sshd_config"
    config.write_text(CONFIG.format(port=port, folder=tmp_path))
    process = subprocess.Popen([program, "-D", "-E", str(tmp_path / "sshd.log"), "-f", str(config)])
    try:
        wait_for(lambda: (tmp_path / "sshd.pid").exists() or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "sshd.log").read_text()
        yield Server(tmp_path, port, host_key)
    finally:
        process.terminate()
        process.wait(timeout=10)
