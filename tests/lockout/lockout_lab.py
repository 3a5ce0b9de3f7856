"""The company's targets as simulated devices in this process, without sockets: who is cut off when one runs another config.

What answers is what the listeners of the simulators ask too; it shares no code with what guards a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lockout_company import Bench

from netops.lab.manager import ManagementHost
from netops.lab.sim.clock import Clock
from netops.lab.sim.frontend import Login, TargetSpec, World
from netops.lab.sim.management.reach import LabNetwork, ReachedTarget
from netops.lab.sim.management.walk import DevicePort
from netops.lab.simulators import create_target
from netops.lab.spec import target_entries


class Lab:
    """All targets with their rendered configs, which all let netops in."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench = bench
        self.world = World(Login("netops", "x"), {}, Clock(source=lambda: 0.0), folder)
        entries = target_entries(bench.company, [bench.company.target(name) for name in bench.every])
        self.specs = {entry["name"]: self._spec(entry) for entry in entries}
        self.targets: dict[str, Any] = {name: create_target(spec, self.world) for name, spec in self.specs.items()}
        attached = ManagementHost(bench.company).attached_to
        self.world.network.start = DevicePort(*attached) if attached else None
        self.world.network.settle_all()
        self.own = {name: self.world.network.members[name].side for name in self.specs}
        self._number = 0

    def _spec(self, entry: Mapping[str, Any]) -> TargetSpec:
        plain = {key: value for key, value in entry.items() if key not in ("addresses", "manufacturer")}
        return TargetSpec.from_dict({**plain, "initial": self.bench.every[entry["name"]], "from_config": True})

    def cut_by(self, changes: Mapping[str, str]) -> dict[str, list[str]]:
        """Why which targets are cut off from netops when some run other configs."""
        self._run({name: self._side(replace(self.specs[name], initial=text)) for name, text in changes.items()})
        found = {name: reasons for name in self.specs if (reasons := self.world.network.reasons(name))}
        self._run({name: self.own[name] for name in changes})
        return found

    def _side(self, spec: TargetSpec) -> ReachedTarget:
        """A target as it is with a config from its start."""
        self._number += 1
        world = replace(self.world, directory=self.world.directory / str(self._number), network=LabNetwork())
        create_target(spec, world)
        return world.network.members[spec.name].side

    def _run(self, sides: Mapping[str, ReachedTarget]) -> None:
        for name, side in sides.items():
            member = self.world.network.members[name]
            member.side = replace(member.side, read=side.read)
            member.changed()
