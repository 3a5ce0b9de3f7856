"""The front end of simulated IOS devices: an SSH shell that echoes and pages like the device, and flash: over SCP and SFTP."""

from __future__ import annotations

from collections.abc import Sequence

import asyncssh

from netops.lab.sim.frontend import Answer, Endpoint, Login, TargetSpec, World
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.ios_cli import IosCli, execute
from netops.lab.sim.sftp import FlashServer
from netops.lab.sim.ssh import SshListener
from netops.lab.sim.terminal import Terminal


def create(spec: TargetSpec, world: World) -> IosTarget:
    return IosTarget(IosDevice(spec, world.clock), world.login)


class IosTarget:
    """An IOS device that listens."""

    def __init__(self, device: IosDevice, login: Login) -> None:
        self.device, self.faults, self.counters = device, device.faults, device.counters
        self._ssh = SshListener(login, device.faults, device.counters, self._session, self._flash)

    async def start(self, host: str, port: int) -> Endpoint:
        await self._ssh.start(host, port)
        return Endpoint("ssh", self._ssh.host_key, {"port": port, "dest_file_system": "flash:"})

    async def stop(self) -> None:
        await self._ssh.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.device, commands)

    def _flash(self, channel: asyncssh.SSHServerChannel[bytes]) -> FlashServer:
        return FlashServer(channel, self.device.flash, self.device.file)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        cli = IosCli(self.device, process.get_extra_info("username"))
        if process.command is not None:
            await self.faults.gate(process.command)
            process.stdout.write(cli.feed(process.command).replace("\n", "\r\n") + "\r\n")
        else:
            await Terminal(cli, self.faults, process).run()
        process.exit(0)
