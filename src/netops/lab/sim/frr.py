"""The front end of simulated FRR routers: an SSH account with a shell, in which vtysh and frr-reload.py act on the router."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from io import StringIO

import asyncssh

from netops.lab.sim.frontend import Answer, Endpoint, Login, TargetSpec, World
from netops.lab.sim.frr_programs import FOLDERS, HOME, programs
from netops.lab.sim.frr_router import FrrRouter
from netops.lab.sim.frr_vtysh import VtyshCli, execute
from netops.lab.sim.shell import Machine, Shell, Streams
from netops.lab.sim.ssh import SshListener
from netops.lab.sim.terminal import Terminal


def create(spec: TargetSpec, world: World) -> FrrTarget:
    return FrrTarget(FrrRouter(spec, world.clock), world.login)


class FrrTarget:
    """An FRR router that listens."""

    def __init__(self, router: FrrRouter, login: Login) -> None:
        self.router, self.faults, self.counters = router, router.faults, router.counters
        self.machine = Machine(router.clock, programs(router), folders=set(FOLDERS))
        self._ssh = SshListener(login, router.faults, router.counters, self._session)

    async def start(self, host: str, port: int) -> Endpoint:
        await self._ssh.start(host, port)
        return Endpoint("ssh", self._ssh.host_key)

    async def stop(self) -> None:
        await self._ssh.stop()
        self.machine.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.router, commands)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        """One command and its end; a login without a command gets vtysh, as an account does whose shell it is."""
        if process.command is None:
            await Terminal(VtyshCli(self.router), self.faults, process).run()
            process.exit(0)
            return
        typed, heard = process.command or "", await process.stdin.read()
        await self.faults.gate(request := f"{typed}\n{heard}")
        streams = Streams(stdin=StringIO(heard))
        shell = Shell(self.machine, next(self.machine.pids), HOME)
        code = await self.router.clock.finish(shell.start(shlex.split(typed), streams)) if typed else 0
        await self.faults.gate(request)
        if self.faults.loses(request):
            raise ConnectionAbortedError("cut by the fault 'lose'")
        process.stdout.write(streams.out.getvalue())
        process.stderr.write(streams.err.getvalue())
        process.exit(code)
