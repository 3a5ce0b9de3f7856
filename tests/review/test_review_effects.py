"""What a change does: objects, findings, and the lines of each target."""

from __future__ import annotations

from typing import Any

import pytest
from review_repository import Repository

NORTH = "inventory/regions/north.yaml"
NTP = "ntp:\n  servers:\n    - !unset 10.1.20.6\n    - {host: 10.1.20.7}\n"
IPAM = "inventory/sites/ber/ipam.yaml"
VOICE = "  - {name: voice, vid: 140, description: Telephones}\n"
ACCESS = "inventory/sites/ber/devices/ber-acc-1.yaml"


def lines(difference: dict[str, Any]) -> list[str]:
    return [f"{line['sign']} {line['text']}" for line in difference["lines"]]


def paths(told: dict[str, Any]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(o["kind"], o["name"], v["path"], v["old"], v["new"]) for o in told["objects"] for v in o["values"]]


def test_a_server_of_a_region_differs_on_many_targets_and_is_told_once(company: Repository) -> None:
    company.append(NORTH, NTP)
    said = company.netops("review", "HEAD").out
    assert "21 of 38 targets differ" in said
    assert said.count("ntp server 10.1.20.7\n") == 0, "each line has its place"
    names = "ber-acc-1, ber-acc-2, ber-acc-3, ber-acc-4, ber-oob-1, ham-acc-1, ham-acc-2, ham-acc-3, ham-dist-1"
    told = said.partition(f"9 targets (cisco_ios), 2 lines: {names}\n")[2].splitlines()[:2]
    assert [line.split("  ")[1] for line in told] == ["- ntp server 10.1.20.6", "+ ntp server 10.1.20.7"]
    assert [" ".join(line.split()[4:]) for line in told] == [
        "was at inventory/defaults.yaml:7:14 and 1 more",
        f"{NORTH}:6:14 and 1 more",
    ]


def test_only_what_the_change_can_reach_is_rendered(company: Repository) -> None:
    company.edit("inventory/sites/ham/devices/ham-acc-1.yaml", "serial: ", "serial: X")
    made = company.review("HEAD")["rendering"]
    assert (made["targets"], made["rendered"], made["changed"]) == (38, 1, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("domain: nordwind.example\n", "# Where the names end.\ndomain: nordwind.example   # ours\n"),
        ("domain: nordwind.example\n", 'domain: "nordwind.example"\n'),
        ("- {host: 10.1.20.5, prefer: true}", "- {prefer: true, host: 10.1.20.5}"),
        ("- {host: 10.1.20.5, prefer: true}", "- host: 10.1.20.5\n      prefer: true"),
    ],
    ids=["comment", "quotes", "order of keys", "block style"],
)
def test_a_change_of_form_has_no_effect(company: Repository, old: str, new: str) -> None:
    company.edit("inventory/defaults.yaml", old, new)
    head, *_ = company.netops("review", "HEAD", "--exit-code").out.splitlines()
    assert head.endswith("no effect: only comments, order, quoting or places changed in inventory/defaults.yaml")
    told = company.review("HEAD")
    assert (told["effect"], told["objects"], told["rendering"]["differences"]) == (False, [], [])


def test_no_change_at_all(company: Repository) -> None:
    assert company.netops("review").out.splitlines()[0].endswith(": no change")


def test_a_new_vlan_and_a_port_in_it(company: Repository) -> None:
    company.edit(IPAM, VOICE, f"{VOICE}  - {{name: meeting, vid: 145}}\n")
    company.append(ACCESS, "  GigabitEthernet1/0/40: {untagged_vlan: meeting}\n")
    told = company.review("HEAD")
    assert [(o["kind"], o["name"], o["how"]) for o in told["objects"]] == [
        ("device", "ber-acc-1", "changed"),
        ("vlan", "ber/meeting", "added"),
    ]
    assert paths(told)[0] == ("device", "ber-acc-1", "interfaces.GigabitEthernet1/0/40.untagged_vlan", None, "meeting")
    port, *_ = told["rendering"]["differences"]
    assert port["targets"] == ["ber-acc-1"]
    assert lines(port)[:5] == [
        "+ vlan 145",
        "+ name meeting",
        "  interface GigabitEthernet1/0/40",
        "- switchport access vlan 110",
        "+ switchport access vlan 145",
    ]
    trunk = next(line for line in port["lines"] if line["sign"] == "+" and "trunk" in line["text"])
    assert trunk["values"][0].startswith(f"{IPAM}:11:"), "of the VLANs of a trunk, the one that is new comes first"


def test_a_removed_device(company: Repository) -> None:
    (company.root / "inventory/sites/ham/devices/ham-acc-3.yaml").unlink()
    told = company.review("HEAD", expect=3)
    assert [(o["kind"], o["name"], o["how"]) for o in told["objects"]] == [("device", "ham-acc-3", "removed")]
    assert sorted(problem["code"] for problem in told["findings"]["new"]) == ["CAB001", "SRV001"]
    made = told["rendering"]
    assert made["removed"].keys() == {"ham-acc-3"} and made["removed"]["ham-acc-3"] > 100
    uplink = next(one for one in made["differences"] if one["targets"] == ["ham-dist-1"])
    assert lines(uplink)[-1] == "- description to ham-acc-3 TenGigabitEthernet1/1/1"


def test_an_added_device_is_wanted_whole(company: Repository) -> None:
    company.git("rm", "--quiet", "inventory/sites/ham/devices/ham-acc-3.yaml")
    gone = company.commit()
    told = company.review(f"{gone}..HEAD~1")
    assert [(o["kind"], o["name"], o["how"]) for o in told["objects"]] == [("device", "ham-acc-3", "added")]
    new = next(one for one in told["rendering"]["differences"] if one["how"] == "added")
    assert new["targets"] == ["ham-acc-3"]
    assert {line["sign"] for line in new["lines"]} <= {"+", " "}
    assert not any("interface" in line["text"] for line in new["lines"]), "netops manages ntp, snmp and syslog of it, nothing else"


def test_features_that_are_not_managed_are_not_told_as_sent(company: Repository) -> None:
    company.append("inventory/sites/ham/devices/ham-acc-3.yaml", "  GigabitEthernet1/0/3: {description: Conveyor}\n")
    made = company.review("HEAD")["rendering"]
    assert (made["rendered"], made["changed"], made["alike"]) == (1, 0, ["ham-acc-3"])


def test_a_changed_template_reaches_its_platform(company: Repository) -> None:
    company.netops("eject", "templates/cisco_ios/ntp.j2")
    company.commit()
    company.edit("templates/cisco_ios/ntp.j2", "ntp server {{", "ntp peer {{")
    told = company.review("HEAD")
    made = told["rendering"]
    assert told["objects"] == []
    ios = [name for one in made["differences"] for name in one["targets"]]
    assert {platform for one in made["differences"] for platform in one["platforms"]} == {"cisco_ios"}
    assert told["templates"] == [{"name": "templates/cisco_ios/ntp.j2", "how": "changed", "targets": sorted(ios)}]
    assert made["rendered"] == len(ios) > 5
    said = company.netops("review", "HEAD").out
    assert "templates/cisco_ios/ntp.j2: changed, writes changed lines of ber-acc-1, ber-acc-2" in said


def test_an_ejected_template_is_a_change_without_effect_on_lines(company: Repository) -> None:
    company.netops("eject", "templates/cisco_ios/ntp.j2")
    told = company.review("HEAD")
    assert told["rendering"]["changed"] == 0 and told["templates"] == []


def test_a_broken_reference_is_a_new_finding(company: Repository) -> None:
    company.append(ACCESS, "  GigabitEthernet1/0/40: {untagged_vlan: nowhere}\n")
    said = company.netops("review", "HEAD", expect=3).out
    assert f"new: {ACCESS}:13:42: error " in said
    again = company.commit()
    told = company.review(again, expect=3)
    assert told["findings"]["new"] == [] and told["findings"]["kept"]["error"] == 1, "known, and still an error"
    company.edit(ACCESS, "  GigabitEthernet1/0/40: {untagged_vlan: nowhere}\n", "")
    told = company.review(again)
    assert [problem["severity"] for problem in told["findings"]["gone"]] == ["error"]


def test_a_finding_that_only_moves_is_not_new(company: Repository) -> None:
    company.append(ACCESS, "  GigabitEthernet1/0/40: {untagged_vlan: nowhere}\n")
    company.commit()
    text = (company.root / ACCESS).read_text()
    (company.root / ACCESS).write_text(f"# one\n# two\n{text}")
    assert company.review("HEAD", expect=3)["findings"]["new"] == []


def test_what_cannot_be_worked_out_of_invalid_data_is_told(company: Repository) -> None:
    """Without its site a device has no location to derive: an error of the data, not a bug."""
    (company.root / "inventory/sites/muc/site.yaml").unlink()
    told = company.review("HEAD", expect=3)
    assert {problem["severity"] for problem in told["findings"]["new"]} >= {"error"}
    assert told["rendering"]["failed"]["muc-acc-1"] == (
        "the working tree is not valid, so this cannot be worked out (KeyError: 'muc')\n    hint: fix the errors among the findings first"
    )
