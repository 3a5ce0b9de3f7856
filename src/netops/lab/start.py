"""Starting a lab: credentials are generated, the spec is written, and every target listens when `start_lab` returns."""

from __future__ import annotations

import json
import os
import secrets
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netops import extras
from netops.errors import ExitCode, NetopsError, UsageError
from netops.lab import spec
from netops.lab.manager import ManagementHost
from netops.lab.running import FOLDER, Lab, RealLab, SimulatedLab, load
from netops.lab.sim.files import PROCESS_FOLDER, READY, TARGETS, remove_own_targets, write_private
from netops.lab.simulators import simulated_platforms, simulator_of
from netops.messages import pluralize
from netops.secrets import REDACTION, fill_secrets, with_placeholders

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget
    from netops.project import Project

USERNAME = "netops"
STALL_S = 30.0
"""How long a lab may start no further target before it has failed."""

Progress = Callable[[str], None]


class LabFailed(NetopsError):
    """A lab could not be started; nothing of it is left running."""

    exit_code = ExitCode.DEVICES


@dataclass(frozen=True, slots=True)
class InitialConfigs:
    """What targets of a simulated lab are loaded with; `missing` has the reason for each that is left out for want of a config."""

    texts: Mapping[str, str]
    missing: Mapping[str, str]


def start_lab(
    company: Company,
    targets: Sequence[ConfigTarget],
    real: bool = False,
    progress: Progress = lambda message: None,
    configs: InitialConfigs | None = None,
) -> Lab:
    """Starts a lab with those of the targets that it can hold; a simulated one that runs gets those that it does not hold.

    UsageError when it can hold none, or another kind of lab runs. With `configs` simulated targets run those, in place of what they have
    after onboarding.
    """
    folder = company.project.state_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _start_lock(folder):
        if (running := load(company.project)) is not None:
            return _complete(running, company, targets, real, progress, configs)
        _end_orphans(folder)
        _remove_old_state(folder)
        if real:
            return _start_real(company, targets, folder, progress)
        return _start_simulated(company, targets, folder, progress, configs)


@contextmanager
def private_lab(company: Company, targets: Sequence[ConfigTarget], configs: InitialConfigs, parent: Path) -> Iterator[SimulatedLab]:
    """A simulated lab of its own folder below `parent`, beside any other lab; nothing of it is left afterwards.

    What killed programs have left there is removed first.
    """
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as left:
        with _start_lock(parent):
            for folder in filter(Path.is_dir, parent.iterdir()):
                _remove_abandoned(folder)
            folder = Path(tempfile.mkdtemp(dir=parent))
            left.callback(shutil.rmtree, folder, ignore_errors=True)
            left.enter_context(_start_lock(folder))
        lab = _start_simulated(company, targets, folder, lambda message: None, configs)
        left.callback(lab.down)
        yield lab


def _remove_abandoned(folder: Path) -> None:
    """Ends the private lab of a program that is gone: nobody holds its lock."""
    import fcntl

    with suppress(OSError), (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(OSError, ValueError):
            SimulatedLab(folder, json.loads((folder / TARGETS).read_text())).down()
        shutil.rmtree(folder, ignore_errors=True)


def stop_lab(project: Project) -> bool:
    """Stops the running lab; False when there is none."""
    lab = load(project)
    if lab is None:
        return _end_orphans(project.state_dir / FOLDER)
    lab.down()
    return True


def _end_orphans(folder: Path) -> bool:
    """Ends the hosts of a real lab whose targets.json is gone; False when there are none."""
    from netops.lab import real
    from netops.lab.real import host

    left = bool(host.running_hosts(folder.resolve()))
    if left:
        real.stop_lab(folder)
    return left


def _require_system() -> None:
    missing = [name for name, has in (("fcntl", find_spec("fcntl") is not None), ("fork", hasattr(os, "fork"))) if not has]
    if missing:
        hint = "run it on Linux or macOS; all that needs no lab works here"
        raise UsageError(f"a lab needs {' and '.join(missing)}, which this system does not have", hint=hint)


def _remove_old_state(folder: Path) -> None:
    """Removes the state of the lab before: what was applied to its devices does not apply to new ones."""
    for file in folder.glob("state.db*"):
        file.unlink()


@contextmanager
def _start_lock(folder: Path) -> Iterator[None]:
    """Keeps others of the same folder waiting until the block ends, or the program. UsageError on a system that can hold no lab."""
    _require_system()
    import fcntl

    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _complete(
    running: Lab, company: Company, targets: Sequence[ConfigTarget], real: bool, progress: Progress, configs: InitialConfigs | None
) -> Lab:
    """A running simulated lab with those of the targets too that it does not hold; what runs stays as it is."""
    if real or not isinstance(running, SimulatedLab):
        raise UsageError(f"a {running.kind} lab is already running", hint="stop it first: netops lab down")
    missing = [target for target in targets if target.name not in running.targets]
    if not any(map(_is_simulated, missing)):
        progress(f"the lab runs already, with {pluralize(len(running.targets), 'target')}")
        return running
    platforms = [str(entry["platform"]) for entry in running.targets.values()]
    content = _simulated_content(company, missing, configs, dict(running.secrets), platforms)
    progress(f"adding {pluralize(len(content['targets']), 'target')} to the {len(running.targets)} that run")
    added = {entry["name"] for entry in content["targets"]}
    skipped = {name: why for name, why in {**running.skipped, **content["skipped"]}.items() if name not in added}
    return running.add({**content, "skipped": skipped})


def _is_simulated(target: ConfigTarget) -> bool:
    return simulator_of(target.platform) is not None


def _start_simulated(
    company: Company, targets: Sequence[ConfigTarget], folder: Path, progress: Progress, configs: InitialConfigs | None = None
) -> SimulatedLab:
    content = _simulated_content(company, targets, configs, {}, ())
    progress(f"simulating {pluralize(len(content['targets']), 'target')}")
    return start_process(folder, {**content, "login": _new_login(), "attached_to": ManagementHost(company).attached_to})


def _simulated_content(
    company: Company, targets: Sequence[ConfigTarget], configs: InitialConfigs | None, values: Mapping[str, str], platforms: Sequence[str]
) -> dict[str, Any]:
    """What a lab's process is given for targets. `values`: of the secrets that it has; `platforms`: of the targets that it has.

    UsageError when none of the targets can be simulated.
    """
    extras.require_extra("the simulated lab", "lab")
    missing = configs.missing if configs else {}
    chosen = [target for target in targets if _is_simulated(target) and target.name not in missing]
    if not chosen and missing:
        raise UsageError(f"no selected target has a config: {next(iter(missing.values()))}", hint="a file has the name of its target")
    if not chosen:
        raise UsageError("nothing to simulate among the selected targets", hint=f"simulated platforms: {', '.join(simulated_platforms())}")
    values = {**_new_secrets(company), **values}
    entries = [_simulator_entry(entry) for entry in spec.target_entries(company, chosen)]
    if configs:
        entries = [_loaded_entry(entry, configs.texts, values) for entry in entries]
    skipped = {t.name: f"platform {t.platform} is not simulated" for t in targets if not _is_simulated(t)}
    return {
        "secrets": values,
        "banner": lab_banner([*platforms, *(target.platform for target in chosen)]),
        "skipped": {**skipped, **missing},
        "targets": entries,
    }


def _loaded_entry(entry: dict[str, Any], texts: Mapping[str, str], values: dict[str, str]) -> dict[str, Any]:
    """The entry of a target that runs a config, if it has one."""
    text = texts.get(entry["name"])
    return entry if text is None else {**entry, "initial": _with_secrets(text, values), "from_config": True}


def _with_secrets(text: str, values: dict[str, str]) -> str:
    """A text with generated values in place of its secrets. Names that the company does not have get one too, which `values` takes up."""

    def value(name: str) -> str:
        return values.setdefault(name, secrets.token_hex(16))

    text, values_at = "\n".join(map(with_placeholders, text.splitlines())), defaultdict[str, str](lambda: secrets.token_hex(16))
    text = "\n".join(_without_redactions(line, values_at) for line in text.split("\n"))
    return fill_secrets(text, value, lambda form, plain: plain) + "\n"


def _without_redactions(line: str, values: Mapping[str, str]) -> str:
    """A line with values in place of its redactions: one redaction behind the same words is one secret."""
    while match := REDACTION.search(line):
        line = line[: match.start()] + values[line[: match.end()].strip()] + line[match.end() :]
    return line


def start_process(folder: Path, content: Mapping[str, Any], stall_s: float = STALL_S) -> SimulatedLab:
    """Starts the lab's process on a spec; waits as long as one target after the other gets ready.

    LabFailed with the end of its log when it ends before all are, or starts no further target for `stall_s`. After a failure or an
    interrupt no process and no file of it is left.
    """
    spec_file, log = folder / "spec.json", folder / "log"
    directory = Path(tempfile.mkdtemp(prefix=PROCESS_FOLDER))
    try:
        write_private(log, "")
        write_private(spec_file, json.dumps({**content, "directory": str(directory)}))
        with _process(spec_file, log) as pipe:
            _wait_until_ready(pipe, log, len(content["targets"]), stall_s)
    except BaseException:
        remove_own_targets(folder, str(directory / "control"))
        shutil.rmtree(directory, ignore_errors=True)
        raise
    finally:
        spec_file.unlink(missing_ok=True)
    return SimulatedLab(folder, json.loads((folder / TARGETS).read_text()))


@contextmanager
def _process(spec_file: Path, log: Path) -> Iterator[int]:
    """The pipe on which the lab's process reports its progress. When the block fails, the process is ended."""
    command = [sys.executable, "-m", "netops.lab.sim", str(spec_file), str(log)]
    with (
        log.open("a") as errors,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, start_new_session=True) as process,
    ):
        assert process.stdout is not None
        try:
            yield process.stdout.fileno()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the lab's process is in the group of the one that forked it
            process.stdout.read()  # ends when nothing of the group is left
            raise


def _wait_until_ready(pipe: int, log: Path, total: int, stall_s: float) -> None:
    started = 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while selector.select(stall_s):
            marks = os.read(pipe, 65_536)
            if READY in marks:
                return
            if not marks:
                last = log.read_text().strip().splitlines()[-1:] or ["its process ended"]
                raise LabFailed(f"the simulated lab did not start: {last[0]}", hint=f"see its log: {log}")
            started += len(marks)
    raise LabFailed(
        f"the simulated lab did not start: no progress for {stall_s:g} s, {started} of {total} targets ready", hint=f"see its log: {log}"
    )


def lab_banner(platforms: Sequence[str]) -> str:
    """The lab's first line: what is simulated, and that its checkers are not the real ones."""
    network = sum(simulator is not None and simulator.is_network_device for simulator in map(simulator_of, platforms))
    others = len(platforms) - network
    devices = f"{network} network device{'s' if network > 1 else ''} (state machines, not vendors' software)"
    hosts = (
        "1 server, print queue or printer (its checkers" if others == 1 else f"{others} servers, print queues and printers (their checkers"
    )
    parts = [devices] * bool(network) + [f"{hosts} are fake)"] * bool(others)
    return f"lab: simulated: {'; '.join(parts)}"


def _simulator_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in ("addresses", "manufacturer")}


def _new_login() -> dict[str, str]:
    """A login whose password is what the devices accept."""
    return {"username": USERNAME, "password": secrets.token_hex(16)}


def _new_secrets(company: Company) -> dict[str, str]:
    """A new value for every secret of the company."""
    return {str(name): secrets.token_hex(16) for name in company.settings.get("secrets", {})}


def _start_real(company: Company, targets: Sequence[ConfigTarget], folder: Path, progress: Progress) -> Lab:
    from netops.lab import real

    held = [target for target in targets if target.device in real.DEVICES]
    if not held:
        raise UsageError("the real lab holds none of the selected targets", hint=f"it holds {', '.join(sorted(real.DEVICES))}")
    entries = [_real_entry(entry) for entry in spec.target_entries(company, held)]
    data = real.start_lab({"login": _new_login(), "secrets": _new_secrets(company), "targets": entries}, folder, progress)
    platforms = {target.name: target.platform for target in held}
    data["targets"] = {name: {**entry, "platform": platforms[name]} for name, entry in data["targets"].items()}
    data["skipped"] = {t.name: "the real lab holds a part of the company" for t in targets if t not in held}
    write_private(folder / TARGETS, json.dumps(data))
    return RealLab(folder, data)


def _real_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with the keys of the real lab."""
    neighbors = [{**neighbor, "remote_interface": neighbor["port"]} for neighbor in entry["neighbors"]]
    facts = {"manufacturer": entry["manufacturer"], "model": entry["model"], "serial": entry["serial"]}
    return {**entry, "neighbors": neighbors, "facts": {key: value for key, value in facts.items() if value}}
