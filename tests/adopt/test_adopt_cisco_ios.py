"""Configs of IOS as data: what the templates can write is read back, so that nothing of it is raw or taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adopt_golden import again, cases, lines_of, text_of

from netops.adopt.configs import ImportOptions, import_configs
from netops.adopt.draft import DeviceDraft
from netops.project import Project
from netops.render import Renderer

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "cisco_ios"
SWITCH = (HERE / "configs" / "ios_switch.txt").read_text(encoding="utf-8")
ROUTER = (HERE / "configs" / "ios_router.txt").read_text(encoding="utf-8")
NEVER_DATA = ("version 15.2", "boot-start-marker", "boot-end-marker")
"""Lines that a device shows and nobody configures."""
OTHERS = [
    "router bgp 65010 > neighbor 2001:DB8:1::2 remote-as 65020",  # RTG001: the view has the neighbour, and no network of it
    "router bgp 65010 > address-family ipv6 > neighbor 2001:DB8:1::2 activate",
]


NOT_OF_ITS_OWN = frozenset({"main", "raw_config", "acls", "interfaces", "management", "qos", "stack", "vlans"})
"""main, raw_config: they hold lines of `raw_config`. qos comes in as classes and policies, the list of the clients of SNMP as a filter;
the others hold what the model derives, such as VLAN numbers."""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Project(Path(__file__).parents[2]))


@pytest.mark.parametrize("case", cases("cisco_ios", NOT_OF_ITS_OWN))
def test_what_the_template_of_a_noun_writes_is_read_and_comes_back(case: str, renderer: Renderer) -> None:
    assert lines_of("cisco_ios", again(renderer, case)) == lines_of("cisco_ios", text_of(case))


def brought_in(tmp_path: Path, text: str) -> DeviceDraft:
    found = import_configs({"dev-1": text}, tmp_path, ImportOptions(platforms={"dev-1": "cisco_ios"}), company="c")
    assert not found.refused
    return found.drafts[0]


def raw(draft: DeviceDraft) -> list[str]:
    return [" > ".join(path) for path in draft.raw if path[0] not in NEVER_DATA]


@pytest.mark.parametrize("text", [SWITCH, ROUTER], ids=["switch", "router"])
def test_every_line_is_data(tmp_path: Path, text: str) -> None:
    draft = brought_in(tmp_path, text)
    assert (raw(draft), list(draft.without)) == ([], [])


def test_what_templates_render_is_read_back(tmp_path: Path) -> None:
    text = (GOLDEN / "main" / "expected.txt").read_text(encoding="utf-8")
    draft = brought_in(tmp_path, text.replace("⟦secret:", "x-").replace("⟧", "-y"))
    assert sorted(raw(draft)) == sorted(OTHERS)


def test_ports_of_a_switch(tmp_path: Path) -> None:
    ports: dict[str, Any] = brought_in(tmp_path, SWITCH).data["interfaces"]
    assert ports["GigabitEthernet1/0/1"] == {
        "description": "Desk 1",
        "mode": "access",
        "untagged_vlan": 10,
        "voice_vlan": 20,
        "dtp": False,
        "stp": {"port_type": "edge", "bpduguard": True},
        "port_security": {"enabled": True, "maximum": 2, "violation": "restrict", "sticky": True, "sticky_macs": ["0000.0c12.3456"]},
    }
    assert ports["Port-channel1"]["tagged_vlans"] == [10, 20]
    assert (ports["Port-channel1"]["allow_untagged"], ports["Port-channel1"]["lag_settings"]) == (False, True)
    assert ports["GigabitEthernet1/0/47"] == {"lag": "Port-channel1"}
    assert ports["GigabitEthernet1/0/3"]["tagged_vlans"] == "all"


def test_routing_of_a_router(tmp_path: Path) -> None:
    data = brought_in(tmp_path, ROUTER).data
    assert data["ospf"]["networks"] == [{"prefix": "10.0.0.0/24", "area": 0}]
    assert data["ospf"]["redistribute"] == [{"source": "static", "subnets": True}]
    assert data["interfaces"]["GigabitEthernet0/1"]["ospf"] == {"passive": False, "cost": 10}
    assert data["bgp"]["neighbors"][0] == {
        "address": "192.0.2.1",
        "remote_asn": 65020,
        "description": "Provider",
        "address_families": {"ipv4": {"activate": True, "send_community": "both", "route_map_out": "OUT"}},
    }
    assert data["static_routes"][0] == {"prefix": "0.0.0.0/0", "next_hop": "192.0.2.1", "distance": 250, "name": "backup"}
    assert data["acls"]["10"] == {"type": "standard", "entries": [{"seq": 10, "action": "permit", "source": "10.0.0.0/8"}]}
    assert data["users"] == [{"name": "admin", "privilege": 15, "hash_type": "5", "password_hash": data["users"][0]["password_hash"]}]


LISTS = ((1, "10,11"), (2, "10-12,20,21,30"), (3, "10"))


def test_two_vlans_in_a_row_come_back_as_the_device_lists_them(tmp_path: Path) -> None:
    lines = "".join(
        f"interface GigabitEthernet0/{n}\n switchport trunk allowed vlan {vlans}\n switchport mode trunk\n!\n" for n, vlans in LISTS
    )
    draft = brought_in(tmp_path, f"hostname sw1\n!\nvlan 10\n name A\n!\n{lines}")
    assert draft.data["system"]["vlan_pairs"] == "comma"
    assert raw(draft) == []
