"""Patterns match the first words of a line; numbers may be lists with ranges."""

from __future__ import annotations

import pytest

from netops.capability.patterns import LinePattern, outside_ranges, parse_ranges


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        ("mls qos", "mls qos trust dscp", True),
        ("mls qos", "mls qos-x", False),
        ("mls qos", "no mls qos", False),
        ("interface Vlan*", "interface vlan10", True),
        ("interface Vlan*", "interface Vlan", True),
        ("interface *Ethernet*|*GigE*", "interface TwentyFiveGigE1/0/1", True),
        ("interface *Ethernet*|*GigE*", "interface Vlan10", False),
        ("neighbor * aigp", "neighbor 10.0.0.1 aigp", True),
        ("neighbor * aigp", "neighbor aigp", False),
        ("vlan #", "vlan 10,20-30", True),
        ("vlan #", "vlan 10a", False),
        ("vlan #", "vlan configuration 10", False),
        ("vlans * l3-interface vlan.*", "vlans users l3-interface vlan.10", True),
        ("vlans * l3-interface vlan.*", "vlans users l3-interface vlanx10", False),
    ],
)
def test_match(pattern: str, line: str, expected: bool) -> None:
    assert bool(LinePattern(pattern).match(line)) is expected


@pytest.mark.parametrize(("pattern", "expected"), [("vlan #", "vlan"), ("a|b * description", "description"), ("* #", "")])
def test_rarest_word(pattern: str, expected: str) -> None:
    assert LinePattern(pattern).rarest_word == expected


@pytest.mark.parametrize(
    ("numbers", "allowed", "expected"),
    [
        ("10,20-30", "1-4094", ""),
        ("10,1000-1006,1005", "1-1001,1006-4094", "1000-1006,1005"),
        ("0", "1-1000", "0"),
        ("4096", "0,4096", ""),
    ],
)
def test_outside(numbers: str, allowed: str, expected: str) -> None:
    assert outside_ranges(numbers, parse_ranges(allowed)) == expected
