"""Starting a lab where names do not resolve, slowly, not at all, and interrupted: what is left, and whose targets.json is removed.

The process of the lab is the real one; a sitecustomize.py on its path makes the machine under it slow.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_entries import content, entry

from netops.lab.real.host import wait_for
from netops.lab.sim.files import PROCESS_FOLDER
from netops.lab.start import LabFailed, start_process

pytestmark = [pytest.mark.lab, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

NAMELESS = """
import socket, time
def looked_up(*words):
    open({marker!r}, "a").write("looked up\\n")
    time.sleep(5)
    raise socket.gaierror("no address")
socket.gethostbyaddr = socket.gethostbyname = looked_up
"""
SLOW = """
import asyncio, os, time
from asyncio.base_events import BaseEventLoop
real, listeners = BaseEventLoop.create_server, []
async def create_server(*words, **named):
    server = await real(*words, **named)
    listeners.append(1)
    open({marker!r}, "w").write(str(os.getpid()))
    time.sleep({each} if len(listeners) < {stuck_at} else 3600)
    return server
BaseEventLoop.create_server = create_server
"""
STARTER = """
import json, pathlib, sys
from netops.cli import main
from netops.lab.start import start_process
main.__globals__["run"] = lambda args: start_process(pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])) and 0
main()
"""
Machine = Callable[..., Path]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Makes the machine of the processes that are started from now on a slow one; the file in which it notes what happens."""

    def make(code: str, **values: Any) -> Path:
        marker = tmp_path / "noted"
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "sitecustomize.py").write_text(code.format(marker=str(marker), **values))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "site"), *sys.path]))
        return marker

    return make


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a lab, whose process keeps its files beside it."""
    (tmp_path / "lab").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    return tmp_path / "lab"


def targets(number: int) -> dict[str, Any]:
    return content([entry("cisco_ios", f"t{n}") for n in range(number)])


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def left(folder: Path) -> list[str]:
    """What a lab has left in its folder and in the one for temporary files, beside its log."""
    files = [path.name for path in folder.iterdir() if path.name != "log"]
    return files + [path.name for path in (folder.parent / "tmp").glob(f"{PROCESS_FOLDER}*")]


def test_a_lab_starts_where_the_machine_has_no_address_for_its_name(folder: Path, machine: Machine) -> None:
    noted = machine(NAMELESS)
    began = time.monotonic()
    lab = start_process(folder, targets(20))
    seconds = time.monotonic() - began
    lab.down()
    assert not noted.exists()
    assert seconds < 20
    with pytest.raises(subprocess.CalledProcessError):  # the machine is as it is meant to be
        subprocess.run([sys.executable, "-c", "import socket; socket.gethostbyname('x')"], check=True, stderr=subprocess.DEVNULL)
    assert noted.exists()


def test_a_slow_start_is_waited_for_as_long_as_there_is_progress(folder: Path, machine: Machine) -> None:
    machine(SLOW, each=0.6, stuck_at=100)
    began = time.monotonic()
    lab = start_process(folder, targets(6), stall_s=3)
    assert time.monotonic() - began > 3
    assert len(lab.targets) == 6
    lab.down()
    assert left(folder) == []


def test_a_start_without_progress_fails_and_leaves_nothing(folder: Path, machine: Machine) -> None:
    noted = machine(SLOW, each=0, stuck_at=3)
    with pytest.raises(LabFailed) as failed:
        start_process(folder, targets(5), stall_s=3)
    log = folder / "log"
    assert str(failed.value) == f"the simulated lab did not start: no progress for 3 s, 2 of 5 targets ready\n    hint: see its log: {log}"
    assert left(folder) == []
    wait_for("the end of the lab's process", lambda: not runs(int(noted.read_text())), 2)  # its files are closed a moment before


@pytest.mark.parametrize(("number", "stuck_at"), [(signal.SIGINT, 3), (signal.SIGTERM, 3), (signal.SIGKILL, 100)])
def test_an_interrupted_start_leaves_no_process(number: signal.Signals, stuck_at: int, folder: Path, machine: Machine) -> None:
    """A starter that is interrupted ends the process; after a starter that was killed, the process ends itself at its next report."""
    noted = machine(SLOW, each=0.5, stuck_at=stuck_at)
    with subprocess.Popen([sys.executable, "-c", STARTER, str(folder), json.dumps(targets(20))], stderr=subprocess.DEVNULL) as starter:
        wait_for("a listener", lambda: noted.exists() and noted.read_text() != "", 20)
        assert runs(int(noted.read_text()))
        starter.send_signal(number)
    wait_for("the end of the lab's process", lambda: not runs(int(noted.read_text())), 10)
    assert not (folder / "targets.json").exists()
    assert number == signal.SIGKILL or left(folder) == []
    assert not list((folder.parent / "tmp").glob(f"{PROCESS_FOLDER}*"))


@pytest.mark.parametrize("by", ["process", "command"])
def test_a_lab_that_ends_late_leaves_the_next_ones_file(by: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "next").mkdir()
    first, later = start_process(folder, targets(1)), start_process(tmp_path / "next", targets(1))
    try:
        (tmp_path / "next" / "targets.json").replace(folder / "targets.json")
        if by == "process":
            os.kill(first.data["pid"], signal.SIGTERM)
        else:
            first.down()
        wait_for("the end of the first lab", lambda: not runs(first.data["pid"]), 10)
        assert json.loads((folder / "targets.json").read_text())["pid"] == later.data["pid"]
    finally:
        type(later)(folder, later.data).down()
    assert not (folder / "targets.json").exists()


def test_sigterm_ends_a_lab_and_its_files(folder: Path) -> None:
    lab = start_process(folder, targets(2))
    os.kill(lab.data["pid"], signal.SIGTERM)
    wait_for("the end of the lab", lambda: not runs(lab.data["pid"]), 10)
    assert left(folder) == []
    assert (folder / "log").read_text() == ""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((lab.targets["t0"]["hostname"], lab.targets["t0"]["port"]), 5)
