"""BGP, OSPF, IS-IS and VRFs of NX-OS (Nexus 9000 Unicast Routing configuration guide)."""

from __future__ import annotations

from typing import Final

from netops.facts.lists import add_static_route
from netops.facts.routers import (
    PEER,
    add_process_networks,
    bgp_fields_in_vrf,
    bgp_vrf,
    enter_process_vrf,
    network_name,
    passive_interface_lines,
)
from netops.facts.table import Fields, SectionPattern, append_to_field, make_table, set_field
from netops.facts.values import canonical_area, canonical_network, network_from_wildcard
from netops.platforms.cisco_nxos.facts_interface import NAME

_SESSION: Final = make_table(
    {
        "inherit peer *": append_to_field("inherits"),
        "inherit peer-session *": append_to_field("inherits"),
        "remote-as route-map *": set_field("remote_as"),
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
    found = bgp_fields_in_vrf(fields, "peers", network_name(name))
    if number:
        found["remote_as"] = number
    return found


_VRF: Final = make_table(
    {
        "neighbor *": SectionPattern(_SESSION, _peer),
        "neighbor * remote-as *": SectionPattern(_SESSION, _peer),
        "local-as *": set_field("local_as"),
    },
    """
    address-family ~ {}
    router-id *
    [no] log-neighbor-changes
    [no] bestpath|cluster-id|confederation|graceful-restart|graceful-restart-helper|timers|reconnect-interval|maxas-limit|rd [~]
    [no] enforce-first-as|fast-external-fallover|neighbor-down|suppress-fib-pending|event-history|dynamic-med-interval [~]
    """,
)
BGP: Final = make_table(
    {
        "vrf *": SectionPattern(_VRF, bgp_vrf),
        "template peer|peer-session *": SectionPattern(
            _SESSION, lambda fields, _, name: bgp_fields_in_vrf({**fields, "vrf": ""}, "peer_groups", name)
        ),
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
_PROCESS: Final = make_table(
    {
        "network * area *": add_process_networks(canonical_network, canonical_area),
        "network * * area *": add_process_networks(network_from_wildcard, canonical_area),
    },
    _IGP_SILENT,
    passive_interface_lines(NAME),
)
IGP: Final = make_table({"vrf *": SectionPattern(_PROCESS, enter_process_vrf)}, "", _PROCESS)


def note_static_route(fields: Fields, words: str, vrf: str = "") -> None:
    add_static_route(fields, words, values={"name": "", "tag": "", "track": "track", "vrf": "next_vrf"}, flags={"bfd": ""}, vrf=vrf)


CONTEXT: Final = SectionPattern(
    make_table(
        {"ip|ipv6 route ~": lambda fields, _, words: note_static_route(fields["root"], words, fields["vrf"])},
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
