"""The simulators of platforms, as their records name them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from netops import platforms
from netops.lab.sim.frontend import Simulated, Simulator, TargetSpec, World


def simulated_platforms() -> tuple[str, ...]:
    """The platforms that have a simulator."""
    return tuple(name for name in platforms.names() if platforms.get(name).simulator)


def simulator_of(platform: str) -> Simulator | None:
    """How the lab simulates a platform, as its record says, loaded when it is first needed; None when it does not."""
    record = platforms.find(platform)
    return platforms.load_part(record, record.simulator) if record and record.simulator else None


def create_target(spec: TargetSpec, world: World) -> Simulated:
    """The target of a spec, not yet listening. LookupError for a platform without a simulator."""
    simulator = simulator_of(spec.platform)
    if simulator is None:
        raise LookupError(f"platform {spec.platform} is not simulated")
    target: Simulated = _load_object(simulator.target)(spec, world)
    return target


def _load_object(place: str) -> Any:
    """What `module:name` names."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
