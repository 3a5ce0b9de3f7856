"""Facts off the configs of FRRouting 8 to 10 (docs.frrouting.org: Zebra, Static routes, BGP, OSPFv2, IS-IS, VRRP, VTY).

FRR says only what is its own: VLANs, SSH and logins are the host's, so these stay empty. `enabled`: zebra raises an interface unless a
line says `shutdown`. A VRF of an interface stands behind its name. An access list is used where routes are filtered; only the one of a
line (`access-class`) keeps people out.
"""

from __future__ import annotations

import re
from typing import Final

from netops.dialects.tree import Node, Tree
from netops.facts.lists import entry, filter_of, keeps_out, line, route
from netops.facts.ports import COMMON, igp_on, passive_here, ranks, runs, shared_address
from netops.facts.read import Reader
from netops.facts.routers import bgp_process, listens, member, networks, on_interface, passives, process, says
from netops.facts.table import Below, Effect, Fields, add, const, put, table, within
from netops.facts.values import address, area, network

INTERFACE: Final = table(
    {
        "ip|ipv6 address *": lambda fields, _, one: add("addresses", address)(fields, one),
        "ip address * label *": lambda fields, one, _: add("addresses", address)(fields, one),
        "vrf *": put("vrf"),
        "ip ospf area *": igp_on("ospf"),
        "ip ospf # area *": igp_on("ospf"),
        "ip ospf passive": passive_here("ospf"),
        "no ip ospf passive": passive_here("ospf", passive=False),
        "ipv6 ospf6 area *": igp_on("ospf6"),
        "ipv6 ospf6 passive": passive_here("ospf6"),
        "ip|ipv6 router isis *": lambda fields, _, name: runs("isis")(fields, name),
        "isis passive": passive_here("isis"),
        "vrrp # priority #": ranks("vrrp"),
        "vrrp # ip|ipv6 *": lambda fields, group, _, one: shared_address("vrrp")(fields, group, one),
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


_NEIGHBOR: Final[dict[str, Effect | Below]] = {
    "neighbor * peer-group": lambda fields, name: member(fields, "peer_groups", name),
    "neighbor * peer-group *": lambda fields, name, group: member(fields, "peers", name).update(group=group),
    "neighbor * remote-as *": says("remote_as"),
    "neighbor * local-as * [~]": says("local_as"),
    "neighbor * update-source *": says("source"),
    "neighbor * shutdown [~]": says("shutdown", True),
    "no neighbor * shutdown": says("shutdown", False),
    "neighbor * password [~]": says("password", True),
    "neighbor * interface": lambda fields, name: member(fields, "peers", name),
    "neighbor * interface ~": on_interface,
    "bgp listen range * ~": listens,
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
_FAMILY: Final = table(
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
BGP: Final = table(
    {"address-family ~": Below(_FAMILY, lambda fields, _: fields)},
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
_IGP: Final = table({"network * area *": networks(network, area)}, _IGP_SILENT, passives(str))


def _route(fields: Fields, words: str, vrf: str = "") -> None:
    """`ip route PREFIX NEXTHOP|INTERFACE|blackhole [DISTANCE] [vrf NAME] ...`; `vrf` says where the route itself is."""
    rest = re.search(r" vrf (\S+)", words)
    if rest and not vrf:
        words, vrf = words.replace(rest[0], "", 1), rest[1]
    values = {"tag": "", "label": "", "table": "", "color": "", "nexthop-vrf": "next_vrf"}
    route(fields, words, values=values, flags={"onlink": ""}, vrf=vrf)


VRF: Final = Below(
    table(
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
    found = within("interfaces")(fields, name)
    if vrf:
        found["vrf"] = vrf
    return found


def _listed(fields: Fields, family: str, name: str, *words: str) -> None:
    entry(filter_of(family)(fields, name), *words)


LINE: Final = table(
    {
        "access-class *": keeps_out,
        "ipv6 access-class *": lambda fields, name: keeps_out(fields, name, "in", "ipv6"),
        "no login": const("login", "none"),
        "login": const("login", "password"),
    },
    "exec-timeout ~",
)

TOP: Final = table(
    {
        "hostname *": put("hostname"),
        "no ip forwarding": const("routing", False),
        "ip forwarding": const("routing", True),
        "interface *": Below(INTERFACE, _port),
        "int *": Below(INTERFACE, _port),
        "interface * vrf *": Below(INTERFACE, _port),
        "vrf *": VRF,
        "ip|ipv6 route ~": lambda fields, _, words: _route(fields, words),
        "access-list * seq # permit|deny ~": lambda fields, *words: _listed(fields, "ipv4", *words),
        "access-list * permit|deny ~": lambda fields, *words: _listed(fields, "ipv4", *words),
        "ipv6 access-list * seq # permit|deny ~": lambda fields, *words: _listed(fields, "ipv6", *words),
        "ipv6 access-list * permit|deny ~": lambda fields, *words: _listed(fields, "ipv6", *words),
        "line *": Below(LINE, line),
        "router bgp #": Below(BGP, bgp_process),
        "router bgp # vrf *": Below(BGP, bgp_process),
        "router bgp # view *": Below(BGP, bgp_process),
        "router ospf": Below(_IGP, process("ospf")),
        "router ospf #": Below(_IGP, process("ospf")),
        "router ospf vrf *": Below(_IGP, lambda fields, vrf: process("ospf")(fields, "", vrf)),
        "router ospf6": Below(_IGP, process("ospf6")),
        "router ospf6 vrf *": Below(_IGP, lambda fields, vrf: process("ospf6")(fields, "", vrf)),
        "router isis *": Below(_IGP, process("isis")),
        "router isis * vrf *": Below(_IGP, process("isis")),
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
