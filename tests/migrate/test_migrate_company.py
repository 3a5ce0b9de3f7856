"""The company of 0.1.0, with a plan and a state of it: what this netops makes of them.

`company-0.1.0` and `0.1.0` were written by that version and are never changed, but for the digests in `rendered.sha256`: when a template
changes on purpose, NETOPS_GOLDEN=write renews them. What templates of 0.1.0 wrote unasked is added as docs/fmt.md shows it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from ruamel.yaml import YAML, CommentedMap

from companies import Company
from netops.errors import PlanDamaged, UsageError
from netops.events import Outcome
from netops.plan import Plan, file, plan_from_json, plan_to_json
from netops.state import FORMATS, State

HERE = Path(__file__).parent
GOLDEN = HERE / "0.1.0" / "rendered.sha256"
PLAN = HERE / "0.1.0" / "change.plan"
RENAMED = {
    "inventory/sites/ber/devices/ber-core-1.yaml": 1,
    "inventory/sites/ber/devices/ber-core-2.yaml": 1,
    "inventory/sites/ber/devices/ber-fw-1.yaml": 1,
    "inventory/sites/ber/devices/ber-fw-2.yaml": 1,
    "inventory/sites/ber/storage/ber-nas-1.yaml": 1,
    "inventory/sites/ham/storage/ham-nas-1.yaml": 1,
    "netops.yaml": 2,
}
"""How many lines of which files a migration changes."""


@pytest.fixture
def old(tmp_path: Path) -> Company:
    return Company(shutil.copytree(HERE / "company-0.1.0", tmp_path / "company"))


def texts(company: Company) -> dict[str, str]:
    return {path.relative_to(company.root).as_posix(): path.read_text() for path in sorted(company.root.rglob("*.yaml"))}


def test_it_migrates_validates_and_renders_what_it_rendered(old: Company, tmp_path: Path) -> None:
    before = texts(old)
    old.netops("fmt", "--migrate")
    after = texts(old)
    assert {name: _changed_lines(before[name], text) for name, text in after.items() if text != before[name]} == RENAMED
    assert [re.findall(r"#.*", text) for text in after.values()] == [re.findall(r"#.*", text) for text in before.values()]
    found = set(re.findall(r"error (\S+): (\w+)", old.netops("validate", expect=3).out))
    assert found == {("MGT001", "netops")}, "0.1.0 wrote eAPI and NETCONF, by which netops connects, unasked"

    for name, fields in _written_unasked():
        _add(old.root / name, fields)
    assert "\nvalid: " in f"\n{old.netops('validate').out}"
    old.netops("render", "-o", str(tmp_path / "out"))
    digests = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted((tmp_path / "out").iterdir()))
    if os.environ.get("NETOPS_GOLDEN") == "write":
        GOLDEN.write_text(digests)
    assert digests == GOLDEN.read_text()


def _written_unasked() -> Iterator[tuple[str, str]]:
    """What companies of 0.1 add, by file, as the page has it; what depends on the device is added to those of this company."""
    page = (HERE.parents[1] / "docs/fmt.md").read_text()
    blocks = re.findall(r"```yaml\n# (inventory/platforms/\S+)\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 4
    yield from blocks
    routing, of_ospf, of_bgp = re.findall(r"`((?:system|ospf|bgp): \{[^`]*\})`", page)
    yield "inventory/roles/core.yaml", f"{routing}\n{of_ospf}\n"
    yield "inventory/sites/ham/devices/ham-dist-1.yaml", routing
    yield from ((f"inventory/sites/{site}/devices/{site}-rtr-2.yaml", of_bgp) for site in ("ber", "ham"))


def _add(path: Path, fields: str) -> None:
    yaml = YAML()
    yaml.width = 1000
    whole = yaml.load(path.read_text()) if path.exists() else CommentedMap()
    for key, value in yaml.load(fields).items():
        whole[key] = {**whole[key], **value} if key in whole else value
    yaml.dump(whole, path)


def _changed_lines(old: str, new: str) -> int:
    return sum(one != other for one, other in zip(old.splitlines(), new.splitlines(), strict=True))


def test_a_second_run_changes_nothing(old: Company) -> None:
    old.netops("fmt", "--migrate")
    once = texts(old)
    assert old.netops("fmt", "--migrate").out == "the data has the schema of this netops: nothing to migrate\n"
    assert texts(old) == once


def test_check_shows_the_difference_and_changes_nothing(old: Company) -> None:
    before = texts(old)
    shown = old.netops("fmt", "--migrate", "--check", expect=4).out
    assert "netops.yaml:30:1: info FMT006: a key of schema 1 (at deadline_s)\n    expected: timeout_s\n    found: deadline_s\n" in shown
    assert "-deadline_s: 300\n+timeout_s: 300\n" in shown
    assert shown.endswith("7 places in 7 files to change: netops fmt --migrate\n")
    told = json.loads(old.netops("fmt", "--migrate", "--check", "--format", "json", expect=4).out)
    assert (told["fixed"], sorted(told["files"])) == (False, sorted(RENAMED))
    assert texts(old) == before


@pytest.mark.parametrize("command", ["validate", "fmt", "render"])
def test_older_data_is_refused_with_the_way_on(old: Company, command: str) -> None:
    said = old.netops(command, expect=3)
    assert (said.out + said.err).startswith(
        "netops.yaml:3:9: error SCH013: the data is older than this netops (at schema)\n"
        "    expected: schema 2\n    found: schema 1\n    hint: run netops fmt --migrate; with --check it only shows the changes\n"
    )


@pytest.mark.parametrize("words", [("validate",), ("fmt",), ("fmt", "--migrate")])
def test_newer_data_is_refused_with_the_way_on(old: Company, words: tuple[str, ...]) -> None:
    old.edit("netops.yaml", "schema: 1", "schema: 3")
    said = old.netops(*words, expect=3)
    assert (said.out + said.err).startswith(
        "netops.yaml:3:9: error SCH014: the data is newer than this netops (at schema)\n"
        "    expected: schema 2\n    found: schema 3\n    hint: install a netops that reads schema 3\n"
    )


def test_a_plan_of_0_1_0_is_refused_with_the_way_on() -> None:
    with pytest.raises(
        PlanDamaged, match=r"change.plan: plan format 1, this netops reads 6\n    hint: make the plan again: netops plan -o change.plan"
    ):
        plan_from_json(PLAN.read_text(), "change.plan")


def test_plans_of_other_formats_are_refused_with_the_way_on() -> None:
    document = json.loads(plan_to_json(Plan("acme", "", "", {}, ())))
    with pytest.raises(
        PlanDamaged, match=r"x.plan: plan format 0, this netops reads 6\n    hint: make the plan again: netops plan -o x.plan"
    ):
        plan_from_json(json.dumps(document | {"schema": 0}), "x.plan")
    with pytest.raises(PlanDamaged, match=r"hint: deploy it with the netops that made it, or make the plan again: netops plan -o x.plan"):
        plan_from_json(json.dumps(document | {"schema": 99}), "x.plan")
    body = document["plan"] | {"mood": "good"}
    with pytest.raises(PlanDamaged, match=r"x.plan: edited, or of another version of netops: plan.mood: expected no such key, found one"):
        plan_from_json(json.dumps(document | {"plan": body, "digest": file._digest(body)}), "x.plan")


def test_a_state_of_0_1_0_is_read_and_numbered(tmp_path: Path) -> None:
    path = Path(shutil.copy(HERE / "0.1.0" / "state.db", tmp_path))
    assert _format(path) == 0
    with State(path) as state:
        assert [(run.id, run.outcomes) for run in state.runs()] == [
            ("20261130-045204-a21f", {"applied": 1}),
            ("20261130-045153-edde", {"applied": 1, "skipped": 37}),
        ]
        (result,) = state.results("20261130-045204-a21f")
        assert (result.target, result.outcome) == ("ham-rtr-1", Outcome.APPLIED)
        applied = state.applied("ham-rtr-1")
        assert applied and "description Hanse L3VPN HT-1003" in applied.text
    assert _format(path) == len(FORMATS)


def test_a_state_of_a_newer_netops_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = Path(shutil.copy(HERE / "0.1.0" / "state.db", tmp_path))
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {len(FORMATS) + 1}")
    before = path.read_bytes()
    with pytest.raises(
        UsageError,
        match=rf"state of a newer netops \(format {len(FORMATS) + 1}, .* up to {len(FORMATS)}\)\n    hint: use that netops, or move",
    ):
        State(path)
    assert path.read_bytes() == before


def _format(path: Path) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])
