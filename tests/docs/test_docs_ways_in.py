"""The layers of platforms in docs/drivers.md give the lines that its table asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from companies import Company

DRIVERS = (Path(__file__).parents[2] / "docs/drivers.md").read_text(encoding="utf-8")
LAYERS = dict(re.findall(r"^`inventory/platforms/(\w+)\.yaml`:\n\n```yaml\n(.*?)```", DRIVERS, re.MULTILINE | re.DOTALL))
LINES = {
    "arista_eos": ("management api http-commands", "no shutdown"),
    "cisco_ios": ("ip scp server enable", "archive", "path flash:archive", "file prompt quiet"),
    "cisco_nxos": ("feature scp-server",),
    "cisco_xr": ("ssh server v2",),
    "juniper_junos": ("netconf {", "ssh;", "root-authentication {"),
}


def test_each_layer_has_its_lines() -> None:
    assert set(LAYERS) == set(LINES)


@pytest.mark.parametrize("platform", LINES)
def test_the_layer_gives_the_lines(starter: Company, platform: str) -> None:
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "platform: arista_eos", f"platform: {platform}")
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "  Ethernet1: {mode: access, untagged_vlan: servers}\n", "")
    (starter.root / f"inventory/platforms/{platform}.yaml").write_text(LAYERS[platform])
    lines = [line.strip() for line in starter.netops("render", "hq-sw-1").out.splitlines()]
    assert [line for line in LINES[platform] if line not in lines] == []
