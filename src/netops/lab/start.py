"""Starting a lab: credentials are generated, the spec is written, and the lab is there when `up` returns."""

from __future__ import annotations

import fcntl
import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netops.errors import ExitCode, NetopsError, UsageError
from netops.lab import spec
from netops.lab.running import FOLDER, TARGETS, Lab, RealLab, SimulatedLab, load
from netops.lab.sim.files import write_private
from netops.lab.sim.frontend import KINDS

if TYPE_CHECKING:
    from netops.model.company import Company, Target
    from netops.project import Project

USERNAME = "netops"
START_S = 60.0
NETWORK = frozenset({"arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr", "frr", "juniper_junos"})

Progress = Callable[[str], None]


class LabFailed(NetopsError):
    """A lab could not be started; nothing of it is left running."""

    exit_code = ExitCode.DEVICES


def up(company: Company, targets: Sequence[Target], real: bool = False, progress: Progress = lambda message: None) -> Lab:
    """Starts a lab with those of the targets that it can hold. UsageError when one runs already, or it can hold none."""
    folder = company.project.state_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        if (running := load(company.project)) is not None:
            raise UsageError(f"a {running.kind} lab is already running", hint="stop it first: netops lab down")
        _end_orphans(folder)
        _forget_runs(folder)
        return (_up_real if real else _up_simulated)(company, targets, folder, progress)


def down(project: Project) -> bool:
    """Stops the running lab; False when there is none."""
    lab = load(project)
    if lab is None:
        return _end_orphans(project.state_dir / FOLDER)
    lab.down()
    return True


def _end_orphans(folder: Path) -> bool:
    """Ends the hosts of a real lab that nobody can use any more, because its targets.json is gone; False when there are none."""
    from netops.lab import real
    from netops.lab.real import host

    left = bool(host.hosts(folder.resolve()))
    if left:
        real.down(folder)
    return left


def _forget_runs(folder: Path) -> None:
    """Removes the state of the lab before: its devices are gone, so what was once sent to them says nothing about the new ones."""
    for file in folder.glob("state.db*"):
        file.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps a second `up` waiting until the first is done."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _up_simulated(company: Company, targets: Sequence[Target], folder: Path, progress: Progress) -> Lab:
    held = [target for target in targets if target.platform in KINDS]
    if not held:
        raise UsageError("nothing to simulate among the selected targets", hint=f"simulated platforms: {', '.join(sorted(KINDS))}")
    progress(f"simulating {len(held)} target{'s' if len(held) > 1 else ''}")
    content = {
        **_generated(company),
        "banner": banner([target.platform for target in held]),
        "skipped": {t.name: f"platform {t.platform} is not simulated" for t in targets if t.platform not in KINDS},
        "targets": [_for_simulator(entry) for entry in spec.targets(company, held, USERNAME)],
    }
    start_process(folder, content)
    return SimulatedLab(folder, json.loads((folder / TARGETS).read_text()))


def start_process(folder: Path, content: Mapping[str, Any]) -> None:
    """Writes the spec and starts the lab's process on it. LabFailed with the end of its log when it does not get ready."""
    spec_file, log = folder / "spec.json", folder / "log"
    write_private(spec_file, json.dumps(content))
    write_private(log, "")
    command = [sys.executable, "-m", "netops.lab.sim", str(spec_file), str(log)]
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=START_S, check=False)
    finally:
        spec_file.unlink(missing_ok=True)
    if done.returncode != 0:
        last = log.read_text().strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise LabFailed(f"the simulated lab did not start: {last[0]}", hint=f"the whole story is in {log}")


def banner(platforms: Sequence[str]) -> str:
    """The lab's first line: what is simulated, and that its checkers are not the real ones."""
    network = sum(platform in NETWORK for platform in platforms)
    others = len(platforms) - network
    devices = f"{network} network device{'s' if network > 1 else ''} (state machines, not vendors' software)"
    hosts = (
        "1 server, print queue or printer (its checkers" if others == 1 else f"{others} servers, print queues and printers (their checkers"
    )
    parts = [devices] * bool(network) + [f"{hosts} are fake)"] * bool(others)
    return f"lab: simulated: {'; '.join(parts)}"


def _for_simulator(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in ("addresses", "manufacturer")}


def _generated(company: Company) -> dict[str, Any]:
    """A new login, and a new value for every secret of the company. A login's password is what the device accepts."""
    names = company.settings.get("secrets", {})
    return {
        "login": {"username": USERNAME, "password": secrets.token_hex(16)},
        "secrets": {str(name): secrets.token_hex(16) for name in names},
    }


def _up_real(company: Company, targets: Sequence[Target], folder: Path, progress: Progress) -> Lab:
    from netops.lab import real

    held = [target for target in targets if target.device in real.SUBSET]
    if not held:
        raise UsageError("the real lab holds none of the selected targets", hint=f"it knows {', '.join(sorted(real.SUBSET))}")
    entries = [_for_hosts(entry) for entry in spec.targets(company, held, USERNAME)]
    data = real.up({**_generated(company), "targets": entries}, folder, progress)
    platforms = {target.name: target.platform for target in held}
    data["targets"] = {name: {**entry, "platform": platforms[name]} for name, entry in data["targets"].items()}
    data["skipped"] = {t.name: "the real lab holds a part of the company" for t in targets if t not in held}
    write_private(folder / TARGETS, json.dumps(data))
    return RealLab(folder, data)


def _for_hosts(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry in the words of the real lab."""
    neighbors = [{**neighbor, "remote_interface": neighbor["port"]} for neighbor in entry["neighbors"]]
    facts = {"manufacturer": entry["manufacturer"], "model": entry["model"], "serial": entry["serial"]}
    return {**entry, "neighbors": neighbors, "facts": {key: value for key, value in facts.items() if value}}
