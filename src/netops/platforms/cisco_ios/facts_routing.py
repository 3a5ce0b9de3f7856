"""BGP, OSPF and IS-IS of IOS (IP Routing: BGP, OSPF and IS-IS Command References)."""

from __future__ import annotations

from typing import Final

from netops.facts.routers import bgp_vrf, listens, member, networks, passives, says
from netops.facts.table import Below, Effect, const, put, table
from netops.facts.values import area, wildcard
from netops.platforms.cisco_ios.facts_interface import NAME

NEIGHBOR_WORDS: Final = (
    "activate|description|ebgp-multihop|timers|route-map|prefix-list|filter-list|distribute-list|send-community|next-hop-self|"
    "soft-reconfiguration|maximum-prefix|weight|allowas-in|default-originate|route-reflector-client|remove-private-as|fall-over|version|"
    "transport|ttl-security|advertisement-interval|advertise-map|as-override|unsuppress-map|disable-connected-check|send-label|capability|"
    "additional-paths|advertise|cluster-id|dmzlink-bw|local-preference|log-neighbor-changes|next-hop-unchanged|soo|translate-update|"
    "inherit|internal-vpn-client|slow-peer|path-attribute|ha-mode|aigp|dont-capability-negotiate"
)
"""What else a neighbour says: nothing of who it is (IP Routing: BGP Command Reference, `neighbor` commands)."""

_NEIGHBOR: Final[dict[str, Effect | Below]] = {
    "neighbor * peer-group": lambda fields, name: member(fields, "peer_groups", name),
    "neighbor * peer-group *": says("group"),
    "neighbor * remote-as * [~]": says("remote_as"),
    "neighbor * local-as * [~]": says("local_as"),
    "neighbor * update-source *": says("source"),
    "neighbor * shutdown [~]": says("shutdown", True),
    "no neighbor * shutdown": says("shutdown", False),
    "neighbor * password [~]": says("password", True),
    "neighbor * inherit peer-session *": says("group"),
    "bgp listen range * ~": listens,
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

_FAMILY: Final = table(_NEIGHBOR, _BGP_SILENT)

_SESSION: Final = table(
    {
        "remote-as *": put("remote_as"),
        "local-as * [~]": put("local_as"),
        "update-source *": put("source"),
        "shutdown [~]": const("shutdown", True),
        "password ~": lambda fields, _: fields.update(password=True),
        "inherit peer-session *": put("group"),
    },
    """
    description|ebgp-multihop|timers|fall-over|version|transport|ttl-security ~
    log-neighbor-changes|disable-connected-check|dont-capability-negotiate
    exit-peer-session
    """,
)

BGP: Final = table(
    {
        "address-family * vrf *": Below(_FAMILY, bgp_vrf),
        "address-family * unicast|multicast vrf *": Below(_FAMILY, bgp_vrf),
        "address-family * [~]": Below(_FAMILY),
        "template peer-session *": Below(_SESSION, lambda fields, name: member(fields, "peer_groups", name)),
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

PASSIVE: Final = passives(NAME)

OSPF: Final = table({"network * * area *": networks(wildcard, area)}, _IGP_SILENT, PASSIVE)

V3: Final = table(
    {"address-family ipv4|ipv6 [unicast]": Below(table({}, _IGP_SILENT, PASSIVE), lambda fields, _: fields)}, _IGP_SILENT, PASSIVE
)

ISIS: Final = table({"address-family ~": Below(table({}, _IGP_SILENT, PASSIVE), lambda fields, _: fields)}, _IGP_SILENT, PASSIVE)
