"""What a platform has no form for is refused with a reason: nothing of the data is left out in silence."""

from __future__ import annotations

from typing import Any

import pytest
from render_cases import golden_view

from netops.errors import TemplateError
from netops.render import Renderer

Data = dict[str, Any]
PERMIT: Data = {"seq": 10, "action": "permit"}
NEIGHBOR: Data = {"address": "10.0.0.1", "remote_asn": 65002}

REFUSED: list[tuple[str, str, Data, str]] = [
    (
        "cisco_nxos",
        "interfaces",
        {"interfaces": {"Ethernet1/1": {"mode": "access", "vid": 5, "voice_vid": 6}}},
        "voice_vlan: there is no form",
    ),
    ("cisco_nxos", "interfaces", {"interfaces": {"Ethernet1/1": {"poe": True}}}, "poe: a Nexus switch gives no power"),
    ("cisco_nxos", "lines", {"ssh": {"port": 2222}}, "ssh.port: NX-OS takes another port only while its SSH server is off"),
    ("cisco_nxos", "ospf", {"ospf": {"router_id": "10.0.0.1", "reference_bandwidth_mbps": 4000001}}, "NX-OS takes up to 4000000"),
    (
        "cisco_nxos",
        "route_maps",
        {"route_maps": {"REDISTRIBUTE": [PERMIT]}, "ospf": {"router_id": "10.0.0.1", "redistribute": ["static"]}},
        "route_maps.REDISTRIBUTE: on NX-OS this name is taken",
    ),
    ("cisco_xr", "main", {"hostname": "r1", "stp": {"mode": "mstp"}}, "stp: IOS XR bridges by l2vpn only"),
    ("cisco_xr", "main", {"hostname": "r1", "vlans": [{"name": "staff", "vid": 5}]}, "vlans: IOS XR keeps no list of VLANs"),
    ("cisco_xr", "interfaces", {"interfaces": {"TenGigE0/0/0/1": {"mode": "access"}}}, "IOS XR has no switched ports"),
    ("cisco_xr", "interfaces", {"interfaces": {"TenGigE0/0/0/1": {"edge": True}}}, "edge and poe are for switched ports"),
    ("cisco_xr", "interfaces", {"interfaces": {"TenGigE0/0/0/1": {"speed": 25000}}}, "25000 is none of 10, 100, 1000"),
    ("cisco_xr", "users", {"users": [{"name": "ann", "ssh_keys": ["ssh-rsa AAAA"]}]}, "IOS XR takes public keys by a command"),
    ("cisco_xr", "vrfs", {"vrfs": [{"name": "red", "rd": "1:1"}]}, "the rd of a VRF is a part of BGP on IOS XR"),
    ("cisco_xr", "ssh", {"ssh": {"port": 2222}}, "ssh.port: IOS XR keeps 22"),
    (
        "cisco_xr",
        "prefix_lists",
        {"prefix_lists": {"A": [{"seq": 10, "action": "deny", "prefix": "10.0.0.0/8"}]}},
        "a prefix set of IOS XR holds permits only",
    ),
    (
        "cisco_xr",
        "route_maps",
        {"route_maps": {"A": [PERMIT, {**PERMIT, "seq": 20}]}},
        "entries after one that matches everything never apply",
    ),
    (
        "cisco_xr",
        "route_maps",
        {"route_maps": {"PASS-ALL": [PERMIT]}, "bgp": {"asn": 65001, "ebgp_requires_policy": False, "neighbors": [NEIGHBOR]}},
        "route_maps.PASS-ALL: on IOS XR this name is taken",
    ),
    (
        "cisco_xr",
        "route_maps",
        {
            "route_maps": {"A": [PERMIT]},
            "prefix_lists": {"A": [{**PERMIT, "prefix": "10.0.0.0/8"}]},
            "bgp": {"asn": 65001, "neighbors": [{**NEIGHBOR, "prefix_list_in": "A", "route_map_out": "A"}]},
        },
        "its name cannot be a route map's",
    ),
    (
        "cisco_xr",
        "bgp",
        {"bgp": {"asn": 65001, "neighbors": [{**NEIGHBOR, "prefix_list_in": "A", "route_map_in": "B"}]}},
        "IOS XR takes one policy per direction of a neighbor",
    ),
    (
        "cisco_xr",
        "ospf",
        {"ospf": {"router_id": "10.0.0.1"}, "interfaces": {"TenGigE0/0/0/1": {"vrf": "red", "ospf": {"area": 0}}}},
        "the OSPF process of IOS XR holds no interface of another VRF",
    ),
    (
        "cisco_xr",
        "extended_community_lists",
        {"extended_community_lists": {"A": {"entries": [{"action": "permit", "regex": "65001:.*"}]}}},
        "a set of IOS XR holds one permitted community per entry",
    ),
    (
        "cisco_ios",
        "ipsec",
        {"ipsec": {"gateways": [{"name": "ham", "dead_peer": {"interval_s": 10, "when": "optimized"}}]}},
        "dead_peer of a gateway needs interval_s, retry_s and when",
    ),
    (
        "cisco_nxos",
        "aaa",
        {"aaa": {"rules": [{"kind": "authorization", "service": "commands 15", "list": "default", "methods": "local"}]}},
        "services of NX-OS have no levels",
    ),
    ("cisco_nxos", "lines", {"lines": [{"line": "con 0"}]}, "NX-OS has console and vty, without numbers"),
    ("cisco_nxos", "lines", {"lines": [{"line": "vty", "exec_timeout": "10 0"}]}, "exec_timeout in minutes"),
]


@pytest.mark.parametrize(("platform", "noun", "data", "reason"), REFUSED, ids=[f"{p}/{n}: {r}" for p, n, _, r in REFUSED])
def test_what_has_no_form_is_refused(platform: str, noun: str, data: Data, reason: str, renderer: Renderer) -> None:
    with pytest.raises(TemplateError) as caught:
        renderer.noun({"target": "r1", "platform": platform, **data}, noun)
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.origin is not None and problem.origin.file) == ("REN003", f"templates/{platform}/{noun}.j2")
    assert reason in problem.message


def test_a_list_that_filters_nobody_is_no_policy(renderer: Renderer) -> None:
    view = golden_view("cisco_xr", "route_maps")
    view["bgp"] = {"asn": 65001, "neighbors": [{**NEIGHBOR, "route_map_in": "OUT", "route_map_out": "OUT"}]}
    policies = [line for line in renderer.noun(view, "route_maps").splitlines() if line.startswith("route-policy")]
    assert policies == ["route-policy HAM-IN", "route-policy OUT"]
