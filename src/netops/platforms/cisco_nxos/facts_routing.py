"""BGP, OSPF, IS-IS and VRFs of NX-OS (Nexus 9000 Unicast Routing configuration guide)."""

from __future__ import annotations

from typing import Final

from netops.facts.lists import route
from netops.facts.routers import PEER, bgp_vrf, member, network_name, networks, passives, process_vrf
from netops.facts.table import Below, Fields, add, put, table
from netops.facts.values import area, network, wildcard
from netops.platforms.cisco_nxos.facts_interface import NAME

_SESSION: Final = table(
    {
        "inherit peer *": add("inherits"),
        "inherit peer-session *": add("inherits"),
        "remote-as route-map *": put("remote_as"),
    },
    """
    description|ebgp-multihop|timers|transport|low-memory|maximum-peers|dynamic-capability|capability|affinity-group|ttl-security ~
    address-family ~ {}
    [no] dynamic-capability
    disable-connected-check|log-neighbor-changes|bfd|remove-private-as [~]
    bfd [~]
    peer-type ~
    """,
    PEER,
)


def _peer(fields: Fields, name: str, number: str = "") -> Fields:
    found = member(fields, "peers", network_name(name))
    if number:
        found["remote_as"] = number
    return found


_VRF: Final = table(
    {"neighbor *": Below(_SESSION, _peer), "neighbor * remote-as *": Below(_SESSION, _peer), "local-as *": put("local_as")},
    """
    address-family ~ {}
    router-id *
    [no] log-neighbor-changes
    [no] bestpath|cluster-id|confederation|graceful-restart|graceful-restart-helper|timers|reconnect-interval|maxas-limit|rd [~]
    [no] enforce-first-as|fast-external-fallover|neighbor-down|suppress-fib-pending|event-history|dynamic-med-interval [~]
    """,
)
BGP: Final = table(
    {
        "vrf *": Below(_VRF, bgp_vrf),
        "template peer|peer-session *": Below(_SESSION, lambda fields, _, name: member({**fields, "vrf": ""}, "peer_groups", name)),
    },
    "template peer-policy * {}",
    _VRF,
)

_IGP_SILENT: Final = """
router-id ~
address-family ~ {}
[no] bfd|log-adjacency-changes|auto-cost|redistribute|default-information|default-metric|distance|timers|max-metric|maximum-paths [~]
[no] summary-address|graceful-restart|mpls|discard-route|rfc1583compatibility|name-lookup|net|is-type|metric-style|distribute|hostname [~]
[no] set-overload-bit|authentication|authentication-type|authentication-check|lsp-mtu|segment-routing|table-map|down-bit-ignore [~]
area * authentication|range|stub|nssa|filter-list|default-cost|virtual-link [~]
"""
_PROCESS: Final = table(
    {"network * area *": networks(network, area), "network * * area *": networks(wildcard, area)}, _IGP_SILENT, passives(NAME)
)
IGP: Final = table({"vrf *": Below(_PROCESS, process_vrf)}, "", _PROCESS)


def static(fields: Fields, words: str, vrf: str = "") -> None:
    route(fields, words, values={"name": "", "tag": "", "track": "track", "vrf": "next_vrf"}, flags={"bfd": ""}, vrf=vrf)


CONTEXT: Final = Below(
    table(
        {"ip|ipv6 route ~": lambda fields, _, words: static(fields["root"], words, fields["vrf"])},
        """
        rd ~
        vni ~
        description ~
        [no] shutdown
        address-family ~ {}
        ip|ipv6 pim|domain-list|domain-name|name-server|igmp|mroute|amt|multicast|auto-discard|icmp-errors ~
        """,
    ),
    lambda fields, name: {"root": fields, "vrf": name},
)
