"""A thing that gets another word in its first line, and keeps its name, stays: the old line is not taken back behind the new one."""

from __future__ import annotations

import pytest

from netops import config

CHANGES = (
    ("frr", "route-map R permit 10", "route-map R deny 10", "match tag 5"),
    ("arista_eos", "route-map R permit 10", "route-map R deny 10", "match tag 5"),
    ("cisco_ios", "route-map R permit 10", "route-map R deny 10", "match tag 5"),
    ("cisco_nxos", "route-map R permit 10", "route-map R deny 10", "match tag 5"),
    ("arista_eos", "class-map type qos match-any A", "class-map type qos match-all A", "match dscp 46"),
    ("cisco_ios", "class-map match-any A", "class-map match-all A", "match dscp ef"),
    ("cisco_ios", "class-map type inspect match-any A", "class-map type inspect match-all A", "match protocol http"),
    ("cisco_ios", "class-map type inspect http match-any A", "class-map type inspect http match-all A", "match request method put"),
    ("cisco_nxos", "class-map type qos match-any A", "class-map type qos match-all A", "match dscp 46"),
    ("cisco_xr", "class-map match-any A", "class-map match-all A", "match dscp ef"),
)
ENDS = ("exit", "end-class-map")


@pytest.mark.parametrize(("platform", "old", "new", "line"), CHANGES)
def test_a_first_line_changes_in_place(platform: str, old: str, new: str, line: str) -> None:
    running, intended = f"{old}\n {line}\n", f"{new}\n {line}\n"
    commands = config.remediate(platform, running, intended)
    assert [one for one in commands if one not in ENDS] == [new]
    after = config.predict(platform, running, commands)
    assert config.diff(platform, after, intended) == ()
    assert [one for one in config.rollback(platform, running, intended) if one not in ENDS] == [old]


def test_huawei_removes_a_node_before_it_gets_another_mode() -> None:
    running = "route-policy R permit node 10\n if-match tag 5\n"
    commands = config.remediate("huawei_vrp", running, running.replace("permit", "deny"))
    assert commands == ["undo route-policy R node 10", "route-policy R deny node 10", " if-match tag 5", "quit"]


@pytest.mark.parametrize("platform", ["frr", "arista_eos", "cisco_ios", "cisco_nxos"])
def test_an_entry_with_another_number_is_there_before_the_old_one_goes(platform: str) -> None:
    running = "route-map R permit 10\n match tag 5\n"
    commands = config.remediate(platform, running, running.replace("10", "20"))
    assert [one for one in commands if one != "exit"] == ["route-map R permit 20", " match tag 5", "no route-map R permit 10"]


@pytest.mark.parametrize("platform", ["arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr"])
@pytest.mark.parametrize("start", ["type inspect http match-any ", "type network-qos ", "type qos match-any ", "match-all ", ""])
def test_classes_of_two_names_are_two(platform: str, start: str) -> None:
    if start == "type inspect http match-any " and platform != "cisco_ios":
        pytest.skip("only IOS has types of two words")
    text = f"class-map {start}A\n match dscp 8\nclass-map {start}B\n match dscp 9\n"
    found = [line.rpartition(" ") for line in config.normalise(platform, text).splitlines() if line.startswith("class-map")]
    assert [name for _, _, name in found] == ["A", "B"]
    (kind,) = {kind for kind, _, _ in found}
    assert kind.split()[-1] == (start or kind).split()[-1], "words that the platform supposes may be added or left out"
