"""Law: no rule needs more than the schema asks for. Whatever is missing is told, or is nothing to tell; it never crashes a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_checks_rules import HERE, findings

SITE = "inventory/sites/rr.yaml"
TEXT = (HERE / "company" / SITE).read_text()
DEVICES = TEXT[TEXT.index("\ndevices:") :]
KEYS = sorted(set(re.findall(r"^    (\w+):", DEVICES, re.MULTILINE)) - {"device_type", "role", "platform"})
"""What the devices of the site have beside what every device must have."""
SECTIONS = sorted(set(re.findall(r"^(\w+):", TEXT, re.MULTILINE)) - {"name", "region", "devices"})


def crashes(text: str, root: Path) -> list[str]:
    (root / SITE).write_text(text)
    return [str(problem) for problem in findings(root) if problem.code == "CHK001"]


@pytest.mark.parametrize("key", KEYS)
def test_no_device_has_it(key: str, root: Path) -> None:
    without = re.sub(rf"^    {key}:.*\n(^     .*\n)*", "", DEVICES, flags=re.MULTILINE)
    assert without != DEVICES
    assert crashes(TEXT.replace(DEVICES, without), root) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_the_site_has_none(section: str, root: Path) -> None:
    without = re.sub(rf"^{section}:.*\n(^ .*\n)*", "", TEXT, flags=re.MULTILINE)
    assert without != TEXT
    assert crashes(without, root) == []


@pytest.mark.parametrize("prefix", re.findall(r"^  - {prefix: ([0-9./]+)", TEXT, re.MULTILINE))
def test_a_prefix_is_no_network(prefix: str, root: Path) -> None:
    assert crashes(TEXT.replace(f"\n  - {{prefix: {prefix},", "\n  - {prefix: 10.999.0.0/16,"), root) == []
