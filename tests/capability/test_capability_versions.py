"""Releases compare as the vendors count them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from netops.capability.versions import meets_condition, parse_release
from netops.platforms import get

ASCENDING = {
    "arista_eos": ("4.20.15M", "4.20.15.1M", "4.23.4.2M", "4.26.0F", "EOS-4.30.1F", "4.30.10M", "4.35.0F"),
    "cisco_ios": (
        "12.2(55)SE3",
        "15.0(2)SE",
        "15.2(7)E",
        "15.2(7)E3",
        "15.2(7)E10",
        "15.2(7a)E",
        "16.12.4",
        "17.03.01",
        "17.3.2a",
        "17.09.04a",
        "17.9.5",
    ),
    "cisco_nxos": ("7.0(3)I7(10)", "9.2(1)", "9.3(5)", "9.3(10)", "10.1(1)", "10.4(5)M"),
    "cisco_xr": ("6.1.1", "7.5.2", "7.5.10", "24.1.1"),
    "frr": ("7.5.1", "8.4.4-1.1~deb12u1", "8.5", "8.5.2", "10.0"),
    "juniper_junos": ("15.1X49-D170", "17.3R1", "21.4R3.15", "21.4R3-S2", "21.4R3-S10.3", "22.1R1"),
}
"""Each older than the one after it."""


@pytest.mark.parametrize(
    ("platform", "older", "newer"), [(name, *pair) for name, releases in ASCENDING.items() for pair in pairwise(releases)]
)
def test_older_is_less(platform: str, older: str, newer: str) -> None:
    one, other = parse_release(get(platform), older), parse_release(get(platform), newer)
    assert one is not None and other is not None and one < other


@pytest.mark.parametrize(
    ("platform", "one", "other"),
    [
        ("cisco_ios", "17.09.04a", "Cisco IOS XE 17.9.4a"),
        ("cisco_ios", "15.2(7)E3", "Version 15.2(7)E3,"),
        ("juniper_junos", "21.4R3-S2", "Junos: 21.4R3-S2.3-EVO"),
        ("frr", "8.4.4", "8.4.4-1.1~deb12u1"),
    ],
)
def test_written_otherwise_is_the_same(platform: str, one: str, other: str) -> None:
    assert parse_release(get(platform), one) == parse_release(get(platform), other) is not None


@pytest.mark.parametrize("text", ["", "none", "15", "debian-12"])
def test_what_is_no_release(text: str) -> None:
    assert [parse_release(get(platform), text) for platform in ASCENDING] == [None] * len(ASCENDING)


@pytest.mark.parametrize(
    ("found", "condition", "expected"),
    [
        ("17.1.1", "<17.1", False),
        ("16.12.4", "<17.1", True),
        ("17.1.1", ">=17.1", True),
        ("17.03.02a", ">=17.3.2", True),
        ("17.3.2", ">=17.3.2a", False),
    ],
)
def test_condition(found: str, condition: str, expected: bool) -> None:
    release = parse_release(get("cisco_ios"), found)
    assert release is not None and meets_condition(get("cisco_ios"), release, condition) is expected


def test_condition_without_a_release_is_refused() -> None:
    release = parse_release(get("cisco_nxos"), "9.3(10)")
    assert release is not None
    with pytest.raises(ValueError, match="'<17' names no release of cisco_nxos"):
        meets_condition(get("cisco_nxos"), release, "<17")
