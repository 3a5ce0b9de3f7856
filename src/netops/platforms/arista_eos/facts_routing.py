"""BGP, OSPF and IS-IS of EOS (EOS User Manual, section Routing Protocols)."""

from __future__ import annotations

from typing import Final

from netops.facts.routers import (
    add_listen_range,
    add_process_networks,
    bgp_fields_in_vrf,
    bgp_vrf,
    enable_on_interface,
    is_address_or_prefix,
    neighbor_field,
    passive_interface_lines,
)
from netops.facts.table import Effect, Fields, SectionPattern, make_table
from netops.facts.values import canonical_area, canonical_network
from netops.platforms.arista_eos.facts_interface import NAME

_NEIGHBOR: Final[dict[str, Effect | SectionPattern]] = {
    "neighbor * peer group": lambda fields, name: bgp_fields_in_vrf(fields, "peer_groups", name),
    "neighbor * peer-group": lambda fields, name: bgp_fields_in_vrf(fields, "peer_groups", name),
    "neighbor * peer group *": neighbor_field("group"),
    "neighbor * peer-group *": lambda fields, name, group: _joins(fields, name, group),
    "neighbor * remote-as *": neighbor_field("remote_as"),
    "neighbor * local-as * [~]": neighbor_field("local_as"),
    "neighbor * update-source *": neighbor_field("source"),
    "neighbor * shutdown [~]": neighbor_field("shutdown", True),
    "no neighbor * shutdown": neighbor_field("shutdown", False),
    "neighbor * password [~]": neighbor_field("password", True),
    "neighbor interface * ~": lambda fields, name, words: enable_on_interface(
        fields, NAME(name), words.replace("peer group", "peer-group")
    ),
    "bgp listen range * ~": add_listen_range,
}


def _joins(fields: Fields, name: str, group: str) -> None:
    if not is_address_or_prefix(name):
        raise ValueError(f"not a neighbour: {name}")
    neighbor_field("group")(fields, name, group)


_NEIGHBOR_WORDS: Final = (
    "activate|description|ebgp-multihop|timers|route-map|prefix-list|send-community|next-hop-self|soft-reconfiguration|maximum-routes|"
    "maximum-accepted-routes|weight|allowas-in|default-originate|route-reflector-client|remove-private-as|fall-over|transport|ttl|bfd|"
    "next-hop-unchanged|rib-in|route-to-peer|export-localpref|metric-out|enforce-first-as|as-path|encapsulation|additional-paths|"
    "link-bandwidth|graceful-restart|graceful-restart-helper|session|passive|missing-policy|idle-restart-timer|domain|multi-protocol|"
    "next-hop|rcf|default-route|default-route-target|dont-capability-negotiate|auto-local-addr|out-delay|import-localpref|peer-tag"
)

_FAMILY: Final = make_table(
    _NEIGHBOR,
    f"""
    [no] neighbor * {_NEIGHBOR_WORDS} [~]
    [no] bgp ~
    [no] network ~
    [no] redistribute ~
    [no] aggregate-address ~
    [no] router-id *
    [no] maximum-paths ~
    [no] distance ~
    [no] timers ~
    [no] update wait-install|wait-for-convergence [~]
    [no] graceful-restart [~]
    [no] graceful-restart-helper [~]
    [no] domain ~
    [no] host-flap ~
    [no] route ~
    [no] route-target ~
    [no] rd ~
    rd auto
    [no] import|export ~
    [no] default-metric #
    [no] default-route ~
    [no] layer-2|next-hop|encapsulation|evpn|route-distinguisher|ip|ipv6|graceful|path-selection|topology|trigger ~
    [no] ucmp ~
    comment [~]
    label ~
    """,
)

_FAMILIES: Final = make_table({"address-family ~": SectionPattern(_FAMILY, lambda fields, _: fields)}, "", _FAMILY)

BGP: Final = make_table(
    {"vrf *": SectionPattern(_FAMILIES, bgp_vrf)},
    """
    vlan * {}
    vlan-aware-bundle * {}
    vpws * {}
    evpn multicast {}
    monitoring ~ {}
    bgp monitoring {}
    session tracker * {}
    """,
    _FAMILIES,
)

_IGP_SILENT: Final = """
[no] router-id ~
[no] auto-cost|redistribute|default-information|distance|timers|max-metric|max-lsa|maximum-paths|adjacency|bfd|log-adjacency-changes [~]
[no] summary-address|distribute-list|graceful-restart|graceful-restart-helper|mpls|point-to-point|compatible|dn-bit-ignore [~]
[no] fips|tunnel|prefix-segment|is-hostname|net|is-type|advertise|authentication|set-overload-bit|set-attached-bit|spf-interval [~]
[no] lsp|metric|multi-topology|fast-reroute|hello|is-net|passive [~]
area * default-cost|range|filter|stub|nssa|not-so-stubby [~]
segment-routing mpls {}
traffic-engineering {}
spf-interval|fast-reroute ~ {}
"""

PASSIVE: Final = passive_interface_lines(NAME)
OSPF: Final = make_table({"network * area *": add_process_networks(canonical_network, canonical_area)}, _IGP_SILENT, PASSIVE)
_FAMILY3: Final = make_table({}, _IGP_SILENT, PASSIVE)
ISIS: Final = make_table({"address-family ~": SectionPattern(_FAMILY3, lambda fields, _: fields)}, _IGP_SILENT, PASSIVE)
