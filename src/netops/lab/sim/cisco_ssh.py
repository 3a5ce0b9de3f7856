"""The front ends of simulated Cisco devices: an SSH shell that echoes and pages like the device, and its flash over SCP and SFTP."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import asyncssh

from netops.lab.sim.cisco_cli import CiscoCli, execute
from netops.lab.sim.core import IndentDevice
from netops.lab.sim.frontend import Answer, TargetSpec, World
from netops.lab.sim.ios import IosDevice
from netops.lab.sim.ios_cli import IosCli
from netops.lab.sim.management import cisco
from netops.lab.sim.nxos import NxosDevice
from netops.lab.sim.nxos_cli import NxosCli
from netops.lab.sim.sftp import FlashServer
from netops.lab.sim.ssh import SftpFactory, SshTarget
from netops.lab.sim.terminal import Terminal
from netops.lab.sim.xr import XrDevice
from netops.lab.sim.xr_cli import XrCli


class CiscoTarget(SshTarget):
    """A Cisco device that listens. Each session is a login on its command line."""

    def __init__(self, device: IndentDevice, world: World, read: cisco.Reader, sftp: SftpFactory | None = None) -> None:
        super().__init__(world.login, device.faults, device.counters, sftp)
        self._lines = count()
        self.reach = world.network.add(device.spec, lambda management: read(device.running, management.transport), self)
        device.on_change = self.reach.changed

    @abstractmethod
    def _cli(self, user: str, line: str) -> CiscoCli[Any]: ...

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self._cli("console", "con0"), commands)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        cli = self._cli(process.get_extra_info("username"), f"vty{next(self._lines)}")
        try:
            if process.command is None:
                await Terminal(cli, self.faults, process, self.reach.check).run()
            else:
                await self.faults.gate(process.command)
                output = cli.feed(process.command)
                self.reach.check()
                process.stdout.write(output.replace("\n", "\r\n") + "\r\n")
        finally:
            cli.hang_up()
        process.exit(0)


class IosTarget(CiscoTarget):
    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.device = IosDevice(spec, world.clock)
        super().__init__(self.device, world, cisco.ios, lambda channel: FlashServer(channel, self.device.flash, self.device.file))

    def _cli(self, user: str, line: str) -> IosCli:
        return IosCli(self.device, user, line)

    def _optional_args(self, port: int) -> Mapping[str, Any]:
        return {"port": port, "dest_file_system": "flash:"}


class NxosTarget(CiscoTarget):
    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.device = NxosDevice(spec, world.clock)
        super().__init__(self.device, world, cisco.nxos, self._flash)

    def _cli(self, user: str, line: str) -> NxosCli:
        return NxosCli(self.device, user, line)

    def _optional_args(self, port: int) -> Mapping[str, Any]:
        return {"port": port}

    def _flash(self, channel: asyncssh.SSHServerChannel[bytes]) -> FlashServer:
        """The files of bootflash; none at all while the feature is off."""
        if not self.device.has_line("feature scp-server"):
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, "feature scp-server is off")
        return FlashServer(channel, self.device.flash, self.device.file)


class XrTarget(CiscoTarget):
    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.device = XrDevice(spec, world.clock)
        super().__init__(self.device, world, cisco.xr)

    def _cli(self, user: str, line: str) -> XrCli:
        return XrCli(self.device, user, line)
