"""Jobs on targets whose configs are in files: each target is rendered once, and a plan is stale when what it was made of moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

import netops
from companies import Company
from netops import render
from netops.jobs import ConfigFolder, DeviceFleet, IntendedConfigs, Operation, Selection, find_drift, make_plan
from netops.state import State

SWITCH, SERVER = "hq-sw-1", "hq-srv-1"


@pytest.fixture
def operation(starter: Company, tmp_path: Path) -> Iterator[Operation]:
    """All targets of the small company; the switch lacks what is intended of NTP."""
    folder = tmp_path / "configs"
    starter.netops("render", "-o", str(folder))
    file = folder / f"{SWITCH}.cfg"
    file.write_text("".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith("ntp")))
    company = netops.load(starter.root)
    selection = Selection(company, list(company.targets.values()), files=ConfigFolder("folder", folder, "configs"))
    with State(tmp_path / "state.db") as state:
        yield Operation(selection, IntendedConfigs(company), DeviceFleet(company), state)


def test_a_target_is_rendered_once_for_all_jobs(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: Counter[tuple[str, bool]] = Counter()
    original = render.Renderer.render

    def counting(self: render.Renderer, view: Any, *, trace: bool = False, wanted: Collection[int] | None = None) -> render.Rendered:
        made = original(self, view, trace=trace, wanted=wanted)
        rendered[made.target, trace] += 1
        return made

    monkeypatch.setattr(render.Renderer, "render", counting)
    make_plan(operation)
    find_drift(operation)
    assert set(rendered.values()) <= {1}
    assert [name for name, trace in rendered if trace] == [SWITCH], "origins are determined only where lines differ"


def test_what_is_reached_by_telnet_has_no_timer(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor by the port of a console server: the generic driver types commands, whatever the platform's own one can do."""
    (step,) = make_plan(operation).steps.values()
    assert (step.target, step.apply, step.timed, step.risk) == (SWITCH, "replace", True, "SAFE")
    for entry in ({"transport": "telnet"}, {"console": {"server": "10.0.0.9", "port": 2001}}):
        settings = {**operation.company.settings, "access": [{"match": "platform=linux"}, entry]}
        monkeypatch.setattr(operation.company, "settings", settings)
        (step,) = make_plan(operation).steps.values()
        assert (step.apply, step.timed, step.risk) == ("commands", False, "RISKY")
        assert step.risks[0].startswith("no revert timer on arista_eos, which is reached by the generic driver")
