"""The lab's process: starts every target of a spec, tells how to reach them in targets.json, serves the control channel until stopped."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from netops.lab.sim.clock import Clock
from netops.lab.sim.control import Control
from netops.lab.sim.files import PROCESS_FOLDER, write_private
from netops.lab.sim.frontend import KINDS, Endpoint, Login, Simulated, TargetSpec, World, create

TARGETS = "targets.json"
FIRST_PORT = 20_000
"""Where ports begin when all targets share 127.0.0.1 (not Linux); below the range of outgoing connections."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A started target with its address."""

    target: Simulated
    platform: str
    host: str
    port: int
    endpoint: Endpoint


def places(platform: str = sys.platform) -> Iterator[tuple[str, int | None]]:
    """Addresses to try, in order. On Linux every target has its own and keeps its kind's port; elsewhere a port of 127.0.0.1."""
    if platform == "linux":
        return ((f"127.11.{n // 250}.{n % 250 + 1}", None) for n in range(250 * 250))
    return (("127.0.0.1", port) for port in count(FIRST_PORT))


async def place(target: Simulated, platform: str, free: Iterator[tuple[str, int | None]]) -> Placed:
    """The target, listening at the first of the addresses that nobody else uses."""
    for host, other_port in free:
        try:
            endpoint = await target.start(host, other_port or KINDS[platform].port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            continue
        return Placed(target, platform, host, other_port or KINDS[platform].port, endpoint)
    raise OSError(errno.EADDRINUSE, "no free address in 127.11.0.0/16")


async def serve(spec_file: Path, ready: Callable[[], None]) -> None:
    """Runs a lab until it is stopped through its control channel or by SIGTERM; calls `ready` when targets.json is written."""
    spec = json.loads(spec_file.read_text())
    spec_file.unlink()
    directory = Path(tempfile.mkdtemp(prefix=PROCESS_FOLDER))
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    login = Login(**spec["login"])
    world = World(login, spec["secrets"], Clock(wake=loop.call_later), directory)
    placed: dict[str, Placed] = {}
    control = Control({}, world.clock, done)
    output = spec_file.with_name(TARGETS)
    try:
        free = places()
        for entry in map(TargetSpec.from_dict, spec["targets"]):
            placed[entry.name] = await place(create(entry, world), entry.platform, free)
        control.targets.update({name: one.target for name, one in placed.items()})
        socket = await control.start(directory / "control")
        write_private(output, json.dumps(_description(spec, login, socket, placed)))
        ready()
        await done.wait()
    finally:
        await _close(control, placed)
        output.unlink(missing_ok=True)
        shutil.rmtree(directory, ignore_errors=True)


async def _close(control: Control, placed: Mapping[str, Placed]) -> None:
    await control.stop()
    for one in placed.values():
        await one.target.stop()


def _description(spec: Mapping[str, Any], login: Login, socket: Path, placed: Mapping[str, Placed]) -> dict[str, Any]:
    return {
        "schema": 1,
        "kind": "simulated",
        "pid": os.getpid(),
        "banner": spec["banner"],
        "control": str(socket),
        "login": {"username": login.username, "password": login.password},
        "secrets": spec["secrets"],
        "skipped": spec.get("skipped", {}),
        "targets": {name: _target(one, login) for name, one in placed.items()},
    }


def _target(placed: Placed, login: Login) -> dict[str, Any]:
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
