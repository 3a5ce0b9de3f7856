"""The lab's process: starts the targets of a spec, writes targets.json, and serves the control channel until it is stopped."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from netops.lab.sim.clock import Clock
from netops.lab.sim.control import Control
from netops.lab.sim.files import READY, STARTED, TARGETS, remove_own_targets, write_private
from netops.lab.sim.frontend import Endpoint, Login, Simulated, TargetSpec, World
from netops.lab.sim.management.walk import DevicePort
from netops.lab.simulators import create_target, simulator_of

FIRST_PORT = 20_000
"""Where ports begin when all targets share 127.0.0.1 (not Linux); below the range of outgoing connections."""


@dataclass(frozen=True, slots=True)
class StartedTarget:
    """A started target with its address."""

    target: Simulated
    platform: str
    host: str
    port: int
    endpoint: Endpoint


def candidate_addresses(platform: str = sys.platform) -> Iterator[tuple[str, int | None]]:
    """Addresses to try, in order. On Linux every target has its own and its platform's port; elsewhere a port of 127.0.0.1."""
    if platform == "linux":
        return ((f"127.11.{n // 250}.{n % 250 + 1}", None) for n in range(250 * 250))
    return (("127.0.0.1", port) for port in count(FIRST_PORT))


async def start_target(spec: TargetSpec, world: World, free: Iterator[tuple[str, int | None]]) -> StartedTarget:
    """The target of a spec, listening at the first free one of the addresses."""
    target, simulator = create_target(spec, world), simulator_of(spec.platform)
    assert simulator is not None
    for host, other_port in free:
        port = other_port or simulator.port
        try:
            endpoint = await target.start(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        return StartedTarget(target, spec.platform, host, port, endpoint)
    raise OSError(errno.EADDRINUSE, "no free address in 127.11.0.0/16")


async def serve(spec_file: Path, report: Callable[[bytes], None]) -> None:
    """Runs a lab until it is stopped through its control channel, or cancelled by SIGTERM. `report` gets the marks of its progress."""
    spec = json.loads(spec_file.read_text())
    directory, done = Path(spec["directory"]), asyncio.Event()
    world = World(Login(**spec["login"]), spec["secrets"], Clock(wake=asyncio.get_running_loop().call_later), directory)
    socket, placed, free = directory / "control", dict[str, StartedTarget](), candidate_addresses()

    async def start(more: Mapping[str, Any], report: Callable[[bytes], None] = lambda mark: None) -> None:
        """Starts the targets of a spec beside those that run, and writes all into targets.json."""
        spec.update({key: more[key] for key in ("banner", "skipped") if key in more})
        spec["secrets"].update(more["secrets"])
        spec["runs_files"] = spec.get("runs_files", False) or any(entry.get("from_config") for entry in more["targets"])
        for entry in map(TargetSpec.from_dict, more["targets"]):
            placed[entry.name] = await start_target(entry, world, free)
            report(STARTED)
        control.targets.update({name: one.target for name, one in placed.items()})
        world.network.settle_all()
        write_private(spec_file.with_name(TARGETS), json.dumps(_description(spec, world.login, socket, placed)))

    control = Control({}, world, done, start)
    _cancel_on_signals()
    try:
        world.network.start = DevicePort(*spec["attached_to"]) if spec.get("attached_to") else None
        await control.start(socket)
        await start(spec, report)
        report(READY)
        await done.wait()
    finally:
        await _close(control, placed)
        remove_own_targets(spec_file.parent, str(socket))
        shutil.rmtree(directory, ignore_errors=True)


def _cancel_on_signals() -> None:
    """SIGTERM and SIGINT end the lab in an orderly way, also while it starts."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


async def _close(control: Control, placed: Mapping[str, StartedTarget]) -> None:
    await control.stop()
    for one in placed.values():
        await one.target.stop()


def _description(spec: Mapping[str, Any], login: Login, socket: Path, placed: Mapping[str, StartedTarget]) -> dict[str, Any]:
    return {
        "schema": 1,
        "kind": "simulated",
        "pid": os.getpid(),
        "banner": spec["banner"],
        "control": str(socket),
        "login": {"username": login.username, "password": login.password},
        "secrets": spec["secrets"],
        "skipped": spec.get("skipped", {}),
        "runs_files": spec["runs_files"],
        "targets": {name: _target(one, login) for name, one in placed.items()},
    }


def _target(placed: StartedTarget, login: Login) -> dict[str, Any]:
    return {
        "hostname": placed.host,
        "port": placed.port,
        "platform": placed.platform,
        "username": login.username,
        "password": login.password,
        "transport": placed.endpoint.transport,
        "host_key": placed.endpoint.host_key,
        "optional_args": dict(placed.endpoint.optional_args),
    }
