"""Junos: what stands in an order that decides is a difference when it is swapped, and gets into its order; inactive leaves."""

from __future__ import annotations

import pytest

from netops import config
from netops.dialects.junos.order import STATEMENTS, UNORDERED, VALUES

PLATFORM = "juniper_junos"


def lines(words: str, *names: str) -> str:
    path = " ".join("X" if word == "*" else word for word in words.split(" "))
    return "".join(f"set system {path} {name}\n" for name in names)


def braces(words: str, *names: str) -> str:
    path = " ".join("X" if word == "*" else word for word in words.split(" "))
    return f"system {{\n    {path} {{\n" + "".join(f"        {name};\n" for name in names) + "    }\n}\n"


@pytest.mark.parametrize("form", [lines, braces])
@pytest.mark.parametrize("words", [*STATEMENTS, *VALUES])
def test_swapped_lines_are_a_difference_and_get_into_their_order(words: str, form: object) -> None:
    assert callable(form)
    running, intended = form(words, "a", "b"), form(words, "b", "a")
    assert config.diff(PLATFORM, running, intended)
    commands = config.remediate(PLATFORM, running, intended)
    assert commands
    assert config.diff(PLATFORM, config.predict(PLATFORM, running, commands), intended) == ()


@pytest.mark.parametrize("words", [*UNORDERED])
def test_other_lists_have_no_order(words: str) -> None:
    assert config.remediate(PLATFORM, lines(words, "a", "b"), lines(words, "b", "a")) == []


def test_statements_are_moved_and_values_set_again() -> None:
    servers = "set system radius-server 10.0.0.{} secret x\n"
    assert config.remediate(PLATFORM, servers.format(1) + servers.format(2), servers.format(2) + servers.format(1)) == [
        "insert system radius-server 10.0.0.2 before radius-server 10.0.0.1"
    ]
    names = "set system name-server 10.0.0.{}\n"
    assert config.remediate(PLATFORM, names.format(2), names.format(1) + names.format(2)) == [
        "delete system name-server 10.0.0.2",
        "set system name-server 10.0.0.1",
        "set system name-server 10.0.0.2",
    ]


@pytest.mark.parametrize(
    ("leaf", "mark"),
    [
        ("mtu 9000", "mtu"),
        ('description "to Berlin"', "description"),
        ("address 10.0.0.1/24", "address 10.0.0.1/24"),
        ("neighbor 10.0.0.1", "neighbor 10.0.0.1"),
        ("route 10.0.0.0/8 next-hop 10.0.0.1", "route 10.0.0.0/8"),
        ("import [ A B ]", "import"),
    ],
)
def test_an_inactive_leaf_is_named_without_its_value(leaf: str, mark: str) -> None:
    shown = f"system {{\n    inactive: {leaf};\n}}\n"
    listed = f"set system {leaf}\ndeactivate system {mark}\n"
    assert config.remediate(PLATFORM, shown, listed) == config.remediate(PLATFORM, listed, shown) == []
    assert config.remediate(PLATFORM, f"set system {leaf}\n", shown) == [f"deactivate system {mark}"]
    assert config.remediate(PLATFORM, shown, f"set system {leaf}\n") == [f"activate system {mark}"]
