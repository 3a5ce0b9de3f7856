"""What validating and rendering a large company costs, and what the peers need for the same data: tables in Markdown (`make bench`).

CPU seconds of a whole process with its children (start of Python and imports are in it), wall seconds, memory of the largest process; the
median of several runs. Peers live in an environment of their own (`make bench` makes it), and are left out when there is none.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import company
import rendering
import yaml
from measure import NETOPS, ROOT, RUNS, Cost, calibration, cost

import netops
from netops.model.company import Company

PEERS = ROOT / ".venv-peers" / "bin"
REACH = {
    1_000: {"cold, everything, all rules": 1.8, "one port changed": 0.2, "nothing changed": 0.12},
    10_000: {"cold, everything, all rules": 15, "one port changed": 0.5, "nothing changed": 0.3},
}
"""CPU seconds to reach."""

PARTS = ("validate", "render", "peers")


def validating(root: Path) -> Iterator[tuple[str, Cost]]:
    """The cases of `netops validate`, each from a state in which all is known but what the case says."""
    switch = root / "inventory/sites/s001/devices/s001-sw-3.yaml"
    server = root / "inventory/sites/s001/servers/s001-srv-3.yaml"
    role = root / "inventory/roles/access.yaml"
    argv = [*NETOPS, "validate"]

    def cold(run: int) -> None:
        shutil.rmtree(root / ".netops", ignore_errors=True)

    def port(run: int) -> None:
        lines = switch.read_text().split("\n")
        lines[29] = f"    description: Desk {run + 100}"
        switch.write_text("\n".join(lines))

    def address(run: int) -> None:
        lines = server.read_text().split("\n")
        at = next(number for number, line in enumerate(lines) if line.endswith("/24"))
        lines[at] = f"{lines[at].rpartition('.')[0]}.{60 + run}/24"
        server.write_text("\n".join(lines))

    def layer(run: int) -> None:
        role.write_text(f"# What is so for every access switch ({run}).\nstp: {{mode: rapid-pvst}}\n")

    yield "cold, everything, all rules", cost(argv, root, cold)
    yield "one port changed", cost(argv, root, port)
    yield "one address changed", cost(argv, root, address)
    yield "a layer of all sites changed", cost(argv, root, layer)
    yield "nothing changed", cost(argv, root)


def scale(folder: Path, devices: int) -> None:
    root = company.write(folder / str(devices), devices)
    files = list((root / "inventory").rglob("*.yaml"))
    size = sum(path.stat().st_size for path in files) / 1e6
    click.echo(f"\n### {devices:,} devices: {len(files):,} files, {size:.1f} MB\n")
    click.echo("| `netops validate` | CPU s | wall s | MB | to reach, CPU s |\n|---|---|---|---|---|")
    for what, found in validating(root):
        reach = REACH.get(devices, {}).get(what, "")
        click.echo(f"| {what} | {found.cpu:.2f} | {found.wall:.2f} | {found.memory:.0f} | {reach} |")


def peers(folder: Path) -> None:
    """What a switch costs to render and a device to validate, here and there: cold, and when one of a thousand has changed.

    Only netops knows what has not changed; the peers do all of it again each time, so both of our figures are set against their one.
    """
    root = folder / "1000"
    switch = root / "inventory/sites/s001/devices/s001-sw-3.yaml"

    def cold(run: int) -> None:
        shutil.rmtree(root / ".netops", ignore_errors=True)

    def port(run: int) -> None:
        switch.write_text(re.sub(r"Desk .*", f"Desk {run + 200}", switch.read_text(), count=1))

    switches = ["render", "--limit", "role=access", "--output", str(folder / "out")]
    ours = {
        "rendered": ("netops render, 200 switches of 388 lines", 200, [cost([*NETOPS, *switches], root, each, 3) for each in (cold, port)]),
        "validated": (
            "netops validate, 1,000 devices, all rules",
            1000,
            [cost([*NETOPS, "validate"], root, each, 3) for each in (cold, port)],
        ),
    }
    click.echo(
        "\n### Peers on the same data, in the same run\n\n| ms of CPU for each | | ratio, cold | ratio, one changed |\n|---|---|---|---|"
    )
    for what, number, (first, again) in ours.values():
        click.echo(f"| {what} | {first.cpu / number * 1000:.2f} cold, {again.cpu / number * 1000:.2f} one changed | | |")
    for what, seconds, kind in _peers(folder / "peers", netops.load(root, date(2026, 1, 1))) if PEERS.is_dir() else ():
        _, number, (first, again) = ours[kind]
        ratios = f"{seconds * number / first.cpu:.0f} x | {seconds * number / again.cpu:.0f} x"
        click.echo(f"| {what} | {seconds * 1000:.1f} | {ratios} |")


def _peers(folder: Path, known: Company) -> Iterator[tuple[str, float, str]]:
    """CPU seconds for each device of the peers: their own way to hold the data, our switches in it."""
    switches = [name for name in known.targets if "-sw-" in name]
    for part in ("host_vars", "files"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "benchmarks/peers/switch.j2", folder)
    for name in switches:
        data = json.loads(json.dumps(known.view(name), default=str))
        (folder / f"host_vars/{name}.yml").write_text(yaml.safe_dump({"device": data}))
        (folder / f"files/{name}.yaml").write_text(yaml.safe_dump(_plain(dict(known.devices[name]))))
    few = switches[:10]
    (folder / "hosts").write_text("\n".join(few) + "\n")
    (folder / "playbook.yml").write_text(PLAYBOOK)
    (folder / "out").mkdir()
    argv = [str(PEERS / "ansible-playbook"), "-i", "hosts", "-f", "2", "playbook.yml"]
    yield f"ansible-core, template on {len(few)} hosts", cost(argv, folder, runs=3).cpu / len(few), "rendered"
    hosts = {name: {"hostname": name, "data": {"device": json.loads(json.dumps(known.view(name), default=str))}} for name in switches[:100]}
    (folder / "hosts.yaml").write_text(yaml.safe_dump(hosts))
    shutil.copy(ROOT / "benchmarks/peers/plain_nornir.py", folder)
    argv = [str(PEERS / "python"), "plain_nornir.py"]
    yield "nornir with nornir_jinja2, 100 hosts", cost(argv, folder, runs=3).cpu / len(hosts), "rendered"
    (folder / "device.json").write_text(json.dumps(_schema(known)))
    argv = [str(PEERS / "check-jsonschema"), "--schemafile", "device.json", *sorted(str(path) for path in (folder / "files").iterdir())]
    yield f"check-jsonschema, {len(switches)} switches", cost(argv, folder, runs=3).cpu / len(switches), "validated"


def _plain(device: dict[str, object]) -> object:
    """A merged device as a file that the schema of a device takes."""
    return json.loads(json.dumps({key: value for key, value in device.items() if key not in ("name", "kind", "site")}, default=str))


def _schema(known: Company) -> object:
    """The schema of a merged device, in one file; secrets are texts there."""
    return json.loads(json.dumps(known.schemas.whole("device").contents))


PLAYBOOK = """- hosts: all
  connection: local
  vars: {ansible_python_interpreter: "{{ ansible_playbook_python }}"}
  gather_facts: false
  tasks:
    - template: {src: switch.j2, dest: "out/{{ inventory_hostname }}.cfg"}
"""


@click.command()
@click.option("--devices", type=int, multiple=True, default=tuple(REACH), help="The sizes of the generated companies.")
@click.option("--runs", type=int, default=3, show_default=True, help="The runs of each row that renders.")
@click.option("--only", type=click.Choice(PARTS), multiple=True, default=PARTS, help="The parts to run.")
def main(devices: tuple[int, ...], runs: int, only: tuple[str, ...]) -> None:
    """Print the tables."""
    cores = len(os.sched_getaffinity(0))
    machine = f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, Linux {platform.release()}"
    click.echo(f"netops {netops.__version__}, {date.today()}, {machine}; median of {RUNS} runs ({runs} where it renders), by `make bench`.")
    click.echo(f"A fixed loop of this run: {statistics.median(calibration() for _ in range(RUNS)):.3f} s of CPU.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in devices:
            if "validate" in only:
                scale(folder, number)
        if "render" in only:
            rendering.tables(folder / "rendering", devices, runs)
        if "peers" in only:
            company.write(folder / "1000", 1000)
            peers(folder)
        if "validate" in only:
            example = cost([*NETOPS, "validate"], ROOT)
            click.echo(f"\n`netops validate` of the example company, nothing changed: {example.cpu:.2f} s of CPU (to reach: 0.3).")


if __name__ == "__main__":
    main()
