"""The front end of simulated NX-OS devices: an SSH shell, and bootflash: over SCP once `feature scp-server` is on."""

from __future__ import annotations

from collections.abc import Sequence

import asyncssh

from netops.lab.sim.frontend import Answer, Endpoint, Login, TargetSpec, World
from netops.lab.sim.nxos import NxosDevice
from netops.lab.sim.nxos_cli import NxosCli, execute
from netops.lab.sim.sftp import FlashServer
from netops.lab.sim.ssh import SshListener
from netops.lab.sim.terminal import Terminal


def create(spec: TargetSpec, world: World) -> NxosTarget:
    return NxosTarget(NxosDevice(spec, world.clock), world.login)


class NxosTarget:
    """An NX-OS device that listens."""

    def __init__(self, device: NxosDevice, login: Login) -> None:
        self.device, self.faults, self.counters = device, device.faults, device.counters
        self._ssh = SshListener(login, device.faults, device.counters, self._session, self._flash)

    async def start(self, host: str, port: int) -> Endpoint:
        await self._ssh.start(host, port)
        return Endpoint("ssh", self._ssh.host_key, {"port": port})

    async def stop(self) -> None:
        await self._ssh.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.device, commands)

    def _flash(self, channel: asyncssh.SSHServerChannel[bytes]) -> FlashServer:
        """The files of bootflash; none at all while the feature is off."""
        if not self.device.has("feature scp-server"):
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "feature scp-server is off")
        return FlashServer(channel, self.device.flash, self.device.file)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        cli = NxosCli(self.device)
        if process.command is not None:
            await self.faults.gate(process.command)
            process.stdout.write(cli.feed(process.command).replace("\n", "\r\n") + "\r\n")
        else:
            await Terminal(cli, self.faults, process).run()
        process.exit(0)
