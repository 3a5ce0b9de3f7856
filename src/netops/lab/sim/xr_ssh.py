"""The front end of simulated IOS XR devices: an SSH shell that echoes and pages like the device."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import asyncssh

from netops.lab.sim.frontend import Answer, Endpoint, Login, TargetSpec, World
from netops.lab.sim.ssh import SshListener
from netops.lab.sim.terminal import Terminal
from netops.lab.sim.xr import XrDevice
from netops.lab.sim.xr_cli import XrCli, execute


def create(spec: TargetSpec, world: World) -> XrTarget:
    return XrTarget(XrDevice(spec, world.clock), world.login)


class XrTarget:
    """An XR device that listens."""

    def __init__(self, device: XrDevice, login: Login) -> None:
        self.device, self.faults, self.counters = device, device.faults, device.counters
        self._ssh = SshListener(login, device.faults, device.counters, self._session)
        self._lines = count()

    async def start(self, host: str, port: int) -> Endpoint:
        await self._ssh.start(host, port)
        return Endpoint("ssh", self._ssh.host_key, {})

    async def stop(self) -> None:
        await self._ssh.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.device, commands)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        cli = XrCli(self.device, process.get_extra_info("username"), f"vty{next(self._lines)}")
        try:
            await Terminal(cli, self.faults, process).run()
        finally:
            cli.hang_up()
        process.exit(0)
