"""The simulators, by platform: the one place in the lab that names a platform's own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from netops.lab.sim.frontend import Simulated, Simulator, TargetSpec, World

SIMULATORS: Mapping[str, str] = {
    "arista_eos": "netops.lab.sim.eos:SIMULATOR",
    "cisco_ios": "netops.lab.sim.ios:SIMULATOR",
    "cisco_nxos": "netops.lab.sim.nxos:SIMULATOR",
    "cisco_xr": "netops.lab.sim.xr:SIMULATOR",
    "juniper_junos": "netops.lab.sim.junos:SIMULATOR",
    "frr": "netops.lab.sim.frr_router:SIMULATOR",
    "linux": "netops.lab.sim.linux_host:SIMULATOR",
    "cups": "netops.lab.sim.cups_server:SIMULATOR",
    "printer": "netops.lab.sim.printer:SIMULATOR",
}


def simulator_of(platform: str) -> Simulator | None:
    """How the lab simulates a platform, loaded when it is first needed; None when it does not."""
    place = SIMULATORS.get(platform)
    return _loaded(place) if place else None


def create(spec: TargetSpec, world: World) -> Simulated:
    """The target of a spec, not yet listening. LookupError for a platform without a simulator."""
    simulator = simulator_of(spec.platform)
    if simulator is None:
        raise LookupError(f"platform {spec.platform} is not simulated")
    target: Simulated = _loaded(simulator.target)(spec, world)
    return target


def _loaded(place: str) -> Any:
    """What `module:name` names."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
