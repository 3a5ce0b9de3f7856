"""What working on devices costs, against NAPALM in a thread pool doing the same reads and pushes (`make bench`).

CPU seconds of a whole process per device of a simulated lab, whose own process is not counted; start of Python and imports are in it. The
lab's switches run what is intended; `deploy` brings them one line of NTP.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import company

RUNS = 3
SITES = 4
"""Of a site 10 of the 50 things are switches."""
ROOT = Path(__file__).resolve().parents[1]
NETOPS = [sys.executable, "-c", "from netops.cli import main; main()"]
POOL = [sys.executable, "-W", "ignore", str(Path(__file__).parent / "peers/napalm_pool.py")]
REACH = {"backup": 1.5, "drift": 2.0, "deploy": 2.0}
"""Times the CPU of the peer, to reach."""


def cpu(argv: list[str], folder: Path) -> float:
    """CPU seconds of a command in a folder."""
    before = os.times()
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"{' '.join(argv[-4:])} ends with {done.returncode}: {(done.stderr or done.stdout)[-2000:]}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


@contextmanager
def lab(folder: Path, devices: int) -> Iterator[tuple[Path, int]]:
    """A generated company with a lab of its switches, which run what is intended; and how many they are."""
    root = company.write(folder, devices)
    run(root, "lab", "up", "--limit", "role=access")
    try:
        run(root, "deploy", "--limit", "role=access", "--lab", "--yes")
        yield root, devices // 5
    finally:
        run(root, "lab", "down")


def run(root: Path, *words: str) -> float:
    return cpu([*NETOPS, *words], root)


def with_line(root: Path, number: int) -> None:
    """One more syslog server for every switch, in place of the one before."""
    path = root / "inventory/roles/access.yaml"
    text = path.read_text(encoding="utf-8").split("# bench\n")[0]
    path.write_text(f"{text}# bench\nsyslog: {{servers: [{{host: 10.0.20.{100 + number}}}]}}\n", encoding="utf-8")


def measured(root: Path, verb: str) -> float:
    """CPU seconds of a verb of netops, the median of several runs."""
    costs = []
    for number in range(RUNS):
        if verb == "deploy":
            with_line(root, number)
            run(root, "validate")
        costs.append(run(root, verb, "--limit", "role=access", "--lab", *["--yes"] * (verb == "deploy")))
    return statistics.median(costs)


def peer(root: Path, verb: str) -> float:
    """CPU seconds of the peer: the median of several runs."""
    folder = root / "intended"
    run(root, "render", "--limit", "role=access", "-o", str(folder))
    return statistics.median(cpu([*POOL, str(root / ".netops/lab/targets.json"), verb, str(folder)], root) for _ in range(RUNS))


def main() -> None:
    with tempfile.TemporaryDirectory() as name, lab(Path(name), SITES * 50) as (root, devices):
        ours = {verb: measured(root, verb) * 1000 / devices for verb in REACH}
        theirs = {verb: peer(root, verb) * 1000 / devices for verb in REACH}
    click.echo(f"CPU ms per device: {devices} simulated IOS switches, median of {RUNS} runs\n")
    click.echo("| | netops | NAPALM in a thread pool | ratio | to reach |\n|---|---|---|---|---|")
    for verb, reach in REACH.items():
        click.echo(f"| `{verb}` | {ours[verb]:.0f} | {theirs[verb]:.0f} | {ours[verb] / theirs[verb]:.1f} x | {reach:g} x |")


if __name__ == "__main__":
    main()
