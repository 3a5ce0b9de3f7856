"""Names of interfaces and ranges of them."""

from __future__ import annotations

import pytest

from netops.model.ranges import parse_port_range

NAMES = {
    "GigabitEthernet1/0/1-24": ("GigabitEthernet1/0/", 1, 24),
    "Ethernet1-2": ("Ethernet", 1, 2),
    "ge-0/0/0-3": ("ge-0/0/", 0, 3),
    "ge-0/0/0": ("ge-0/0/", 0, 0),
    "Ethernet49/1": ("Ethernet49/", 1, 1),
    "irb.110": ("irb.", 110, 110),
    "Port-Channel1": ("Port-Channel", 1, 1),
    "lo": ("lo", 0, 0),
}


@pytest.mark.parametrize("name", NAMES)
def test_span(name: str) -> None:
    made = parse_port_range(name)
    assert (made.stem, made.first, made.last) == NAMES[name]


def test_names_of_a_range() -> None:
    assert list(parse_port_range("ge-0/0/8-10").names()) == ["ge-0/0/8", "ge-0/0/9", "ge-0/0/10"]
    assert list(parse_port_range("ge-0/0/8").names()) == ["ge-0/0/8"]
    assert list(parse_port_range("Eth007").names()) == ["Eth007"]


@pytest.mark.parametrize(
    ("one", "other", "meets", "holds"),
    [
        ("Eth1-4", "Eth2-3", True, True),
        ("Eth1-4", "Eth1-4", True, False),
        ("Eth1-4", "Eth3-6", True, False),
        ("Eth1-4", "Eth4", True, True),
        ("Eth1-4", "Eth5", False, False),
        ("Eth1/1-4", "Eth2/1-4", False, False),
    ],
)
def test_meeting_and_holding(one: str, other: str, meets: bool, holds: bool) -> None:
    assert (parse_port_range(one).meets(parse_port_range(other)), parse_port_range(other).meets(parse_port_range(one))) == (meets, meets)
    assert (
        meets and parse_port_range(one).holds(parse_port_range(other))
        if holds
        else not (meets and parse_port_range(one).holds(parse_port_range(other)))
    )
