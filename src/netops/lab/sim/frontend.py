"""The contract between the lab's process and the simulator of a platform.

A `Simulator` names the class of its targets, which is called with `(spec, world)`; the process then calls `start(host, port)` with an
address that it believes to be free (an OSError with EADDRINUSE makes it try the next one), `execute` for what a person types behind
the tool's back, and `stop` at the end.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from netops.lab.sim.clock import Clock
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.management.reach import LabNetwork


@dataclass(frozen=True, slots=True)
class Onboarded:
    """What was typed on a new device so that netops can reach it."""

    hostname: str
    username: str
    interface: str
    is_virtual: bool
    """Whether the interface exists by configuration alone."""
    address: str
    """With its length; empty when the model has none."""


@dataclass(frozen=True, slots=True)
class Simulator:
    """How the targets of a platform are simulated: a value of the module that `netops.lab.simulators` names for it."""

    target: str
    """The class of its targets, as `module:Class`: loaded in the lab's process only. It is called with a spec and the world."""
    port: int
    """Where a target listens, on an address of its own."""
    os_version: str = ""
    initial: Callable[[Onboarded], str] | None = None
    """The configuration of a network device after onboarding. None for servers, queues and printers, which get their view."""

    @property
    def is_network_device(self) -> bool:
        return self.initial is not None


@dataclass(frozen=True, slots=True)
class Neighbor:
    """An LLDP neighbour: on `interface` there is `port` of `device`."""

    interface: str
    device: str
    port: str


@dataclass(frozen=True, slots=True)
class Station:
    """A host that a device has in its tables: at `interface`, with its address in an ARP table, and its VLAN in a MAC address table."""

    interface: str
    mac: str
    address: str = ""
    vlan: int = 0


@dataclass(frozen=True, slots=True)
class Management:
    """How netops reaches a target by the inventory, whatever its address in the lab is."""

    username: str
    transport: str
    """ssh, eapi or netconf."""
    port: int
    address: str = ""
    """The address of the target; empty when the inventory has none."""
    source: str = ""
    """An address of netops with the length of its network; empty when the company does not say where netops runs."""
    cabled: tuple[str, ...] = ()
    """The target's ports with a cable."""


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
    arp: tuple[Station, ...] = ()
    macs: tuple[Station, ...] = ()
    initial: str = ""
    """The configuration after onboarding (network devices), or the one that the target is loaded with."""
    from_config: bool = False
    """Whether `initial` is the whole configuration of a target: every line of it is taken, and nothing else is shown."""
    view: Mapping[str, Any] = field(default_factory=dict)
    """The target's view as plain data, for platforms that need more than a text (linux, cups, printer); secrets are placeholders."""
    management: Management | None = None
    """None for a target that is reached whatever it is configured to."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TargetSpec:
        """The spec of one entry of `targets` in a spec file."""
        neighbors = tuple(Neighbor(**n) for n in data.get("neighbors", ()))
        tables = {key: tuple(Station(**row) for row in data.get(key, ())) for key in ("arp", "macs")}
        management = Management(**{**data["management"], "cabled": tuple(data["management"]["cabled"])}) if data.get("management") else None
        return cls(**{**data, **tables, "interfaces": tuple(data.get("interfaces", ())), "neighbors": neighbors, "management": management})


@dataclass(frozen=True, slots=True)
class Login:
    """The one account of the lab; its password is generated at every start."""

    username: str
    password: str

    @property
    def basic_authorization(self) -> str:
        """The header by which HTTP clients log in (RFC 7617)."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


@dataclass(frozen=True, slots=True)
class World:
    """What all targets of a lab share."""

    login: Login
    secrets: Mapping[str, str]
    """Generated values of the company's secrets, by name."""
    clock: Clock
    directory: Path
    """A folder of the lab's process, mode 0700, removed at its end; a target keeps its files in `directory / spec.name`."""
    network: LabNetwork = field(default_factory=LabNetwork)
    """Whether netops reaches the targets, by what they are configured to."""


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
    """A target. `faults` and `counters` belong to it; the control channel reads and sets them."""

    faults: Faults
    counters: Counters

    async def start(self, host: str, port: int) -> Endpoint:
        """Listens on host and port. OSError (EADDRINUSE) when they are taken; nothing is left open then."""

    async def stop(self) -> None:
        """Ends listeners and connections."""

    async def execute(self, commands: Sequence[str]) -> Answer:
        """Types commands on the target as a person would: show commands, `configure terminal` and lines, or a shell command."""
