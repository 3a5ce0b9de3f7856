"""Equal sections of a difference are one, with all of their names; nothing else is put together."""

from __future__ import annotations

import pytest

from netops.report._changes import SharedLine
from netops.report._hunks import abbreviate_names, abbreviate_section, merged_lines


def lines(text: str) -> list[SharedLine]:
    """Lines as `SIGN DEPTH-AS-BLANKS TEXT`."""
    return [SharedLine(row[0], len(row[2:]) - len(row[2:].lstrip()), row[2:].strip(), "") for row in text.strip("\n").splitlines()]


def shown(text: str) -> list[str]:
    return [f"{line.sign} {' ' * line.depth}{line.text}" for line in merged_lines(lines(text))]


def port(number: str, description: str = "desk", sign: str = " ") -> str:
    return f"{sign} interface GigabitEthernet{number}\n+  description {description}\n"


def test_a_profile_on_42_ports_is_one_hunk() -> None:
    text = "".join(port(f"1/0/{number}") for number in range(1, 43))
    assert shown(text) == ["  interface GigabitEthernet1/0/1-42 (42 ports)", "+  description desk"]


def test_sections_that_differ_stay_apart_in_the_order_of_the_first() -> None:
    text = (
        port("1/0/1")
        + port("1/0/2", "printer")
        + port("1/0/3")
        + port("1/0/4", sign="+")
        + "+ ntp server 10.0.0.1\n+ ntp server 10.0.0.2\n"
    )
    assert shown(text) == [
        "  interface GigabitEthernet1/0/1,3 (2 ports)",
        "+  description desk",
        "  interface GigabitEthernet1/0/2",
        "+  description printer",
        "+ interface GigabitEthernet1/0/4",
        "+  description desk",
        "+ ntp server 10.0.0.1",
        "+ ntp server 10.0.0.2",
    ]


def test_sections_inside_a_section_are_put_together_too() -> None:
    text = "  interfaces\n   ge-0/0/1\n+   mtu 9000\n   ge-0/0/2\n+   mtu 9000\n"
    assert shown(text) == ["  interfaces", "   ge-0/0/1-2 (2 ports)", "+   mtu 9000"]


def test_a_head_that_varies_among_targets_and_a_section_that_is_there_twice_stay_apart() -> None:
    text = "  interface {1}\n+  mtu 9000\n  interface {2}\n+  mtu 9000\n"
    assert shown(text) == text.splitlines()
    twice = "  options\n+  a\n  options\n+  a\n"
    assert shown(twice) == twice.splitlines()


def test_a_place_that_varies_is_left_out() -> None:
    one = [SharedLine(" ", 0, "vlan 1", ""), SharedLine("+", 1, "name x", "a.yaml:1:1")]
    other = [SharedLine(" ", 0, "vlan 2", ""), SharedLine("+", 1, "name x", "a.yaml:2:1")]
    assert merged_lines([*one, *other]) == [SharedLine(" ", 0, "vlan 1-2 (2 sections)", ""), SharedLine("+", 1, "name x", "")]
    assert merged_lines([*one, other[0], one[1]])[1].origin == "a.yaml:1:1"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["interface Gi1/0/2", "interface Gi1/0/1", "interface Gi2/0/1"], "interface Gi1/0/1-2, Gi2/0/1"),
        (["vlan 7", "vlan 9"], "vlan 7,9"),
        (["ge-0/0/1.0", "ge-0/0/2.0"], "ge-0/0/1.0, ge-0/0/2.0"),
        (["file a01", "file a02"], "file a01, a02"),
    ],
)
def test_names_in_short(names: list[str], expected: str) -> None:
    assert abbreviate_names(names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("interface TenGigabitEthernet1/1/1-2 (2 ports)", "Te1/1/1-2 (2 ports)"),
        ("interface Ethernet1", "Et1"),
        ("interface Port-Channel10", "Po10"),
        ("ge-0/0/1", "ge-0/0/1"),
        ("interface mgmt0", "mgmt0"),
    ],
)
def test_kinds_of_interfaces_in_short(text: str, expected: str) -> None:
    assert abbreviate_section(text) == expected
