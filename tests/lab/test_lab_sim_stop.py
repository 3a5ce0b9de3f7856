"""A simulated target that has stopped has no connection open, whatever its sessions were at."""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings
from pathlib import Path

import pytest

from napalm_sim import LOGIN
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import TargetSpec, World
from netops.lab.sim.process import candidate_addresses, start_target
from netops.lab.simulators import simulated_platforms


async def stop_with_a_client(spec: TargetSpec, directory: Path, client: socket.socket) -> None:
    """Returns with the end of `stop()`; the client has connected before, and does not go away by itself."""
    world = World(LOGIN, {}, Clock(wake=asyncio.get_running_loop().call_later), directory)
    started = await start_target(spec, world, candidate_addresses())
    await asyncio.get_running_loop().sock_connect(client, (started.host, started.port))
    await asyncio.sleep(0.02)  # the session has begun: there is nothing to see of that from outside for HTTP
    await started.target.stop()


@pytest.mark.lab
def test_no_connection_is_open_after_a_stop(tmp_path: Path) -> None:
    for platform in simulated_platforms():
        (tmp_path / platform).mkdir()
        spec = TargetSpec(platform, platform, platform, "MODEL", "SERIAL", "1", ("eth0",))
        loop = asyncio.new_event_loop()
        with socket.socket() as client, warnings.catch_warnings(record=True) as unclosed:
            warnings.simplefilter("always")
            client.setblocking(False)
            loop.run_until_complete(stop_with_a_client(spec, tmp_path, client))
            loop.close()
            gc.collect()
        assert [str(warning.message) for warning in unclosed] == [], platform
