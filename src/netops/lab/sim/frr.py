"""The front end of simulated FRR routers: an SSH account with a shell, in which vtysh and frr-reload.py act on the router."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from io import StringIO

import asyncssh

from netops.lab.sim.frontend import Answer, TargetSpec, World
from netops.lab.sim.frr_programs import FOLDERS, HOME, programs
from netops.lab.sim.frr_router import FrrRouter
from netops.lab.sim.frr_vtysh import VtyshCli, execute
from netops.lab.sim.management.frr import frr
from netops.lab.sim.shell import ProcessTable, Shell, Streams
from netops.lab.sim.ssh import SshTarget
from netops.lab.sim.terminal import Terminal


class FrrTarget(SshTarget):
    """An FRR router that listens."""

    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.router = FrrRouter(spec, world.clock)
        super().__init__(world.login, self.router.faults, self.router.counters)
        self.reach = world.network.add(spec, lambda management: frr(self.router.running.root), self)
        self.router.on_change = self.reach.changed
        self.machine = ProcessTable(world.clock, programs(self.router), folders=set(FOLDERS))

    async def stop(self) -> None:
        await super().stop()
        self.machine.stop()

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.router, commands)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        """One command and its end; a login without a command gets vtysh, as an account does whose shell it is."""
        if process.command is None:
            await Terminal(VtyshCli(self.router), self.faults, process, self.reach.check).run()
            process.exit(0)
            return
        typed, heard = process.command or "", await process.stdin.read()
        await self.faults.gate(request := f"{typed}\n{heard}")
        streams = Streams(stdin=StringIO(heard))
        shell = Shell(self.machine, next(self.machine.pids), HOME)
        code = await self.router.clock.finish(shell.start(shlex.split(typed), streams)) if typed else 0
        self.reach.check()
        await self.faults.gate(request)
        if self.faults.loses(request):
            raise ConnectionAbortedError("cut by the fault 'lose'")
        process.stdout.write(streams.out.getvalue())
        process.stderr.write(streams.err.getvalue())
        process.exit(code)
