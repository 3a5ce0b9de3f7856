"""What the commands cost that render, review and trace: one table for the example company and generated ones (`make bench`).

CPU seconds of a whole process with its children, the median of several runs; `cold` is without `.netops`. The figures to reach are beside
them. Seconds differ between machines, so a fixed loop is timed in the same run.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import click
import company
from measure import NETOPS, ROOT, Cost, cost

EXAMPLE = "the example"
REACH: dict[str, dict[str, float]] = {
    "render of all, cold": {EXAMPLE: 1.0, "1,000": 4, "10,000": 40},
    "render of all, nothing changed": {},
    "render of all, one port changed": {EXAMPLE: 0.25, "1,000": 0.35, "10,000": 0.9},
    "review of one port, warm": {EXAMPLE: 0.5, "1,000": 0.8, "10,000": 2},
    "review of an NTP server of all": {EXAMPLE: 2.5, "1,000": 8},
    "why, warm": {EXAMPLE: 0.25, "1,000": 0.3, "10,000": 0.5},
    "explain, warm": {EXAMPLE: 0.25, "1,000": 0.3, "10,000": 0.5},
    "uses of a line that all print, warm": {EXAMPLE: 0.4, "1,000": 2},
    "fmt, cold": {EXAMPLE: 0.5, "1,000": 2, "10,000": 8},
}
"""CPU seconds to reach, by what is measured and company."""

LARGE = 10_000
AUTHOR = ("-c", "user.name=Bench", "-c", "user.email=bench@example.com")


@dataclass(frozen=True)
class Bench:
    """A company in a git repository, with the places that the rows change or ask about."""

    name: str
    root: Path
    target: str
    port: Path
    everyone: str
    turns: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def defaults(self) -> Path:
        return self.root / "inventory/defaults.yaml"

    def rows(self, runs: int, is_large: bool) -> Iterator[tuple[str, Cost]]:
        """The cost of each row. Of a large company those are left out that take minutes and have no figure to reach."""
        render = [*NETOPS, "render", "--output", str(self.root / ".netops/out")]
        yield "render of all, cold", self._cost(render, runs, self._cold)
        yield "render of all, nothing changed", self._cost(render, runs)
        yield "render of all, one port changed", self._cost(render, runs, self._change_port)
        review = [*NETOPS, "review", "HEAD"]
        self._run(review)
        yield "review of one port, warm", self._cost(review, runs)
        if not is_large:
            yield "review of an NTP server of all", self._cost(review, runs, self._change_ntp)
        for what, argv in (("why", ["why", self.target, "20"]), ("explain", ["explain", self.target, "ntp.servers"])):
            self._run([*NETOPS, *argv])
            yield f"{what}, warm", self._cost([*NETOPS, *argv], runs)
        if not is_large:
            uses = [*NETOPS, "uses", self.everyone]
            self._run(uses)
            yield "uses of a line that all print, warm", self._cost(uses, runs)
        yield "fmt, cold", self._cost([*NETOPS, "fmt"], runs, self._cold)

    def _cost(self, argv: list[str], runs: int, before: Callable[[int], None] = lambda run: None) -> Cost:
        return cost(argv, self.root, before, runs)

    def _run(self, argv: list[str]) -> None:
        cost(argv, self.root, runs=1)

    def _cold(self, run: int) -> None:
        shutil.rmtree(self.root / ".netops", ignore_errors=True)

    def _change_port(self, run: int) -> None:
        _replace(self.port, r"description: Desk [\w-]+", f"description: Desk {next(self.turns)}")

    def _change_ntp(self, run: int) -> None:
        _replace(self.defaults, r"\.\d+\}", f".{100 + next(self.turns)}}}")


def _replace(path: Path, pattern: str, new: str) -> None:
    """Replace what is found first in a file."""
    text = path.read_text()
    changed = re.sub(pattern, new, text, count=1)
    assert changed != text, path
    path.write_text(changed)


def example(folder: Path) -> Bench:
    """A copy of the example company."""
    root = folder / "example"
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "inventory", root / "inventory")
    shutil.copy(ROOT / "netops.yaml", root)
    port = root / "inventory/sites/ber/devices/ber-acc-1.yaml"
    text = port.read_text()
    port.write_text(text.replace("{profile: printer-port}", "{profile: printer-port, description: Desk 0}", 1))
    return Bench(EXAMPLE, _committed(root), "ber-acc-1", port, "inventory/defaults.yaml:6")


def generated(folder: Path, devices: int) -> Bench:
    """A generated company of so many devices."""
    root = company.write(folder / str(devices), devices)
    port = root / "inventory/sites/s001/devices/s001-sw-3.yaml"
    return Bench(f"{devices:,}", _committed(root), "s001-sw-3", port, "inventory/defaults.yaml:4")


def _committed(root: Path) -> Path:
    """The folder as a git repository with one commit."""
    (root / ".gitignore").write_text(".netops\n")
    for words in (("init", "--quiet"), ("add", "-A"), (*AUTHOR, "commit", "--quiet", "-m", "all")):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    return root


def tables(folder: Path, devices: tuple[int, ...], runs: int) -> None:
    """The table: a row for each command, a column for each company."""
    benches = [example(folder), *(generated(folder, number) for number in devices)]
    found = {bench.name: dict(bench.rows(runs, number >= LARGE)) for bench, number in zip(benches, (0, *devices), strict=True)}
    click.echo(f"\n| CPU seconds (to reach) | {' | '.join(f'{name} devices' if name != EXAMPLE else name for name in found)} |")
    click.echo("|---|" + "---|" * len(found))
    for what, reach in REACH.items():
        cells = [f"{of[what].cpu:.2f}{f' ({reach[name]:g})' if name in reach else ''}" if what in of else "" for name, of in found.items()]
        click.echo(f"| {what} | {' | '.join(cells)} |")
    for name, of in found.items():
        cold = of["render of all, cold"]
        click.echo(f"\n`render` of all, cold, {name}: {cold.wall:.1f} s of wall time, {cold.memory:.0f} MB.")
