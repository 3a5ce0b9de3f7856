"""What the table of FRR reads: all that the templates write, and the short forms that people write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adopt_golden import again, cases, data_of, lines_of, text_of

from netops.project import Project
from netops.render import Renderer

NOT_OF_ITS_OWN = frozenset({"main", "raw_config"})
"""A whole text has lines of `raw_config`, which are read as text."""

ROUTER = """\
frr version 9.1
frr defaults datacenter
hostname Edge-1
no ipv6 forwarding
!
interface eth0
 ip address 192.0.2.2/30
exit
!
router bgp 65010
 no bgp default ipv4-unicast
 neighbor FABRIC peer-group
 neighbor FABRIC remote-as external
 neighbor 192.0.2.1 remote-as 64500
 neighbor 192.0.2.9 remote-as 64501
 neighbor eth1 interface peer-group FABRIC
 !
 address-family ipv4 unicast
  network 198.51.100.0/24
  neighbor FABRIC activate
  neighbor 192.0.2.1 activate
  neighbor 192.0.2.1 route-map IN in
 exit-address-family
exit
!
route-map IN permit 10
 match ip address prefix-list P
 set as-path prepend 65010 65010
exit
!
route-map IN permit 20
 set as-path prepend 65010 65020
 set metric +10
exit
!
"""


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Project(Path(__file__).parents[2]))


@pytest.mark.parametrize("case", cases("frr", NOT_OF_ITS_OWN))
def test_what_the_templates_write_is_read_and_comes_back(case: str, renderer: Renderer) -> None:
    assert lines_of("frr", again(renderer, case)) == lines_of("frr", text_of(case))


def test_a_neighbour_has_the_short_form_where_it_means_the_same() -> None:
    """`activate` in the family of the address is implied without IPv4 by default; a neighbour without it says so."""
    bgp: dict[str, Any] = data_of("frr", ROUTER)["bgp"]
    assert bgp == {
        "asn": 65010,
        "default_ipv4_unicast": False,
        "groups": {"FABRIC": {"peering": "external", "address_families": {"ipv4": {"activate": True}}}},
        "neighbors": [
            {"address": "192.0.2.1", "remote_asn": 64500, "route_map_in": "IN"},
            {"address": "192.0.2.9", "remote_asn": 64501, "address_families": {}},
            {"interface": "eth1", "group": "FABRIC"},
        ],
        "networks": ["198.51.100.0/24"],
    }


def test_our_own_as_in_front_of_a_path_is_a_count() -> None:
    assert data_of("frr", ROUTER)["route_maps"]["IN"] == [
        {"seq": 10, "action": "permit", "match_prefix_list": "P", "prepend": 2},
        {"seq": 20, "action": "permit", "prepend_asns": [65010, 65020], "change_med": 10},
    ]


def test_the_system_has_what_the_text_has_and_nothing_else() -> None:
    data = data_of("frr", ROUTER)
    assert (data["hostname"], data["system"]) == ("Edge-1", {"defaults": "datacenter", "ipv6_routing": False})


@pytest.mark.parametrize(
    ("line", "route"),
    [
        ("ip route 10.0.0.0/8 192.0.2.1", {"prefix": "10.0.0.0/8", "next_hop": "192.0.2.1"}),
        ("ip route 10.0.0.0/8 blackhole 250", {"prefix": "10.0.0.0/8", "blackhole": True, "distance": 250}),
        ("ipv6 route ::/0 fe80::1 eth0 tag 7", {"prefix": "::/0", "next_hop": "fe80::1", "interface": "eth0", "tag": 7}),
        ("ip route 10.0.0.0/8 reject", None),
        ("ip route 10.0.0.0/8 192.0.2.1 onlink", None),
    ],
)
def test_static_routes(line: str, route: dict[str, Any] | None) -> None:
    """What the model has no word for is not half read."""
    assert data_of("frr", f"{line}\n").get("static_routes", []) == ([route] if route else [])
