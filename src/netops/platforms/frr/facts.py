"""Facts off the configs of FRRouting 8 to 10 (docs.frrouting.org: Zebra, Static routes, BGP, OSPFv2, IS-IS, VRRP, VTY).

FRR says only what is its own: VLANs, SSH and logins are the host's, so these stay empty. `enabled`: zebra raises an interface unless a
line says `shutdown`. A VRF of an interface stands behind its name. An access list is used where routes are filtered; only the one of a
line (`access-class`) keeps people out.
"""

from __future__ import annotations

import re
from typing import Final

from netops.dialects.tree import Node, Tree
from netops.facts.lists import add_filter_entry, add_static_route, enter_login_line, interface_filter_field, set_listener_filter
from netops.facts.ports import COMMON, add_shared_address, enable_igp_on_interface, enable_protocol, set_gateway_priority, set_passive
from netops.facts.read import Reader
from netops.facts.routers import (
    add_listen_range,
    add_process_networks,
    bgp_fields_in_vrf,
    bgp_process,
    enable_on_interface,
    enter_process,
    neighbor_field,
    passive_interface_lines,
)
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, section_of_thing, set_constant, set_field
from netops.facts.values import canonical_area, canonical_interface_address, canonical_network

INTERFACE: Final = make_table(
    {
        "ip|ipv6 address *": lambda fields, _, one: append_to_field("addresses", canonical_interface_address)(fields, one),
        "ip address * label *": lambda fields, one, _: append_to_field("addresses", canonical_interface_address)(fields, one),
        "vrf *": set_field("vrf"),
        "ip ospf area *": enable_igp_on_interface("ospf"),
        "ip ospf # area *": enable_igp_on_interface("ospf"),
        "ip ospf passive": set_passive("ospf"),
        "no ip ospf passive": set_passive("ospf", passive=False),
        "ipv6 ospf6 area *": enable_igp_on_interface("ospf6"),
        "ipv6 ospf6 passive": set_passive("ospf6"),
        "ip|ipv6 router isis *": lambda fields, _, name: enable_protocol("isis")(fields, name),
        "isis passive": set_passive("isis"),
        "vrrp # priority #": set_gateway_priority("vrrp"),
        "vrrp # ip|ipv6 *": lambda fields, group, _, one: add_shared_address("vrrp")(fields, group, one),
        "vrrp # [version] [#]": lambda fields, group: fields.setdefault("redundancy", {}).setdefault(("vrrp", int(group)), {}),
    },
    """
    bandwidth #
    link-detect
    [no] multicast [disable]
    ip ospf cost|network|priority|hello-interval|dead-interval|retransmit-interval|transmit-delay|authentication|mtu-ignore|bfd [~]
    ip ospf authentication-key|message-digest-key|prefix-suppression|graceful-restart [~]
    ipv6 ospf6 cost|network|priority|hello-interval|dead-interval|retransmit-interval|transmit-delay|bfd|mtu-ignore|advertise|ifmtu [~]
    isis metric|network|circuit-type|hello-interval|hello-multiplier|priority|password|csnp-interval|psnp-interval|bfd|fast-reroute [~]
    [no] isis hello padding
    [no] isis three-way-handshake
    ip rip|nhrp|pim|igmp ~
    ip pim
    ip igmp
    [no] ipv6 nd ~
    [no] mpls ~
    mpls bgp forwarding
    vrrp # priority|advertisement-interval|preempt|checksum-with-ipv4-pseudoheader [~]
    link-params {}
    """,
    COMMON,
)


_NEIGHBOR: Final[dict[str, Effect | SectionPattern]] = {
    "neighbor * peer-group": lambda fields, name: bgp_fields_in_vrf(fields, "peer_groups", name),
    "neighbor * peer-group *": lambda fields, name, group: bgp_fields_in_vrf(fields, "peers", name).update(group=group),
    "neighbor * remote-as *": neighbor_field("remote_as"),
    "neighbor * local-as * [~]": neighbor_field("local_as"),
    "neighbor * update-source *": neighbor_field("source"),
    "neighbor * shutdown [~]": neighbor_field("shutdown", True),
    "no neighbor * shutdown": neighbor_field("shutdown", False),
    "neighbor * password [~]": neighbor_field("password", True),
    "neighbor * interface": lambda fields, name: bgp_fields_in_vrf(fields, "peers", name),
    "neighbor * interface ~": enable_on_interface,
    "bgp listen range * ~": add_listen_range,
}
_WORDS: Final = (
    "activate|description|ebgp-multihop|timers|route-map|prefix-list|filter-list|distribute-list|send-community|next-hop-self|"
    "soft-reconfiguration|maximum-prefix|maximum-prefix-out|weight|allowas-in|default-originate|route-reflector-client|remove-private-AS|"
    "route-server-client|advertisement-interval|advertise-map|as-override|unsuppress-map|disable-connected-check|capability|attribute-unchanged|"
    "addpath-tx-all-paths|addpath-tx-bestpath-per-AS|addpath-tx-best-selected|addpath-rx-paths-limit|disable-addpath-rx|bfd|dampening|"
    "dont-capability-negotiate|enforce-first-as|extended-optional-parameters|graceful-restart|graceful-restart-helper|"
    "graceful-restart-disable|oad|override-capability|passive|path-attribute|port|sender-as-path-loop-detection|solo|soo|"
    "strict-capability-match|tcp-mss|ttl-security|encapsulation-srv6|send-nexthop-characteristics|rpki|aigp|accept-own|nexthop-local"
)
_FAMILY: Final = make_table(
    _NEIGHBOR,
    f"""
    [no] neighbor * {_WORDS} [~]
    [no] network ~
    [no] redistribute ~
    [no] aggregate-address ~
    [no] maximum-paths ~
    [no] distance ~
    [no] timers ~
    [no] bgp ~
    [no] advertise ~
    [no] import|export|rd|rt|label|nexthop|route-map|sid|table-map|flooding|dup-addr-detection|mac-vrf|autort|advertise-all-vni [~]
    [no] advertise-default-gw|advertise-svi-ip|default-originate|route-target|use-es-l3nhg|ead-evi-tx|ead-evi-rx [~]
    [no] vni ~ {{}}
    exit-vni
    """,
)
BGP: Final = make_table(
    {"address-family ~": SectionPattern(_FAMILY, lambda fields, _: fields)},
    """
    [no] coalesce-time|read-quanta|write-quanta|update-delay ~
    segment-routing srv6 {}
    bmp ~ {}
    """,
    _FAMILY,
)

_IGP_SILENT: Final = """
ospf|ospf6 ~
[no] router-id ~
[no] auto-cost|redistribute|default-information|default-metric|distance|timers|max-metric|maximum-paths|log-adjacency-changes [~]
[no] distribute-list|refresh|capability|mpls|mpls-te|segment-routing|graceful-restart|write-multiplier|compatible|summary-address [~]
[no] area-password|domain-password|net|is-type|metric-style|lsp-gen-interval|lsp-mtu|lsp-refresh-interval|max-lsp-lifetime|spf [~]
[no] spf-interval|set-overload-bit|set-attached-bit|attached-bit|dynamic-hostname|topology|purge-originator|advertise-high-metrics [~]
[no] spf-delay-ietf|lsp-timers|fast-reroute|prefix-suppression|log [~]
neighbor ~
area * authentication|range|stub|nssa|filter-list|default-cost|virtual-link|export-list|import-list|shortcut|flood-reduction [~]
"""
_IGP: Final = make_table(
    {"network * area *": add_process_networks(canonical_network, canonical_area)}, _IGP_SILENT, passive_interface_lines(str)
)


def _route(fields: Fields, words: str, vrf: str = "") -> None:
    """`ip route PREFIX NEXTHOP|INTERFACE|blackhole [DISTANCE] [vrf NAME] ...`; `vrf` says where the route itself is."""
    rest = re.search(r" vrf (\S+)", words)
    if rest and not vrf:
        words, vrf = words.replace(rest[0], "", 1), rest[1]
    values = {"tag": "", "label": "", "table": "", "color": "", "nexthop-vrf": "next_vrf"}
    add_static_route(fields, words, values=values, flags={"onlink": ""}, vrf=vrf)


VRF: Final = SectionPattern(
    make_table(
        {"ip|ipv6 route ~": lambda fields, _, words: _route(fields["root"], words, fields["vrf"])},
        """
        vni # [prefix-routes-only]
        ip|ipv6 nht|protocol|import-table ~
        ip router-id *
        netns *
        """,
    ),
    lambda fields, name: {"root": fields, "vrf": name},
)


def _port(fields: Fields, name: str, vrf: str = "") -> Fields:
    found = section_of_thing("interfaces")(fields, name)
    if vrf:
        found["vrf"] = vrf
    return found


def _listed(fields: Fields, family: str, name: str, *words: str) -> None:
    add_filter_entry(interface_filter_field(family)(fields, name), *words)


LINE: Final = make_table(
    {
        "access-class *": set_listener_filter,
        "ipv6 access-class *": lambda fields, name: set_listener_filter(fields, name, "in", "ipv6"),
        "no login": set_constant("login", "none"),
        "login": set_constant("login", "password"),
    },
    "exec-timeout ~",
)

TOP: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "no ip forwarding": set_constant("routing", False),
        "ip forwarding": set_constant("routing", True),
        "interface *": SectionPattern(INTERFACE, _port),
        "int *": SectionPattern(INTERFACE, _port),
        "interface * vrf *": SectionPattern(INTERFACE, _port),
        "vrf *": VRF,
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields, words),
        "access-list * seq # permit|deny ~": lambda fields, *words: _listed(fields, "ipv4", *words),
        "access-list * permit|deny ~": lambda fields, *words: _listed(fields, "ipv4", *words),
        "ipv6 access-list * seq # permit|deny ~": lambda fields, *words: _listed(fields, "ipv6", *words),
        "ipv6 access-list * permit|deny ~": lambda fields, *words: _listed(fields, "ipv6", *words),
        "line *": SectionPattern(LINE, enter_login_line),
        "router bgp #": SectionPattern(BGP, bgp_process),
        "router bgp # vrf *": SectionPattern(BGP, bgp_process),
        "router bgp # view *": SectionPattern(BGP, bgp_process),
        "router ospf": SectionPattern(_IGP, enter_process("ospf")),
        "router ospf #": SectionPattern(_IGP, enter_process("ospf")),
        "router ospf vrf *": SectionPattern(_IGP, lambda fields, vrf: enter_process("ospf")(fields, "", vrf)),
        "router ospf6": SectionPattern(_IGP, enter_process("ospf6")),
        "router ospf6 vrf *": SectionPattern(_IGP, lambda fields, vrf: enter_process("ospf6")(fields, "", vrf)),
        "router isis *": SectionPattern(_IGP, enter_process("isis")),
        "router isis * vrf *": SectionPattern(_IGP, enter_process("isis")),
    },
    """
    access-list * remark ~
    ipv6 access-list * remark ~
    """,
)


def _defaults(fields: Fields) -> None:
    for name, port in fields.get("interfaces", {}).items():
        port.setdefault("enabled", True)
        port["mode"] = "routed"
        if "." in name:
            port["parent"] = name.rpartition(".")[0]


def _nodes(tree: Tree) -> tuple[list[Node], tuple[Node, ...]]:
    """The lines of a config; an interface that was typed with its VRF, which is no part of its name where configs are compared, with it."""
    return [_typed(node) if " vrf " in node.typed and node.typed.startswith("int") else node for node in tree.root.children.values()], ()


def _typed(node: Node) -> Node:
    found = node.copy()
    found.text = node.typed
    return found


READER: Final = Reader(
    TOP,
    (
        *("interface", "int", "vrf", "ip route", "ipv6 route", "access-list", "ipv6 access-list", "line", "router bgp", "router ospf"),
        *("router ospf6", "router isis", "hostname", "ip forwarding"),
    ),
    _defaults,
    _nodes,
)
