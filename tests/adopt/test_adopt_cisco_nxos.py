"""Configs of NX-OS come in as data: what each line says, and that all of it comes back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from netops.adopt.configs import ImportOptions, import_configs
from netops.adopt.draft import DeviceDraft
from netops.adopt.emit import yaml_document
from netops.adopt.reading import read_data
from netops.platforms import get

HERE = Path(__file__).parent / "cisco_nxos"
GOLDEN = Path(__file__).parents[1] / "golden" / "cisco_nxos" / "main" / "expected.txt"


def imported(text: str, folder: Path) -> tuple[DeviceDraft, dict[str, Any]]:
    """The draft of one device after the proof, and the files of the company without layers."""
    found = import_configs({"sw1": text}, folder, ImportOptions("dc1", {"sw1": "cisco_nxos"}), company="c", flat=True)
    assert found.refused == []
    return found.drafts[0], found.files


def without_names(text: str) -> str:
    """YAML without the names that secrets got."""
    return re.sub(r"!secret \w+", "!secret NAME", text)


def data_of(text: str) -> dict[str, Any]:
    """What the table reads off a config, without the proof."""
    draft = DeviceDraft("sw1", "sw1", get("cisco_nxos"), text)
    draft.read_lines()
    read_data(draft)
    return draft.data


def test_a_leaf_is_data_and_nothing_else(tmp_path: Path) -> None:
    draft, files = imported((HERE / "leaf.txt").read_text(encoding="utf-8"), tmp_path)
    assert (dict(draft.raw), dict(draft.without)) == ({}, {})
    device = {key: value for key, value in files["inventory/sites/dc1/devices/sw1.yaml"].items() if key != "managed"}
    assert without_names(yaml_document(device)) == (HERE / "leaf.yaml").read_text(encoding="utf-8")
    assert files["inventory/sites/dc1/ipam.yaml"]["vrfs"] == [
        {"name": "KEEPALIVE"},
        {
            "name": "TENANT-A",
            "description": "Tenant A",
            "vni": 50001,
            "rd": "auto",
            "address_families": {
                "ipv4": {
                    "import_targets": ["auto", "65001:900"],
                    "export_targets": ["auto"],
                    "import_targets_evpn": ["auto"],
                    "export_targets_evpn": ["auto", "65001:901"],
                }
            },
        },
        {"name": "management"},
    ]
    assert files["inventory/sites/dc1/ipam.yaml"]["vlans"] == [
        {"name": "default", "vid": 1},
        {"name": "web", "vid": 10},
        {"name": "db", "vid": 20},
        {"name": "VLAN0099", "vid": 99},
        {"name": "VLAN2500", "vid": 2500},
    ]


def test_what_templates_write_is_read_back(tmp_path: Path) -> None:
    """All but: a banner, whose text of several lines no table reads; what is `raw_config` there; and what rules refuse in the text, a
    subinterface without its port, next hops on no network, a group of VRRP with one router."""
    text = GOLDEN.read_text(encoding="utf-8").replace("⟦secret:", "word-").replace("⟧", "")
    draft, _ = imported(text, tmp_path)
    refused = ["feature vrrp", "interface Vlan110 > vrrp 110", "interface Ethernet1/51.15", "ipv6 route", "vrf context guest > ip route"]
    found = {" > ".join(path) for path in draft.raw}
    assert {line for line in found if not line.startswith(tuple(refused))} == {
        "banner motd #\nProperty of Example.\nKeep out.\n#",
    }
    assert dict(draft.without) == {("interface Ethernet1/51",): None}, "the port of the subinterface, which the text does not have"


N7K = """\
hostname core
feature bgp
interface port-channel80
  description To the other core
  mtu 9216
interface Ethernet1/1
  switchport
  switchport mode trunk
  switchport trunk allowed vlan 10,20
  no shutdown
interface Ethernet1/2
  switchport
  switchport mode fex-fabric
  fex associate 101
  channel-group 101
  no shutdown
interface Ethernet1/3
  switchport
interface Ethernet1/4
  ip address 192.0.2.1/30
  no shutdown
interface Ethernet1/5
router bgp 65001
  neighbor 192.0.2.2 remote-as 65002
    address-family ipv4 unicast
  neighbor 192.0.2.6 remote-as 65001
    shutdown
"""


def test_ports_that_route_and_are_down_by_default() -> None:
    data = data_of(N7K)
    assert data["system"] == {"default_port_mode": "routed", "default_port_enabled": False}
    assert data["interfaces"] == {
        "port-channel80": {"description": "To the other core", "mtu": 9216},
        "Ethernet1/1": {"mode": "tagged", "tagged_vlans": [10, 20]},
        "Ethernet1/2": {"fex": 101},
        "Ethernet1/3": {"mode": "access", "enabled": False},
        "Ethernet1/4": {"addresses": ["192.0.2.1/30"]},
        "Ethernet1/5": {"enabled": False},
    }
    assert data["bgp"] == {
        "asn": 65001,
        "address_families": {},
        "as_on_neighbor_line": True,
        "neighbors": [
            {"address": "192.0.2.2", "remote_asn": 65002},
            {"address": "192.0.2.6", "remote_asn": 65001, "enabled": False, "address_families": {}},
        ],
    }


def test_a_port_channel_that_is_not_there_is_named_by_no_port(tmp_path: Path) -> None:
    draft, _ = imported(N7K, tmp_path)
    assert list(draft.raw) == [("interface Ethernet1/2", "channel-group 101")]
    assert dict(draft.without) == {}


def test_a_long_list_of_a_trunk_is_read_as_one() -> None:
    lines = "  switchport mode trunk\n  switchport trunk allowed vlan 10-11\n  switchport trunk allowed vlan add 20\n"
    assert data_of(f"interface Ethernet1/1\n{lines}")["interfaces"]["Ethernet1/1"]["tagged_vlans"] == [10, 11, 20]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("vlan 1,10\nvlan 10\n  name web\n", {1: {"name": "default"}, 10: {"name": "web"}}),
        ("vlan 1\nvlan 10\n  name web\nvlan 20\n", {10: {"name": "web"}, 20: {}}),
        ("vlan 10,20\nvlan 10\n  name web\n", {10: {"name": "web"}, 20: {}}),
        ("hostname sw1\n", {}),
    ],
)
def test_tables_of_vlans(text: str, table: dict[int, Any]) -> None:
    data = data_of(text)
    assert (data["vlan_table"], data["vlan_database"]) == (table, sorted(table))


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        ("    address 192.0.2.1\n    no shutdown\n", {"vrrp": {"group": 7, "address": "192.0.2.1"}}),
        ("    address 192.0.2.1\n    priority 120\n    no preempt\n    no shutdown\n",
         {"vrrp": {"group": 7, "address": "192.0.2.1", "priority": 120, "preempt": False}}),
        ("    address 192.0.2.1\n    address 192.0.2.9 secondary\n    no shutdown\n",
         {"vrrp_groups": [{"group": 7, "address": "192.0.2.1", "secondary_addresses": ["192.0.2.9"]}]}),
        ("    address 192.0.2.1\n    shutdown\n", {"vrrp_groups": [{"group": 7, "address": "192.0.2.1", "enabled": False}]}),
    ],
)  # fmt: skip
def test_groups_of_vrrp(lines: str, groups: dict[str, Any]) -> None:
    port = data_of(f"interface Vlan7\n  no shutdown\n  vrrp 7\n{lines}")["interfaces"]["Vlan7"]
    assert port == groups


@pytest.mark.parametrize(
    ("line", "route"),
    [
        ("ip route 10.0.0.0/8 192.0.2.1", {"next_hop": "192.0.2.1"}),
        ("ip route 10.0.0.0/8 192.0.2.1 200", {"next_hop": "192.0.2.1", "distance": 200}),
        ("ip route 10.0.0.0/8 192.0.2.1 vrf BLUE", {"next_hop": "192.0.2.1", "next_hop_vrf": "BLUE"}),
        ("ip route 10.0.0.0/8 192.0.2.1 track 3 name X tag 9 5",
         {"next_hop": "192.0.2.1", "track": 3, "name": "X", "tag": 9, "distance": 5}),
        ("ip route 10.0.0.0/8 Vlan10", {"interface": "Vlan10"}),
        ("ip route 10.0.0.0/8 port-channel80.1 192.0.2.1", {"interface": "port-channel80.1", "next_hop": "192.0.2.1"}),
        ("ip route 10.0.0.0/8 Null0 tag 5", {"blackhole": True, "tag": 5}),
    ],
)  # fmt: skip
def test_static_routes(line: str, route: dict[str, Any]) -> None:
    assert data_of(f"{line}\n")["static_routes"] == [{"prefix": "10.0.0.0/8"} | route]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("tcp any eq bgp any", {"protocol": "tcp", "source_port": 179}),
        ("udp any any range snmp snmptrap", {"protocol": "udp", "ports": "161-162"}),
        ("tcp any any lt 1024 established", {"protocol": "tcp", "ports": "<1024", "established": True}),
        ("icmp any 10.0.0.0/8 unreachable log", {"protocol": "icmp", "destination": "10.0.0.0/8", "icmp_type": "unreachable", "log": True}),
        ("ip any any fragments", {"fragments": True}),
    ],
)
def test_entries_of_filters(words: str, entry: dict[str, Any]) -> None:
    acls = data_of(f"ip access-list A\n  10 permit {words}\n  20 remark Nothing follows\n")["acls"]
    assert acls == {"A": {"entries": [{"seq": 10, "action": "permit"} | entry]}}


@pytest.mark.parametrize(
    "line",
    [
        "ip route 10.0.0.0/8 192.0.2.1 word",
        "ntp server 192.0.2.1",
        "logging server 192.0.2.1",
        "snmp-server user x network-admin auth md5",
        "router bgp 65001.1",
    ],
)
def test_a_line_that_is_not_understood_is_no_data(line: str) -> None:
    assert data_of(f"hostname sw1\n{line}\n").keys() <= {"hostname", "vlan_table", "vlan_database"}
