"""What netops costs, as ratios against a peer in the same run (`make bench`). Machines differ; ratios less so.

CPU seconds are of the process and its children, the median of several runs.
"""

from __future__ import annotations

import difflib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import click
from hier_config import Platform, WorkflowRemediation, get_hconfig

from netops import config
from netops.lab.sim.frontend import Onboarded
from netops.lab.simulators import SIMULATORS, simulator_of
from netops.lab.start import start_process

RUNS = 5
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
    """A pair of configs with one line in a hundred changed, against difflib and hier_config on the same lines."""
    for lines in (1_000, 20_000, 100_000):
        running, intended = ios(lines, ""), ios(lines, " changed")
        diff = median(lambda a=running, b=intended: timed(lambda: config.diff("cisco_ios", a, b)))
        commands = median(lambda a=running, b=intended: timed(lambda: config.remediate("cisco_ios", a, b)))
        if lines <= 20_000:
            theirs = median(lambda a=running, b=intended: timed(lambda: list(difflib.unified_diff(a.split("\n"), b.split("\n")))))
            say(f"config.diff, IOS, {lines} lines", diff, "difflib.unified_diff", theirs)
            say(f"config.remediate, IOS, {lines} lines", commands, "hier_config, both loaded", hier(Platform.CISCO_IOS, running, intended))
        else:
            times = f"{diff:.2f} s and {commands:.2f} s"
            click.echo(f"config.diff and remediate, IOS, {lines} lines: {times}; memory {memory(running, intended):.1f} x the texts")
    running, intended = junos(1_000, ""), junos(1_000, " changed")
    commands = median(lambda: timed(lambda: config.remediate("juniper_junos", running, intended)))
    say("config.remediate, Junos set, 1000 lines", commands, "hier_config, both loaded", hier(Platform.JUNIPER_JUNOS, running, intended))
    one, same = ios(20_000, ""), "".join(ios(20_000, ""))
    equal = median(lambda: timed(lambda: config.remediate("cisco_ios", one, same)))
    digests = median(lambda: timed(lambda: blake2b(one.encode()).digest() == blake2b(same.encode()).digest()))
    say("config.remediate, equal, 20000 lines", equal, "blake2b of both", digests)


def hier(platform: Platform, running: str, intended: str) -> float:
    """CPU seconds of hier_config from two texts to commands; one run, since it takes long."""

    def work() -> list[object]:
        flow = WorkflowRemediation(get_hconfig(platform, running), get_hconfig(platform, intended))
        return list(flow.remediation_config.all_children_sorted())

    return timed(work)


def memory(running: str, intended: str) -> float:
    """The most memory that remediation takes, as a multiple of both texts."""
    tracemalloc.start()
    config.remediate("cisco_ios", running, intended)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / (len(running) + len(intended))


def ios(lines: int, word: str) -> str:
    """A config of interfaces with about so many lines; every hundredth line ends with `word`."""
    ports = range(lines // 4)
    return "\n".join(
        f"interface GigabitEthernet1/0/{n}\n description port {n}{word if n % 25 == 0 else ''}\n switchport access vlan {n % 4000}\n!"
        for n in ports
    )


def junos(lines: int, word: str) -> str:
    """A config of `set` lines; every hundredth one ends with `word`."""
    return "\n".join(
        f'set interfaces ge-0/0/{n} description "port {n}{word if n % 50 == 0 else ""}"\n'
        f"set interfaces ge-0/0/{n} unit 0 family ethernet-switching vlan members v{n % 4000}"
        for n in range(lines // 2)
    )


def lab() -> None:
    """Starting a simulated lab of all platforms, against starting Python with the one library that it needs."""
    peer = median(lambda: cpu_of([sys.executable, "-c", "import asyncssh"]))
    for devices in (100, 1_000):
        content = {"login": {"username": "netops", "password": "bench"}, "secrets": {}, "banner": "", "targets": lab_targets(devices)}
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            running = start_process(Path(folder), content)
            seconds = time.monotonic() - start
            status = Path(f"/proc/{running.data['pid']}/status").read_text().splitlines()
            running.down()
        say(f"lab up, {devices} targets of all platforms (wall)", seconds, "import asyncssh (CPU)", peer)
        memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        click.echo(f"  memory of the lab: {memory // 1024} MB")


def lab_targets(number: int) -> list[dict[str, object]]:
    """Targets of all simulated platforms in turn, configured as after onboarding."""
    platforms = sorted(SIMULATORS)
    return [lab_target(f"t-{n}", platforms[n % len(platforms)]) for n in range(number)]


def lab_target(name: str, platform: str) -> dict[str, object]:
    simulator = simulator_of(platform)
    assert simulator is not None
    initial = simulator.initial(Onboarded(name, "netops", "", False, "")) if simulator.initial else ""
    ports = [f"Ethernet{port}" for port in range(1, 49)] if simulator.initial else []
    return {"name": name, "platform": platform, "hostname": name, "initial": initial, "interfaces": ports}


if __name__ == "__main__":
    for bench in (command_line, differences, lab):
        bench()
