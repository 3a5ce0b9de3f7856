"""The contract between the lab's process and a kind of simulated target.

A kind is one module named in `KINDS`. It defines `create(spec, world) -> Simulated`; the process then calls `start(host, port)` with an
address that it believes to be free (an OSError with EADDRINUSE makes it try the next one), `execute` for what a person types behind
the tool's back, and `stop` at the end.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from netops.lab.sim.clock import Clock
from netops.lab.sim.faults import Counters, Faults


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a kind of target is made, and the port that it listens on (on an address of its own)."""

    module: str
    port: int


KINDS: Mapping[str, Kind] = {
    "arista_eos": Kind("netops.lab.sim.eos_http", 8080),
    "cisco_ios": Kind("netops.lab.sim.ios_ssh", 2222),
    "cisco_nxos": Kind("netops.lab.sim.nxos_ssh", 2222),
    "cisco_xr": Kind("netops.lab.sim.xr_ssh", 2222),
    "juniper_junos": Kind("netops.lab.sim.junos_ssh", 8300),
    "frr": Kind("netops.lab.sim.frr", 2222),
    "linux": Kind("netops.lab.sim.linux", 2222),
    "cups": Kind("netops.lab.sim.cups", 8631),
    "printer": Kind("netops.lab.sim.printer", 8631),
}
"""Platform slug to kind. A platform that is not here is not in a simulated lab."""


@dataclass(frozen=True, slots=True)
class Neighbor:
    """What LLDP tells: on `interface` there is `port` of `device`."""

    interface: str
    device: str
    port: str


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """One target as the command wrote it into the spec: plain data, no secrets of the company."""

    name: str
    platform: str
    hostname: str
    model: str = ""
    serial: str = ""
    os_version: str = ""
    interfaces: tuple[str, ...] = ()
    neighbors: tuple[Neighbor, ...] = ()
    initial: str = ""
    """The configuration after onboarding (network devices)."""
    view: Mapping[str, Any] = field(default_factory=dict)
    """The target's view as plain data, for kinds that need more than a text (linux, cups, printer); secrets stand as placeholders."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TargetSpec:
        """The spec of one entry of `targets` in a spec file."""
        neighbors = tuple(Neighbor(**n) for n in data.get("neighbors", ()))
        return cls(**{**data, "interfaces": tuple(data.get("interfaces", ())), "neighbors": neighbors})


@dataclass(frozen=True, slots=True)
class Login:
    """The one account of the lab; its password is generated at every start."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class World:
    """What all targets of a lab share."""

    login: Login
    secrets: Mapping[str, str]
    """Generated values of the company's secrets, by name."""
    clock: Clock
    directory: Path
    """A folder of the lab's process, mode 0700, removed at its end; a target keeps its files in `directory / spec.name`."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How to reach a started target beside host, port and login: `transport` is eapi-http, ssh, netconf, ipp, ..."""

    transport: str
    host_key: str | None = None
    """The SSH host key as in known_hosts without the host: `ssh-ed25519 AAAA...`."""
    optional_args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a target printed, and whether it took every line."""

    output: str
    ok: bool = True


class Simulated(Protocol):
    """A target of a kind. `faults` and `counters` belong to it; the control channel reads and sets them."""

    faults: Faults
    counters: Counters

    async def start(self, host: str, port: int) -> Endpoint:
        """Listens on host and port. OSError (EADDRINUSE) when they are taken; nothing is left open then."""

    async def stop(self) -> None:
        """Ends listeners and connections."""

    async def execute(self, commands: Sequence[str]) -> Answer:
        """Types commands on the target as a person would: show commands, `configure terminal` and lines, or a shell command."""


def create(spec: TargetSpec, world: World) -> Simulated:
    """The target of a spec, not yet listening. KeyError for a platform without a kind."""
    made: Simulated = importlib.import_module(KINDS[spec.platform].module).create(spec, world)
    return made
