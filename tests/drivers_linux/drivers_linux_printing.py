"""A real CUPS server with real IPP printers behind it, all private: own bus, own avahi, own folders, ended by their pids."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from drivers_linux_sshd import free_port, wait_for

from netops.drivers.base import Access

TOOLS = ("cupsd", "ippeveprinter", "avahi-daemon", "dbus-daemon", "unshare")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy>
</busconfig>
"""
AVAHI = """\
[server]
use-ipv6=no
enable-dbus=yes
disallow-other-stacks=no
allow-interfaces=lo
[publish]
disable-publishing=no
publish-hinfo=no
publish-workstation=no
[rlimits]
"""
CUPSD = """\
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
LogLevel info
MaxLogSize 0
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
CUPS_FILES = """\
SystemGroup root
User lp
Group lp
ServerRoot {folder}/root
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
"""


@dataclass(frozen=True)
class Printing:
    """A CUPS server on `port`, and the ports of two printers. The first has a duplexer."""

    folder: Path
    port: int
    printers: tuple[int, int]

    def supplies(self, printer: int, **levels: int) -> None:
        """Sets levels as the printer's own web page does: supply1 is black, supply2 cyan."""
        query = "&".join(f"{name}={level}" for name, level in levels.items())
        with urllib.request.urlopen(f"http://127.0.0.1:{self.printers[printer]}/supplies?{query}", timeout=5) as answer:
            answer.read()

    def access(self, **changes: Any) -> Access:
        values: dict[str, Any] = {
            "target": "print-1:cups",
            "hostname": "127.0.0.1",
            "port": self.port,
            "username": "root",
            "timeout_s": 5.0,
        }
        return Access(**{**values, **changes})

    def uri(self, printer: int) -> str:
        return f"ipp://127.0.0.1:{self.printers[printer]}/ipp/print"


@contextlib.contextmanager
def printing(folder: Path) -> Iterator[Printing]:
    """Everything started and ready; skips the test where a part is missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool, path=PATH) is None]
    if missing or os.geteuid() != 0:
        pytest.skip(f"needs root and {', '.join(missing) or 'nothing more'}")
    folder.chmod(0o755)
    with contextlib.ExitStack() as stack:
        _bus(stack, folder)
        printers = (_printer(stack, folder, 1, "-2"), _printer(stack, folder, 2))
        yield Printing(folder, _cups(stack, folder), printers)


def _start(stack: contextlib.ExitStack, argv: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    environment = {"PATH": PATH, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={log.parent}/bus"}
    with log.open("wb") as output:
        process = subprocess.Popen(argv, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment)
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=5)


def _ready(process: subprocess.Popen[bytes], condition: Any, log: Path) -> None:
    wait_for(lambda: condition() or process.poll() is not None)
    assert process.poll() is None, log.read_text()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _bus(stack: contextlib.ExitStack, folder: Path) -> None:
    """The private bus, and avahi on it; avahi's pid file is at a fixed place, so it gets one of its own."""
    (folder / "bus.conf").write_text(BUS.format(folder=folder))
    (folder / "avahi.conf").write_text(AVAHI)
    bus = _start(stack, ["dbus-daemon", "--nofork", f"--config-file={folder}/bus.conf"], folder / "bus.log")
    _ready(bus, (folder / "bus").exists, folder / "bus.log")
    Path("/run/avahi-daemon").mkdir(exist_ok=True)
    run = 'mount -t tmpfs tmpfs /run/avahi-daemon && exec avahi-daemon -f "$0" --no-drop-root --no-chroot --no-rlimits'
    log = folder / "avahi.log"
    avahi = _start(stack, ["unshare", "--mount", "sh", "-c", run, f"{folder}/avahi.conf"], log)
    _ready(avahi, lambda: "Server startup complete" in log.read_text(), log)


def _printer(stack: contextlib.ExitStack, folder: Path, number: int, *options: str) -> int:
    port, log, spool = free_port(), folder / f"printer{number}.log", folder / f"printed{number}"
    spool.mkdir()
    what = ["-M", "Acme", "-m", f"LaserLab {number}", "-l", f"Floor {number}", "-s", "30,20", "-f", "application/pdf,image/pwg-raster"]
    argv = ["ippeveprinter", "-p", str(port), "-d", str(spool), "-r", "off", *what, *options, f"Printer {number} at {port}"]
    _ready(_start(stack, argv, log), lambda: _listens(port), log)
    return port


def _cups(stack: contextlib.ExitStack, folder: Path) -> int:
    port, log = free_port(), folder / "cupsd.log"
    for name in ("root", "spool", "spool/tmp", "cache", "state"):
        (folder / name).mkdir()
        shutil.chown(folder / name, "root", "lp")
        (folder / name).chmod(0o1770 if name == "spool/tmp" else 0o755)
    (folder / "cupsd.conf").write_text(CUPSD.format(port=port))
    (folder / "cups-files.conf").write_text(CUPS_FILES.format(folder=folder))
    argv = ["cupsd", "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]
    _ready(_start(stack, argv, log), lambda: _listens(port), log)
    return port
