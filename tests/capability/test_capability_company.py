"""Rules of a company: found in its folder, checked, in place of the package's; severities; releases that are not known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from netops.capability import CapabilityRules
from netops.errors import DataError
from netops.project import Project, bundled_folder
from netops.schema import load

SCHEMAS = load(Project(bundled_folder()))
SWITCH = {"target": "sw1", "platform": "cisco_ios", "device_type": "cisco/c9300-48p"}
ROUTER = {"target": "r1", "platform": "frr", "device_type": "protectli/vp6650"}
AIGP = "router bgp 65010\n neighbor 10.0.0.2 aigp\n neighbor 10.0.0.3 aigp\n"

Make = Callable[[str], CapabilityRules]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Makes a library for a company with one file of rules."""

    def make(text: str) -> CapabilityRules:
        (tmp_path / "netops.yaml").write_text("name: X\nschema: 2\n")
        (tmp_path / "capabilities").mkdir()
        (tmp_path / "capabilities/ours.yaml").write_text(text)
        return CapabilityRules(Project(tmp_path), SCHEMAS)

    return make


def shipped() -> CapabilityRules:
    return CapabilityRules(Project(bundled_folder()), SCHEMAS)


def said(library: CapabilityRules, view: dict[str, object], text: str, **grades: str) -> str:
    return "".join(f"{problem}\n" for problem in library.evaluate(view, text, grades=grades))


OURS = """
platform: cisco_ios
rules:
  - code: OUR101
    device_types: [cisco/c9300-*]
    below: interface Vlan*
    line: ip nat inside
    why: our licence has no NAT
    source: contract 4711
"""


def test_rule_of_the_company(made: Make) -> None:
    library = made(OURS)
    text = "interface Vlan10\n ip nat inside\ninterface GigabitEthernet1/0/1\n ip nat inside\n"
    assert said(library, SWITCH, text) == (
        "error OUR101: sw1 (cisco/c9300-48p) cannot do this: our licence has no NAT\n"
        "    expected: no such line\n"
        "    found: interface Vlan10 > ip nat inside\n"
        "    hint: see contract 4711\n"
    )
    assert said(library, SWITCH | {"device_type": "cisco/c9200-24p"}, text) == ""


def test_rule_of_the_company_replaces_the_shipped_one(made: Make) -> None:
    library = made(OURS.replace("OUR101", "CAP107"))
    assert said(library, SWITCH, "mls qos\n") == ""


def test_broken_rules_are_all_told(made: Make) -> None:
    library = made(
        """
platform: juniper_junos
rules:
  - {code: OUR101, below: interfaces, line: vlan, why: x, source: y}
  - {code: OUR102, versions: [<17], line: vlans, allowed: 1-10, why: x, source: y}
"""
    )
    with pytest.raises(DataError) as caught:
        library.rules("frr")
    assert str(caught.value) == (
        "capabilities/ours.yaml:4:20: error CAP001: nothing stands below another line (at rules[0])\n"
        "    expected: no `below`: a line of juniper_junos is its whole path\n"
        "capabilities/ours.yaml:5:31: error CAP001: <17 names no release of juniper_junos (at rules[1])\n"
        "    found: <17\n"
        "capabilities/ours.yaml:5:43: error CAP001: nothing to compare `allowed` with (at rules[1])\n"
        "    expected: one # in the line: the numbers that are allowed"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("platform: cisco_ios", "platform: cisco_iso", "ours.yaml:2:11: error CAP001: no platform called 'cisco_iso'\n"),
        ("    why: our licence has no NAT\n", "", "why"),
        ("below:", "belwo:", "belwo"),
        ("interface Vlan*", "interface  Vlan*", "below"),
    ],
)
def test_broken_file_is_refused(made: Make, old: str, new: str, expected: str) -> None:
    with pytest.raises(DataError) as caught:
        made(OURS.replace(old, new)).rules("cisco_ios")
    assert expected in str(caught.value)


def test_a_code_stands_once(made: Make) -> None:
    rules = OURS + OURS.split("rules:\n")[1]
    with pytest.raises(DataError) as caught:
        made(rules).rules("cisco_ios")
    assert str(caught.value) == "capabilities/ours.yaml:10:11: error CAP001: OUR101 is also the code of capabilities/ours.yaml:4:11"


def test_unknown_release_is_a_warning() -> None:
    assert said(shipped(), ROUTER, AIGP.replace(" neighbor 10.0.0.3 aigp\n", "")) == (
        "warning CAP502: r1 (protectli/vp6650) cannot do this if it runs a release <8.5: "
        "BGP carries the accumulated IGP metric from FRR 8.5 on\n"
        "    expected: no such line\n"
        "    found: router bgp 65010 > neighbor 10.0.0.2 aigp\n"
        "    hint: say which release it runs: expected: {firmware: ...}; upgrade, best to 8.5.2 or later, "
        "since 8.5.0 marks the attribute wrongly (FRRouting, release notes of 8.5 and of 8.5.2)\n"
    )


def test_release_that_cannot_be_read_is_an_error() -> None:
    view = ROUTER | {"expected": {"firmware": "the new one"}}
    first = shipped().evaluate(view, AIGP)[0]
    assert str(first) == (
        "error CAP002: r1: no release of frr is named here, so what it can do is not known (at r1: expected.firmware)\n"
        "    expected: the release as the device prints it\n"
        "    found: the new one"
    )


def test_text_that_cannot_be_read_is_an_error() -> None:
    found = shipped().evaluate(SWITCH, "banner motd ^C\nmls qos\n")
    assert [problem.code for problem in found] == ["CAP002"]


@pytest.mark.parametrize(("grade", "expected"), [("off", []), ("warning", ["warning"]), ("info", ["info"]), ("error", ["error"])])
def test_severity_of_the_company(grade: str, expected: list[str]) -> None:
    assert [str(problem.severity) for problem in shipped().evaluate(SWITCH, "mls qos\n", grades={"CAP107": grade})] == expected


def test_every_line_is_told() -> None:
    view = ROUTER | {"expected": {"firmware": "8.4.4"}}
    assert [problem.code for problem in shipped().evaluate(view, AIGP)] == ["CAP502", "CAP502"]


def test_a_line_that_means_several_is_told_once() -> None:
    nexus = SWITCH | {"platform": "cisco_nxos", "device_type": "cisco/n9k-c93180yc-fx"}
    found = shipped().evaluate(nexus, "vlan 1,10,3960-3970\nvlan 20,3971\n")
    assert [problem.found for problem in found] == ["vlan 1,10,3960-3970 (3960-3970)", "vlan 20,3971 (3971)"]
