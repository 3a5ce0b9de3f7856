"""BGP, OSPF and IS-IS of IOS (IP Routing: BGP, OSPF and IS-IS Command References)."""

from __future__ import annotations

from typing import Final

from netops.facts.routers import add_listen_range, add_process_networks, bgp_fields_in_vrf, bgp_vrf, neighbor_field, passive_interface_lines
from netops.facts.table import Effect, SectionPattern, make_table, set_constant, set_field
from netops.facts.values import canonical_area, network_from_wildcard
from netops.platforms.cisco_ios.facts_interface import NAME

NEIGHBOR_WORDS: Final = (
    "activate|description|ebgp-multihop|timers|route-map|prefix-list|filter-list|distribute-list|send-community|next-hop-self|"
    "soft-reconfiguration|maximum-prefix|weight|allowas-in|default-originate|route-reflector-client|remove-private-as|fall-over|version|"
    "transport|ttl-security|advertisement-interval|advertise-map|as-override|unsuppress-map|disable-connected-check|send-label|capability|"
    "additional-paths|advertise|cluster-id|dmzlink-bw|local-preference|log-neighbor-changes|next-hop-unchanged|soo|translate-update|"
    "inherit|internal-vpn-client|slow-peer|path-attribute|ha-mode|aigp|dont-capability-negotiate"
)
"""What else a neighbour says: nothing of who it is (IP Routing: BGP Command Reference, `neighbor` commands)."""

_NEIGHBOR: Final[dict[str, Effect | SectionPattern]] = {
    "neighbor * peer-group": lambda fields, name: bgp_fields_in_vrf(fields, "peer_groups", name),
    "neighbor * peer-group *": neighbor_field("group"),
    "neighbor * remote-as * [~]": neighbor_field("remote_as"),
    "neighbor * local-as * [~]": neighbor_field("local_as"),
    "neighbor * update-source *": neighbor_field("source"),
    "neighbor * shutdown [~]": neighbor_field("shutdown", True),
    "no neighbor * shutdown": neighbor_field("shutdown", False),
    "neighbor * password [~]": neighbor_field("password", True),
    "neighbor * inherit peer-session *": neighbor_field("group"),
    "bgp listen range * ~": add_listen_range,
}

_BGP_SILENT: Final = f"""
[no] neighbor * {NEIGHBOR_WORDS} [~]
[no] bgp ~
[no] synchronization
[no] auto-summary
[no] network ~
[no] aggregate-address ~
[no] redistribute ~
maximum-paths ~
distance ~
default-information originate
default-metric #
timers ~
table-map ~
import path|map ~
export map ~
exit-peer-session
exit-peer-policy
template peer-policy * {{}}
"""

_FAMILY: Final = make_table(_NEIGHBOR, _BGP_SILENT)

_SESSION: Final = make_table(
    {
        "remote-as *": set_field("remote_as"),
        "local-as * [~]": set_field("local_as"),
        "update-source *": set_field("source"),
        "shutdown [~]": set_constant("shutdown", True),
        "password ~": lambda fields, _: fields.update(password=True),
        "inherit peer-session *": set_field("group"),
    },
    """
    description|ebgp-multihop|timers|fall-over|version|transport|ttl-security ~
    log-neighbor-changes|disable-connected-check|dont-capability-negotiate
    exit-peer-session
    """,
)

BGP: Final = make_table(
    {
        "address-family * vrf *": SectionPattern(_FAMILY, bgp_vrf),
        "address-family * unicast|multicast vrf *": SectionPattern(_FAMILY, bgp_vrf),
        "address-family * [~]": SectionPattern(_FAMILY),
        "template peer-session *": SectionPattern(_SESSION, lambda fields, name: bgp_fields_in_vrf(fields, "peer_groups", name)),
    },
    "",
    _FAMILY,
)

_IGP_SILENT: Final = """
router-id *
ispf
[no] log-adjacency-changes [detail]
[no] adjacency-check
[no] auto-cost|redistribute|default-information|distance|timers|max-metric|summary-address|distribute-list|capability|nsf ~
[no] maximum-paths|default-metric|bfd|mpls|prefix-suppression|nsr|queue-depth|max-lsa|fast-reroute|microloop|net|is-type [~]
[no] metric-style|lsp-gen-interval|spf-interval|prc-interval|max-lsp-lifetime|lsp-refresh-interval|set-overload-bit|hello [~]
[no] metric|log-adjacency-changes|authentication|ignore-lsp-errors|area-password|domain-password|segment-routing|advertise [~]
area * authentication|range|stub|nssa|filter-list|default-cost|virtual-link|encryption [~]
discard-route ~
"""

PASSIVE: Final = passive_interface_lines(NAME)

OSPF: Final = make_table({"network * * area *": add_process_networks(network_from_wildcard, canonical_area)}, _IGP_SILENT, PASSIVE)

V3: Final = make_table(
    {"address-family ipv4|ipv6 [unicast]": SectionPattern(make_table({}, _IGP_SILENT, PASSIVE), lambda fields, _: fields)},
    _IGP_SILENT,
    PASSIVE,
)

ISIS: Final = make_table(
    {"address-family ~": SectionPattern(make_table({}, _IGP_SILENT, PASSIVE), lambda fields, _: fields)}, _IGP_SILENT, PASSIVE
)
