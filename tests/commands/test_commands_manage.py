"""`netops manage`: what of a device netops owns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from companies import Company
from netops.commands.manage import features

ROOT = Path(__file__).parents[2]
FILE = "inventory/sites/hq/devices/hq-sw-1.yaml"


def test_parts_are_added_shown_and_obeyed(starter: Company) -> None:
    assert starter.netops("manage", "hq-sw-1").out.startswith("hq-sw-1: all  inventory/defaults.yaml:")
    starter.edit("inventory/defaults.yaml", "managed: all\n", "")
    assert "no file has `managed`" in starter.netops("manage", "hq-sw-1").out
    dry = starter.netops("manage", "hq-sw-1", "ntp", "--dry-run").out
    assert (dry.splitlines()[0], dry.splitlines()[-1]) == (f"--- a/{FILE}", "+managed: [ntp]")
    assert "managed" not in (starter.root / FILE).read_text()
    assert starter.netops("manage", "hq-sw-1", "ntp").out == dry
    starter.netops("manage", "hq-sw-1", "interface:Ethernet1", "lines: snmp-server *")
    assert (starter.root / FILE).read_text().endswith("\nmanaged: [ntp, {interface: Ethernet1}, {lines: snmp-server *}]\n")
    assert starter.netops("manage", "hq-sw-1", "ntp").out == "hq-sw-1: it is so already\n"
    assert starter.netops("manage", "hq-sw-1").out.startswith("hq-sw-1: ntp; interface: Ethernet1; lines: snmp-server *  ")
    starter.netops("validate")
    (starter.root / "configs").mkdir()
    (starter.root / "configs/hq-sw-1.cfg").write_text("hostname x\nsnmp-server contact bob\nend\n")
    plan = starter.netops("plan", "hq-sw-1", "--running", str(starter.root / "configs")).out
    assert "  - snmp-server contact bob" in plan
    assert "hostname" not in plan
    said = json.loads(starter.netops("manage", "hq-sw-1", "--only", "all", "--format", "json").out)
    assert (said["managed"], said["written"]) == ("all", True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("hq-sw-1", "sylog"), "arista_eos: no feature 'sylog'\n    hint: did you mean syslog?"),
        (("hq-sw-1", "print_server"), "arista_eos: no feature 'print_server', which other platforms have\n"),
        (("hq-sw-1", "ntp"), "hq-sw-1 is owned as a whole: inventory/defaults.yaml:24:10\n    hint: own only some parts of it: "),
        (("hq-sw1", "ntp"), "no device called 'hq-sw1'\n    hint: did you mean hq-sw-1?"),
        ((), "no device is named\n"),
        (("--list", "printer"), "printer has no config: it is observed only"),
    ],
)
def test_what_cannot_be_owned_is_refused(starter: Company, words: tuple[str, ...], message: str) -> None:
    assert f"error: {message}" in starter.netops("manage", *words, expect=2).err


def test_features_are_listed_by_platform(starter: Company) -> None:
    assert ["terminal_lines", "line"] in [row.split() for row in starter.netops("manage", "--list", "cisco_ios").out.splitlines()]
    listed = json.loads(starter.netops("manage", "--list", "--format", "json").out)["platforms"]
    assert listed["frr"]["static_routes"] == ["ip route", "ipv6 route", "vrf"]


def test_the_page_has_the_features() -> None:
    """`python tests/commands/test_commands_manage.py` prints them."""
    text = (ROOT / "docs/managed.md").read_text()
    assert tables() in text


def tables() -> str:
    parts = []
    for platform, table in features(None, None).items():
        rows = [f"| `{name}` | {', '.join(f'`{start}`' for start in starts)} |" for name, starts in sorted(table.items())]
        parts.append("\n".join([f"### {platform}", "", "| feature | lines |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.write(tables())
