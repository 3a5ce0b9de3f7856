#!/usr/bin/python3
# ruff: noqa: T201
"""A small systemctl for a lab host, where no systemd runs: the verbs that deployments use, on the services of units.json.

A service runs in the foreground under this host's process 1, its process id in /run/lab/UNIT.pid (`forks` names the file of one that
forks). Started means ready: the file or port `ready` is there. Answers and exit codes are systemd's: 3 not running, 4 or 5 no such unit.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Unit = dict[str, Any]
Action = Callable[[str], None]

UNITS: dict[str, Unit] = json.loads((Path(__file__).resolve().parent / "units.json").read_text())
NAMES = {alias: name for name, unit in UNITS.items() for alias in (name, *unit.get("aliases", ()))}
RUN, LOG = Path("/run/lab"), Path("/var/log/lab")
START_S, STOP_S = 15.0, 5.0


class Failed(Exception):
    pass


def pid_file(name: str) -> Path:
    return Path(UNITS[name].get("forks", RUN / f"{name}.pid"))


def pid_of(name: str) -> int:
    """The process of a service, or 0."""
    try:
        pid = int(pid_file(name).read_text())
        return pid if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z" else 0
    except (OSError, ValueError):
        return 0


def until(condition: Callable[[], object], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def is_ready(unit: Unit) -> bool:
    where = unit["ready"]
    if isinstance(where, str):
        return Path(where).exists()
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", where)) == 0


def prepare(unit: Unit) -> None:
    for folder, owner in unit.get("dirs", {}).items():
        user, group, *mode = owner.split(":")
        Path(folder).mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, user, group)
        Path(folder).chmod(int((mode or ["755"])[0], 8))
    if isinstance(unit["ready"], str):
        Path(unit["ready"]).unlink(missing_ok=True)


def launch(name: str, unit: Unit) -> subprocess.Popen[bytes]:
    LOG.mkdir(parents=True, exist_ok=True)
    with (LOG / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(unit["start"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/")
    if "forks" not in unit:
        RUN.mkdir(parents=True, exist_ok=True)
        pid_file(name).write_text(f"{process.pid}\n")
    return process


def start(name: str) -> None:
    unit = UNITS[name]
    if pid_of(name):
        return
    for other in unit.get("needs", ()):
        start(other)
    prepare(unit)
    process = launch(name, unit)
    ended = (None, 0) if "forks" in unit else (None,)
    if not until(lambda: is_ready(unit) or process.poll() not in ended, START_S) or not is_ready(unit):
        last = (LOG / f"{name}.log").read_text(errors="replace").strip().splitlines()[-5:]
        stop(name)
        raise Failed("\n".join([f"Job for {name}.service failed.", *last]))


def stop(name: str) -> None:
    pid, unit = pid_of(name), UNITS[name]
    if not pid:
        return
    if "stop" in unit:
        subprocess.run(unit["stop"], check=True, stdout=subprocess.DEVNULL)
    else:
        os.kill(pid, signal.SIGTERM)
    if not until(lambda: not pid_of(name), unit.get("stop_s", STOP_S)):
        os.kill(pid, signal.SIGKILL)
        until(lambda: not pid_of(name), STOP_S)
    pid_file(name).unlink(missing_ok=True)


def restart(name: str) -> None:
    stop(name)
    start(name)


def reload(name: str) -> None:
    how = UNITS[name].get("reload")
    if how is None:
        raise Failed(f"Failed to reload {name}.service: Job type reload is not applicable for unit {name}.service.")
    if not pid_of(name):
        raise Failed(f"{name}.service is not active, cannot reload.")
    if isinstance(how, str):
        os.kill(pid_of(name), signal.Signals[f"SIG{how}"])
        return
    done = subprocess.run(how, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"Job for {name}.service failed.\n{done.stdout}{done.stderr}".rstrip())


def reload_or_restart(name: str) -> None:
    if pid_of(name) and "reload" in UNITS[name]:
        reload(name)
    else:
        restart(name)


def when_active(action: Action) -> Action:
    def guarded(name: str) -> None:
        if pid_of(name):
            action(name)

    return guarded


def nothing(name: str) -> None:
    """Everything is enabled in a lab."""


ACTIONS: dict[str, Action] = {
    "start": start,
    "stop": stop,
    "restart": restart,
    "reload": reload,
    "reload-or-restart": reload_or_restart,
    "force-reload": reload_or_restart,
    "try-restart": when_active(restart),
    "try-reload-or-restart": when_active(reload_or_restart),
    "enable": nothing,
    "disable": nothing,
    "unmask": nothing,
}


def status(name: str) -> str:
    pid = pid_of(name)
    state = f"active (running)\n   Main PID: {pid}" if pid else "inactive (dead)"
    return f"● {name}.service - in a lab\n     Loaded: loaded ({name}.service; enabled)\n     Active: {state}"


QUESTIONS: dict[str, Callable[[str], str]] = {
    "is-active": lambda name: "active" if pid_of(name) else "inactive",
    "is-enabled": lambda name: "enabled",
    "status": status,
}


def ask(verb: str, names: list[str], quiet: bool) -> int:
    for name in names if not quiet else ():
        print(QUESTIONS[verb](name), flush=True)
    return 0 if verb == "is-enabled" or all(pid_of(name) for name in names) else 3


def main(arguments: list[str]) -> int:
    words = [word for word in arguments if not word.startswith("-")]
    quiet = bool({"-q", "--quiet"} & set(arguments))
    verb, units = (words[0], [word.removesuffix(".service") for word in words[1:]]) if words else ("list-units", [])
    if verb in ("daemon-reload", "reset-failed"):
        return 0
    if verb == "list-units":
        print("\n".join(f"{name}.service loaded active running" for name in UNITS if pid_of(name)))
        return 0
    if unknown := [unit for unit in units if unit not in NAMES]:
        print(*(f"Unit {unit}.service could not be found." for unit in unknown), sep="\n", file=sys.stderr)
        return 4 if verb in QUESTIONS else 5
    names = [NAMES[unit] for unit in units]
    if verb in QUESTIONS:
        return ask(verb, names, quiet)
    if verb not in ACTIONS:
        print(f"Unknown command verb {verb}.", file=sys.stderr)
        return 1
    return act(ACTIONS[verb], names)


def act(action: Action, names: list[str]) -> int:
    failed = 0
    for name in names:
        try:
            action(name)
        except (Failed, OSError, subprocess.CalledProcessError) as error:
            print(error, file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
