"""docs/facts.md shows what is so."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from netops.config.facts import facts
from netops.facts import Facts

PAGE = (Path(__file__).parents[2] / "docs/facts.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def part_of(told: Any, real: Any) -> bool:
    """Whether all that is told is so; lists are told whole."""
    if isinstance(told, dict):
        return all(key in real and part_of(value, real[key]) for key, value in told.items())
    if isinstance(told, list):
        return len(told) == len(real) and all(map(part_of, told, real))
    return bool(told == real)


def test_the_example_is_what_comes_out() -> None:
    config = next(body for kind, body in BLOCKS if body.startswith("hostname"))
    told = json.loads(next(body for kind, body in BLOCKS if kind == "json"))
    assert part_of(told, asdict(facts("cisco_ios", config)))


def test_every_field_is_in_the_table() -> None:
    table = PAGE.partition("## What there is")[2].partition("\n## ")[0]
    assert [field.name for field in fields(Facts) if f"`{field.name}`" not in table] == ["platform"]
