"""The front end of simulated Junos devices: NETCONF 1.0 as an SSH subsystem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import asyncssh
from lxml import etree

from netops.lab.sim.frontend import Answer, TargetSpec, World
from netops.lab.sim.junos import JunosDevice
from netops.lab.sim.junos_rpc import RpcSession
from netops.lab.sim.junos_shell import execute
from netops.lab.sim.management.junos import junos
from netops.lab.sim.ssh import SshTarget

END = "]]>]]>"
BASE = "urn:ietf:params:xml:ns:netconf:base:1.0"
CAPABILITIES = (
    "urn:ietf:params:netconf:base:1.0",
    "urn:ietf:params:netconf:capability:candidate:1.0",
    "urn:ietf:params:netconf:capability:confirmed-commit:1.0",
    "urn:ietf:params:netconf:capability:validate:1.0",
    "http://xml.juniper.net/netconf/junos/1.0",
    "http://xml.juniper.net/dmi/system/1.0",
)


class JunosTarget(SshTarget):
    """A Junos device that listens."""

    transport = "netconf"

    def __init__(self, spec: TargetSpec, world: World) -> None:
        self.device = JunosDevice(spec, world.clock)
        super().__init__(world.login, self.device.faults, self.device.counters)
        self._numbers = count(5000)
        self.reach = world.network.add(spec, lambda management: junos(self.device.running, management.transport), self)
        self.device.on_change = self.reach.changed

    def _optional_args(self, port: int) -> Mapping[str, Any]:
        return {"port": port}

    async def execute(self, commands: Sequence[str]) -> Answer:
        return execute(self.device, commands)

    async def _session(self, process: asyncssh.SSHServerProcess[str]) -> None:
        if process.subsystem != "netconf":
            process.stderr.write("this port speaks netconf only\n")
            process.exit(1)
            return
        session = RpcSession(self.device, process.get_extra_info("username"), next(self._numbers))
        try:
            await self._converse(session, process)
        finally:
            session.close()
        process.exit(0)

    async def _converse(self, session: RpcSession, process: asyncssh.SSHServerProcess[str]) -> None:
        process.stdout.write(_hello(session.name) + END)
        held = ""
        while not session.closed and (data := await process.stdin.read(65_536)):
            *messages, held = (held + data).split(END)
            for message in messages:
                await self.faults.gate(message)
                reply = _reply(session, message)
                self.reach.check()
                if self.faults.loses(message):
                    raise ConnectionAbortedError("cut by the fault 'lose'")
                if reply:
                    process.stdout.write(reply + END)


def _hello(name: str) -> str:
    number = name.rpartition(" ")[2].rstrip(")")
    shown = "".join(f"<capability>{capability}</capability>" for capability in CAPABILITIES)
    return f'<hello xmlns="{BASE}"><capabilities>{shown}</capabilities><session-id>{number}</session-id></hello>'


def _reply(session: RpcSession, message: str) -> str:
    """The reply to one message; nothing for a hello."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    rpc: Any = etree.fromstring(message.strip().encode(), parser)
    if etree.QName(rpc).localname != "rpc":
        return ""
    junos = "http://xml.juniper.net/junos/22.4R1/junos"
    return f'<rpc-reply xmlns="{BASE}" xmlns:junos="{junos}" message-id="{rpc.get("message-id")}">{session.call(rpc[0])}</rpc-reply>'
