"""Facts of whole configs, one folder per case: config.txt and expected.json.

In expected.json a field is left out where it has its default, the numbers of lines are left out, and lists of VLANs are written with
ranges; nothing else is left out.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from netops.config.facts import facts
from netops.facts import Interface, format_ranges

CASES = Path(__file__).parent / "cases"


def lean(value: Any) -> Any:
    """A record as plain data without what is the default."""
    if isinstance(value, tuple):
        return [lean(one) for one in value]
    if not is_dataclass(value):
        return value
    made = {
        field.name: lean(getattr(value, field.name))
        for field in fields(value)
        if field.compare and getattr(value, field.name) != default(field)
    }
    if isinstance(value, Interface) and "allowed_vlans" in made:
        made["allowed_vlans"] = format_ranges(value.allowed_vlans)
    return made


def default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*")), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_case(case: Path) -> None:
    found = facts(case.parent.name, (case / "config.txt").read_text(encoding="utf-8"))
    assert lean(found) == json.loads((case / "expected.json").read_text(encoding="utf-8"))


def test_every_platform_has_a_case() -> None:
    assert {path.name for path in CASES.iterdir()} == {
        "arista_eos",
        "cisco_ios",
        "cisco_nxos",
        "cisco_xr",
        "frr",
        "juniper_junos",
    }
