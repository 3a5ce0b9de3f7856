"""What netops costs, as ratios against a peer in the same run (`make bench`). Machines differ; ratios less so.

CPU seconds are of the process and its children, the median of several runs.
"""

from __future__ import annotations

import difflib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from netops import config
from netops.lab.running import SimulatedLab
from netops.lab.start import start_process

RUNS = 5
DEVICES = 200
ROOT = Path(__file__).resolve().parents[1]


def cpu_of(argv: Sequence[str]) -> float:
    """CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, check=True, capture_output=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(RUNS))


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of a call in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def say(what: str, seconds: float, peer: str, peer_seconds: float) -> None:
    click.echo(f"{what:<44} {seconds * 1000:9.1f} ms   {peer:<34} {peer_seconds * 1000:9.1f} ms   {seconds / peer_seconds:7.2f} x")


def command_line() -> None:
    """Start-up, against an empty Python and against importing the libraries that a lazy start leaves out."""
    netops = [sys.executable, "-c", "from netops.cli import main; main()"]
    empty = median(lambda: cpu_of([sys.executable, "-c", "pass"]))
    eager = median(lambda: cpu_of([sys.executable, "-c", "import nornir, napalm, netmiko, jinja2, jsonschema"]))
    say("netops --help", median(lambda: cpu_of([*netops, "--help"])), "python -c pass", empty)
    say("netops --help", median(lambda: cpu_of([*netops, "--help"])), "importing what it leaves out", eager)
    say("netops validate (example company)", median(lambda: cpu_of([*netops, "validate"])), "python -c pass", empty)


def differences() -> None:
    """A pair of configs with one line in a hundred changed, against difflib on the same lines."""
    for lines in (1_000, 10_000):
        running = ios(lines, "")
        intended = ios(lines, " changed")
        ours = median(lambda a=running, b=intended: timed(lambda: config.diff("cisco_ios", a, b)))
        theirs = median(lambda a=running, b=intended: timed(lambda: list(difflib.unified_diff(a.split("\n"), b.split("\n")))))
        say(f"config.diff, IOS, {lines} lines", ours, "difflib.unified_diff", theirs)


def ios(lines: int, word: str) -> str:
    """A config of interfaces with about so many lines; every hundredth line ends with `word`."""
    ports = range(lines // 4)
    return "\n".join(
        f"interface GigabitEthernet1/0/{n}\n description port {n}{word if n % 25 == 0 else ''}\n switchport access vlan {n % 4000}\n!"
        for n in ports
    )


def lab() -> None:
    """Starting a simulated lab, against starting Python with the one library that it needs."""
    targets = [
        {"name": f"sw-{n}", "platform": ("cisco_ios", "arista_eos", "juniper_junos")[n % 3], "hostname": f"sw-{n}", "initial": ""}
        for n in range(DEVICES)
    ]
    spec = {"login": {"username": "netops", "password": "bench"}, "secrets": {}, "targets": targets, "banner": "", "skipped": {}}
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        start_process(Path(folder), spec)
        seconds = time.monotonic() - start
        data = json.loads((Path(folder) / "targets.json").read_text())
        memory = next(line for line in Path(f"/proc/{data['pid']}/status").read_text().splitlines() if line.startswith("VmRSS"))
        SimulatedLab(Path(folder), data).down()
    peer = median(lambda: cpu_of([sys.executable, "-c", "import asyncssh"]))
    say(f"lab up, {DEVICES} devices (wall)", seconds, "import asyncssh (CPU)", peer)
    click.echo(f"  memory of the lab: {int(memory.split()[1]) // 1024} MB")


if __name__ == "__main__":
    for bench in (command_line, differences, lab):
        bench()
