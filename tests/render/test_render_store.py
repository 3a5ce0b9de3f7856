"""Renders of earlier runs are the renders of this one: after every change, what comes from the cache equals what is made anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import netops
from companies import Company
from netops import validation
from netops.cache import Cache
from netops.project import Project
from netops.render import Rendered, render_targets

TODAY = date(2026, 1, 1)
SITES = "inventory/sites"
Edit = Callable[[Company], object]
EDITS: dict[str, Edit] = {
    "nothing": lambda company: None,
    "a port": lambda company: change(
        company, f"{SITES}/ber/devices/ber-acc-1.yaml", "{profile: printer-port}", "{profile: printer-port, description: New}"
    ),
    "a VLAN's name": lambda company: change(company, f"{SITES}/ber/ipam.yaml", "description: ", "description: New "),
    "an address that others see": lambda company: change(company, f"{SITES}/ber/servers/ber-web-1.yaml", "10.1.20.80/24", "10.1.20.81/24"),
    "a layer of all": lambda company: change(company, "inventory/defaults.yaml", "10.1.20.", "10.1.20.1"),
    "a comment": lambda company: company.append("inventory/defaults.yaml", "\n# a comment\n"),
    "a template": lambda company: add_template(company),
}


def change(company: Company, file: str, old: str, new: str) -> None:
    """Replaces a text where it is first in a file."""
    path = company.root / file
    text = path.read_text()
    assert old in text, file
    path.write_text(text.replace(old, new, 1))


def add_template(company: Company) -> None:
    path = company.root / "templates/arista_eos/motd.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("alias who show users\n")


def stored(root: Path) -> dict[str, Rendered]:
    """What the command line renders: with the cache of the company."""
    project = Project(root)
    company, result = validation.open_company(project, TODAY, Cache(project.state_dir / "cache" / "validate"))
    assert company is not None, result.data
    return {made.target: made for made in render_targets(company, list(company.targets.values()), strict=False)}


def fresh(root: Path) -> dict[str, Rendered]:
    company = netops.load(root, TODAY)
    return {made.target: made for made in render_targets(company, list(company.targets.values()), strict=False)}


def shown(made: dict[str, Rendered]) -> dict[str, tuple[object, ...]]:
    return {name: (one.text, list(one.actions), one.observed, one.warnings) for name, one in made.items()}


def test_kept_renders_equal_new_ones_after_every_change(make_example: Callable[[], Company]) -> None:
    example = make_example()
    assert shown(stored(example.root)) == shown(fresh(example.root))
    for what, edit in EDITS.items():
        edit(example)
        assert shown(stored(example.root)) == shown(fresh(example.root)), what


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xff"])
def test_a_damaged_store_counts_as_absent(make_example: Callable[[], Company], damage: bytes) -> None:
    example = make_example()
    before = shown(stored(example.root))
    files = sorted((example.root / ".netops/cache/validate").glob("*.renders"))
    assert files
    for file in files:
        file.write_bytes(damage)
    assert shown(stored(example.root)) == before


def reasons(example: Company, *words: str) -> dict[str, str]:
    """Of each target that was rendered, the reason."""
    made = json.loads(example.netops("render", "--format", "json", *words).out)["targets"]
    return {one["target"]: one["reason"] for one in made if one["reason"]}


def test_the_reason_for_a_render_is_shown(make_example: Callable[[], Company]) -> None:
    example = make_example()
    shutil.rmtree(example.root / ".netops", ignore_errors=True)
    assert set(reasons(example).values()) == {"not rendered before"}
    assert reasons(example) == {}
    EDITS["a port"](example)
    assert reasons(example) == {"ber-acc-1": f"changed: {SITES}/ber/devices/ber-acc-1.yaml"}
    EDITS["a comment"](example)
    assert reasons(example) == {}
    EDITS["a template"](example)
    again = reasons(example)
    assert set(again.values()) == {"changed: templates or rules of arista_eos"}
    EDITS["a layer of all"](example)
    assert set(reasons(example).values()) == {"changed: inventory/defaults.yaml"}
    change(example, f"{SITES}/ber/devices/ber-acc-1.yaml", "description: New", "description: Newer")
    shown = example.netops("render", "--reasons").err.splitlines()
    assert shown[0].startswith("ber-acc-1: changed: ")
    assert "1 rendered, 37 from the cache" in shown


def test_without_the_cache_the_same_bytes_come_out(make_example: Callable[[], Company]) -> None:
    example = make_example()
    first = example.netops("render").out
    assert example.netops("render").out == first
    assert example.netops("render", "--no-cache").out == first
    assert set(reasons(example, "--no-cache").values()) == {"rendered without the cache"}
