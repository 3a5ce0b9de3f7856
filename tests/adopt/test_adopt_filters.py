"""Entries of filters that the model has no key for stay lines; the others of the same list are data, in the order of the device."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netops.adopt.configs import ImportOptions, import_configs
from netops.graph.from_data import Defaults, facts_of_view
from netops.graph.rulesets import UNKNOWN

NUMBERED = """ 10 remark Of the staff
 10 permit udp any eq bootpc any eq bootps
 20 permit tcp object-group STAFF any range 8000 8100
 30 permit icmp any any echo
 40 deny ip any any log
"""
OWN_REMARKS = """ 10 remark Of the staff
 20 permit udp any range 1024 65535 {host} eq domain
 30 permit gre any any
 40 permit icmp any any echo
 50 permit tcp any gt 1023 any eq bgp
 60 deny tcp any any established
 70 {odd}
 80 deny {ip} any any log
"""
PARTLY_RAW = {
    "cisco_ios": (
        "version 17.9\nhostname r1\n!\ninterface GigabitEthernet0/0\n ip access-group X in\n!\n"
        f"ip access-list extended X\n{NUMBERED}!\nend\n",
        [" 20 permit tcp object-group STAFF any range 8000 8100"],
        [10, 30, 40],
    ),
    "cisco_xr": (
        "!! IOS XR Configuration 7.5.2\nhostname r1\nipv4 access-list X\n"
        + OWN_REMARKS.format(host="host 192.0.2.53", odd="permit ipv4 net-group A any", ip="ipv4")
        + "!\ninterface TenGigE0/0/0/0\n ipv4 access-group X ingress\n!\nend\n",
        [" 70 permit ipv4 net-group A any"],
        [20, 30, 40, 50, 60, 80],
    ),
    "arista_eos": (
        "! device: r1 (DCS-7050, EOS-4.28)\nhostname r1\n!\n"
        + "interface Ethernet1\n   ip access-group X in\n!\nip access-list X\n   counters per-entry\n"
        + OWN_REMARKS.format(host="host 192.0.2.53", odd="permit ip any any nexthop-group DC", ip="ip")
        .replace("\n ", "\n   ")
        .replace(" 10", "   10", 1)
        + "!\nend\n",
        ["   70 permit ip any any nexthop-group DC"],
        [20, 30, 40, 50, 60, 80],
    ),
    "cisco_nxos": (
        "version 9.3(10)\nhostname r1\nip access-list X\n"
        + OWN_REMARKS.format(host="192.0.2.53/32", odd="permit ip addrgroup A any", ip="ip")
        .replace("\n ", "\n  ")
        .replace(" 10", "  10", 1)
        + "interface mgmt0\n  vrf member management\n",
        ["  70 permit ip addrgroup A any"],
        [20, 30, 40, 50, 60, 80],
    ),
    "frr": (
        "frr version 8.4.4\nfrr defaults traditional\nhostname r1\n!\naccess-list X seq 5 permit 10.0.0.0/8\n"
        "access-list X seq 10 permit ip host 10.1.0.1 any\naccess-list X seq 15 deny any\nline vty\n access-class X\nexit\n!\nend\n",
        ["access-list X seq 10 permit ip host 10.1.0.1 any"],
        [5, 15],
    ),
}


def imported(platform: str, text: str, folder: Path) -> dict[str, Any]:
    found = import_configs({"r1": text}, folder, ImportOptions("main", {"r1": platform}), company="c", flat=True)
    assert not found.refused
    return dict(found.files["inventory/sites/main/devices/r1.yaml"])


@pytest.mark.parametrize("platform", sorted(PARTLY_RAW))
def test_a_list_is_data_but_for_the_entries_without_a_key(platform: str, tmp_path: Path) -> None:
    text, raw, seqs = PARTLY_RAW[platform]
    data = imported(platform, text, tmp_path)
    assert [one["seq"] for one in data["acls"]["X"]["entries"]] == seqs
    entries = [
        line
        for line in data["raw_config"]
        if any(line.strip() == one.strip() for one in text.splitlines()) and ("permit" in line or "deny" in line)
    ]
    assert entries == raw
    assert "X" in repr({key: data[key] for key in ("interfaces", "lines") if key in data}) or platform == "cisco_nxos"


def test_in_a_list_without_numbers_all_after_such_an_entry_stay_lines(tmp_path: Path) -> None:
    text = "ip access-list extended X\n permit udp any any eq bootps\n permit tcp any any reflect OUT\n remark Last\n permit ip any any\n"
    data = imported("cisco_ios", f"version 17.9\nhostname r1\n!\n{text}!\nend\n", tmp_path)
    assert data["acls"]["X"]["entries"] == [{"seq": 10, "action": "permit", "protocol": "udp", "port": 67}]
    assert data["raw_config"][1:] == [
        "ip access-list extended X",
        " permit tcp any any reflect OUT",
        " remark Last",
        " permit ip any any",
    ]


def test_the_graph_has_the_entries_that_are_lines() -> None:
    lines = [
        "ip access-list extended X",
        " 20 permit tcp object-group A any",
        " 30 remark No entry",
        "ip access-list extended Y",
        " 5 deny ip any any",
    ]
    view = {
        "target": "r1",
        "acls": {"X": {"entries": [{"seq": 10, "action": "permit"}, {"seq": 40, "action": "deny"}]}},
        "interfaces": {"Vlan1": {"acl_in": "X"}},
        "raw_config": lines,
    }
    found = facts_of_view(view, Defaults()).filters["X", 4]
    assert [rule.action for rule in found.rules] == ["permit", UNKNOWN, "deny"]
