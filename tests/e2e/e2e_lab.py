"""A company, its running lab, and the targets that it holds: to type commands at, and to break things in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from companies import Company, Said
from netops.lab import SimulatedLab
from netops.state import State


@dataclass(frozen=True, slots=True)
class LabCompany:
    """A company, its running lab, and the targets that it holds."""

    company: Company
    lab: SimulatedLab
    names: tuple[str, ...]

    @property
    def root(self) -> Path:
        return self.company.root

    def netops(self, command: str, *words: str, expect: int | None = 0) -> Said:
        """Runs a command on the lab's targets."""
        return self.company.netops(command, "--lab", "--limit", ",".join(self.names), *words, expect=expect)

    def deploy(self, *words: str, expect: int | None = 0) -> Said:
        return self.netops("deploy", "--yes", *words, expect=expect)

    def counted(self, key: str) -> dict[str, int]:
        """What each target has counted."""
        return {name: target[key] for name, target in self.lab.status()["targets"].items()}

    def running(self, name: str) -> str:
        """What a target runs, as a person sees it who types on the target itself; without the time of the last commit."""
        show = "show configuration" if self.lab.targets[name]["platform"] == "juniper_junos" else "show running-config"
        return "\n".join(line for line in self.lab.exec(name, [show]).output.splitlines() if not line.startswith("##"))

    def add(self, name: str, line: str) -> None:
        """Adds a line of raw config to a device's file."""
        (path,) = self.root.glob(f"inventory/sites/*/devices/{name}.yaml")
        path.write_text(f"{path.read_text()}\nraw_config:\n  - {line}\n")

    def reach(self, name: str, **entry: Any) -> None:
        """Changes how netops believes that a target of the lab is reached."""
        path = self.lab.folder / "targets.json"
        data = json.loads(path.read_text())
        data["targets"][name] |= entry
        path.write_text(json.dumps(data))

    def state(self) -> State:
        return State(self.lab.folder / "state.db")
