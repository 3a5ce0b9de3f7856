"""Neighbours and routes in the tables that devices print, as the vendors' guides show them."""

from __future__ import annotations

from typing import Any

import pytest

from netops.drivers.base import Access, connect
from netops.drivers.napalm import NapalmDriver
from netops.drivers.neighbors import parse_neighbors, parse_route_counts
from netops.platforms.cisco_xr.driver.text import bgp_neighbors
from netops.platforms.frr.driver import facts

OSPF = {
    "cisco_ios": (
        "Neighbor ID     Pri   State           Dead Time   Address         Interface\n"
        "10.0.0.2          1   FULL/DR         00:00:36    10.1.1.2        GigabitEthernet0/1\n"
        "10.0.0.3          0   EXSTART/  -     00:00:31    10.1.2.2        Serial0/0/1\n",
        [("10.0.0.2", "GigabitEthernet0/1", True, 36.0), ("10.0.0.3", "Serial0/0/1", False, 31.0)],
    ),
    "arista_eos": (
        "Neighbor ID     Instance VRF      Pri State                  Dead Time   Address         Interface\n"
        "10.0.0.2        1        default  1   FULL/DR                00:00:36    10.1.1.2        Ethernet1\n"
        "10.0.0.3        1        default  1   2 WAYS/DROTHER         00:00:31    10.1.1.3        Ethernet1\n",
        [("10.0.0.2", "Ethernet1", True, 36.0), ("10.0.0.3", "Ethernet1", True, 31.0)],
    ),
    "cisco_nxos": (
        " OSPF Process ID 1 VRF default\n Total number of neighbors: 1\n"
        " Neighbor ID     Pri State            Up Time  Address         Interface\n"
        " 10.0.0.2          1 FULL/ -          00:11:42 10.1.1.2        Eth1/1\n",
        [("10.0.0.2", "Ethernet1/1", True, None)],
    ),
    "cisco_xr": (
        "Neighbors for OSPF 1\n\n"
        "Neighbor ID     Pri   State           Dead Time   Address         Interface\n"
        "10.0.0.2        1     FULL/  -        00:00:33    10.1.1.2        GigabitEthernet0/0/0/0\n"
        "    Neighbor is up for 2d17h\n",
        [("10.0.0.2", "GigabitEthernet0/0/0/0", True, 33.0)],
    ),
    "juniper_junos": (
        "Address          Interface              State           ID               Pri  Dead\n"
        "10.1.1.2         ge-0/0/0.0             Full            10.0.0.2         128    36\n",
        [("10.0.0.2", "ge-0/0/0.0", True, 36.0)],
    ),
}
ISIS = {
    "cisco_ios": (
        "System Id      Type Interface   IP Address      State Holdtime Circuit Id\n"
        "r2             L2   Gi0/1       10.1.1.2        UP    23       00\n",
        [("r2", "GigabitEthernet0/1", True, 23.0)],
    ),
    "arista_eos": (
        "Instance  VRF      System Id        Type Interface          SNPA              State Hold time   Circuit Id\n"
        "Gandalf   default  r2               L2   Ethernet1          P2P               UP    28          1D\n",
        [("r2", "Ethernet1", True, 28.0)],
    ),
    "cisco_nxos": (
        "IS-IS process: 1 VRF: default\nIS-IS adjacency database:\n"
        "System ID       SNPA            Level  State  Hold Time  Interface\n"
        "r2              N/A             1-2    UP     00:00:23   Ethernet1/1\n",
        [("r2", "Ethernet1/1", True, 23.0)],
    ),
    "cisco_xr": (
        "IS-IS 1 neighbors:\n"
        "System Id      Interface        SNPA           State Holdtime Type IETF-NSF\n"
        "r2             Gi0/0/0/0        *PtoP*         Up    23       L2   Capable\n",
        [("r2", "GigabitEthernet0/0/0/0", True, 23.0)],
    ),
    "juniper_junos": (
        "Interface             System         L State         Hold (secs) SNPA\n"
        "ge-0/0/0.0            r2             2  Up                    23\n",
        [("r2", "ge-0/0/0.0", True, 23.0)],
    ),
}
ROUTES = {
    "cisco_ios": (
        "IP routing table name is default (0x0)\nIP routing table maximum-paths is 32\n"
        "Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)\n"
        "connected       0           4           0           384         1152\n"
        "static          1           0           0           96          288\n"
        "ospf 1          0           3           0           312         960\n"
        "  Intra-area: 3 Inter-area: 0 External-1: 0 External-2: 0\n"
        "internal        2                                               1024\n"
        "Total           3           7           0           792         3424\n",
        {"connected": 4, "static": 1, "ospf": 3},
    ),
    "arista_eos": (
        "VRF: default\n   Route Source                                Number Of Routes\n"
        "   connected                                                  5\n   static (persistent)                                        1\n"
        "   static (non-persistent)                                    0\n"
        "   OSPF                                                       4\n     Intra-area: 4 Inter-area: 0 External-1: 0 External-2: 0\n"
        "   BGP                                                        2\n     External: 2 Internal: 0\n",
        {"connected": 5, "static": 1, "ospf": 4, "bgp": 2},
    ),
    "cisco_nxos": (
        'IP Route Table for VRF "default"\nTotal number of routes: 10\nBest paths per protocol:      Backup paths per protocol:\n'
        "  am             : 2            None\n  local          : 3\n  direct         : 3\n  ospf-1         : 4\n  bgp-65000      : 2\n",
        {"local": 3, "connected": 3, "ospf": 4, "bgp": 2},
    ),
    "cisco_xr": (
        "Route Source                     Routes     Backup     Deleted     Memory(bytes)\n"
        "connected                        2          1          0           480\n"
        "local                            3          0          0           480\n"
        "ospf 1                           4          0          0           640\n"
        "Total                            9          1          0           1600\n",
        {"connected": 2, "local": 3, "ospf": 4},
    ),
    "juniper_junos": (
        "inet.0: 10 destinations, 10 routes (10 active, 0 holddown, 0 hidden)\n"
        "              Direct:      3 routes,      3 active\n               Local:      3 routes,      3 active\n"
        "                OSPF:      4 routes,      4 active\n",
        {"connected": 3, "local": 3, "ospf": 4},
    ),
}


def driver(platform: str) -> NapalmDriver:
    made = connect(platform, Access("r1", "127.0.0.1"))
    assert isinstance(made, NapalmDriver)
    return made


def rows(found: Any) -> list[tuple[Any, ...]]:
    return [(one["neighbor"], one["interface"], one["is_up"], one["hold_s"]) for one in found]


@pytest.mark.parametrize("platform", sorted(OSPF))
def test_ospf_neighbours(platform: str) -> None:
    printed, expected = OSPF[platform]
    table = driver(platform).ospf_neighbors
    assert table and rows(parse_neighbors(table, printed)) == expected


@pytest.mark.parametrize("platform", sorted(ISIS))
def test_isis_neighbours(platform: str) -> None:
    printed, expected = ISIS[platform]
    table = driver(platform).isis_neighbors
    assert table and rows(parse_neighbors(table, printed)) == expected


@pytest.mark.parametrize("platform", sorted(ROUTES))
def test_routes_are_counted_by_protocol(platform: str) -> None:
    printed, expected = ROUTES[platform]
    table = driver(platform).routes
    assert table and parse_route_counts(table, printed) == expected


def test_neighbours_of_frr() -> None:
    shown = {"areas": [{"area": "1", "circuits": [{"circuit": 0, "adj": "r2", "interface": "eth1", "state": "Up", "expires-in": "28s"}]}]}
    assert rows(facts.isis_neighbors(shown)) == [("r2", "eth1", True, 28.0)]
    inner = {"adj": "r2", "interface": {"name": "eth1", "state": "Initializing", "expires-in": 9}}
    assert rows(facts.isis_neighbors({"vrfs": [{"areas": [{"circuits": [inner]}]}]})) == [("r2", "eth1", False, 9.0)]


def test_bgp_neighbours_of_xr() -> None:
    printed = (
        "Address Family: IPv4 Unicast\n-----------------------------\n\nBGP router identifier 10.0.0.1, local AS number 65000\n"
        "Neighbor        Spk    AS MsgRcvd MsgSent   TblVer  InQ OutQ  Up/Down  St/PfxRcd\n"
        "10.0.0.2          0 65001      12      11        5    0    0 00:08:16          3\n"
        "10.0.0.3          0 65002       0       0        0    0    0 00:00:00 Active\n\n"
        "Address Family: IPv6 Unicast\n-----------------------------\n"
        "Neighbor        Spk    AS MsgRcvd MsgSent   TblVer  InQ OutQ  Up/Down  St/PfxRcd\n"
        "2001:db8::2\n                  0 65001      12      11        5    0    0 00:08:16          2\n"
    )
    peers = bgp_neighbors(printed)["global"]["peers"]
    shown = {
        peer: (one["is_up"], {family: counted["received_prefixes"] for family, counted in one["address_family"].items()})
        for peer, one in peers.items()
    }
    assert shown == {
        "10.0.0.2": (True, {"ipv4 unicast": 3}),
        "10.0.0.3": (False, {"ipv4 unicast": -1}),
        "2001:db8::2": (True, {"ipv6 unicast": 2}),
    }
    assert bgp_neighbors("% BGP not active") == {}
