"""The front end of simulated Linux hosts: commands and scripts over SSH, files over SFTP, each host in a folder of its own."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

import asyncssh

from netops.lab.sim.frontend import Answer, TargetSpec, World
from netops.lab.sim.linux_commands import COMMANDS
from netops.lab.sim.linux_host import Host
from netops.lab.sim.linux_services import CONFIGS, SERVICES, read_files, read_firewall
from netops.lab.sim.linux_shell import Command, Shell
from netops.lab.sim.management.linux import linux
from netops.lab.sim.ssh import SshTarget

TABLE: Mapping[str, Command] = {**COMMANDS, **SERVICES}
"""Everything that can be typed; a shell answers 127 to the rest."""


class LinuxTarget(SshTarget):
    """A Linux host that listens."""

    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.host = Host(spec, world.clock, world.directory / spec.name)
        if spec.from_config:
            read_files(self.host, *CONFIGS)
            read_firewall(self.host)
        super().__init__(world.login, self.host.faults, self.host.counters, self._files)
        ports = spec.view.get("interfaces", {})
        host = self.host
        self.reach = world.network.add(spec, lambda to: linux(host.sshd, host.firewall, host.wrappers, ports, to), self)
        self.host.on_change = self.reach.changed

    async def stop(self) -> None:
        await super().stop()
        for pid in list(self.host.processes):
            self.host.kill(pid)

    async def execute(self, commands: Sequence[str]) -> Answer:
        shell = Shell(self.host, TABLE)
        code = await self.host.clock.finish(shell.script("\n".join(commands)))
        return Answer(shell.out + shell.err, code == 0)

    def _files(self, channel: asyncssh.SSHServerChannel[bytes]) -> asyncssh.SFTPServer:
        return asyncssh.SFTPServer(channel, chroot=str(self.host.root))

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        argv = shlex.split(process.command or "")
        if argv[:1] == ["flock"]:
            await self.faults.gate(process.command or "")
            process.exit(await self._flock(process, argv[2]))
            return
        heard = await process.stdin.read()
        await self.faults.gate(request := f"{process.command}\n{heard}")
        shell = Shell(self.host, TABLE, stdin=heard)
        code = await self.host.clock.finish(shell.argv(argv)) if argv else 0
        self.reach.check()
        await self.faults.gate(request)
        if self.faults.loses(request):
            raise ConnectionAbortedError("cut by the fault 'lose'")
        process.stdout.write(shell.out)
        process.stderr.write(shell.err)
        process.exit(code)

    async def _flock(self, process: asyncssh.SSHServerProcess[str], path: str) -> int:
        """`flock -n PATH cat`: holds the lock and repeats what it hears, until its input ends or the connection is lost."""
        if path in self.host.locks:
            return 1
        self.host.locks.add(path)
        self.host.path(path).touch()
        try:
            while data := await process.stdin.read(4096):
                process.stdout.write(data)
        finally:
            self.host.locks.discard(path)
        return 0
