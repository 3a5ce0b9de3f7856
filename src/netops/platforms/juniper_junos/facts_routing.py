"""Routes and neighbours of Junos, of the device or of one routing instance (Routing Protocols and Routing Instances guides)."""

from __future__ import annotations

from typing import Final

from netops.facts.lines import current_line
from netops.facts.table import Fields, make_table, set_constant, set_field
from netops.facts.values import canonical_area, canonical_ip, canonical_network
from netops.platforms.juniper_junos.facts_interfaces import bare_line, in_table


def _static(fields: Fields, prefix: str) -> Fields:
    found: Fields = (
        fields["root"].setdefault("static", {}).setdefault((fields["vrf"], canonical_network(prefix)), {"hops": [], "line": current_line()})
    )
    return found


def _hop(fields: Fields, prefix: str, word: str) -> None:
    known = word if not word[:1].isdigit() and ":" not in word else canonical_ip(word)
    _static(fields, prefix)["hops"].append((known, None))


def _preferred(fields: Fields, prefix: str, hop: str, preference: str = "") -> None:
    own = _static(fields, prefix).setdefault("qualified", {}).setdefault(hop, {})
    if preference:
        own["distance"] = int(preference)


def _bgp(fields: Fields, *names: str) -> Fields:
    """The fields of BGP itself, of a group, or of a neighbour; each takes over what the one before says."""
    root, vrf = fields["root"], fields["vrf"]
    kinds = root.setdefault("peer_groups", {})
    whole: Fields = kinds.setdefault((vrf, _BGP), {})
    if not names:
        return whole
    group: Fields = kinds.setdefault((vrf, names[0]), {"inherits": [_BGP]})
    if len(names) == 1:
        return group
    peer: Fields = root.setdefault("peers", {}).setdefault((vrf, _peer_name(names[1])), {"group": names[0]})
    return peer


_BGP: Final = "(bgp)"


def _peer_name(text: str) -> str:
    return canonical_network(text) if "/" in text else canonical_ip(text)


_SESSION: Final = make_table(
    {
        "peer-as *": set_field("remote_as"),
        "type internal|external": set_field("type"),
        "local-address *": set_field("source"),
        "local-as *": set_field("local_as"),
        "local-as * [~]": set_field("local_as"),
        "authentication-key ~": set_constant("password", True),
        "authentication-key-chain *": set_constant("password", True),
        "shutdown": set_constant("shutdown", True),
        "disable": set_constant("shutdown", True),
    },
    """
    authentication-algorithm *
    description|import|export|family|multihop|multipath|hold-time|keepalive|preference|metric-out|log-updown|passive|cluster|ttl [~]
    mtu-discovery|no-advertise-peer-as|advertise-peer-as|advertise-inactive|advertise-external|as-override|remove-private [~]
    bfd-liveness-detection|graceful-restart|vpn-apply-export|out-delay|damping|tcp-mss|traceoptions|local-preference|path-selection [~]
    no-nexthop-change|accept-remote-nexthop|no-client-reflect|include-mp-next-hop|idle-after-switch-over|optimal-route-reflection [~]
    forwarding-context|enforce-first-as|egress-te|outbound-route-filter|route-server-client|no-aggregator-id|bgp-error-tolerance [~]
    precision-timers|minimum-hold-time|tcp-aggressive-transmission|rfc6514-compliant-safi129|send-addpath-optimization|snmp-options [~]
    """,
)


def _member(fields: Fields, protocol: str, name: str, where: str = "") -> Fields:
    processes = fields["root"].setdefault("igp", {})
    process: Fields = processes.setdefault((protocol, "", fields["vrf"]), {})
    full = name if "." in name or name == "all" else f"{name}.0"
    found: Fields = process.setdefault("members", {}).setdefault(full, {"area": where})
    return found


def _off(fields: Fields, protocol: str) -> None:
    fields["root"].setdefault("igp_off", set()).add((protocol, "", fields["vrf"]))


_HELLO: Final = make_table(
    {
        "": bare_line,
        "passive [~]": set_constant("passive", True),
        "disable": set_constant("disabled", True),
        "enable": set_constant("disabled", False),
    },
    """
    metric|interface-type|priority|hello-interval|dead-interval|retransmit-interval|transit-delay|authentication|bfd-liveness-detection [~]
    bandwidth-based-metrics [~]
    te-metric|link-protection|node-link-protection|ldp-synchronization|secondary|flood-reduction|no-eligible-backup [~]
    level|point-to-point|hello-authentication-type|hello-authentication-key|hello-padding|lsp-interval|mesh-group|family|ipsec-sa [~]
    no-interface-state-traps|no-neighbor-down-notification|topology|strict-bfd|poll-interval|neighbor|post-convergence-lfa|node-tag [~]
    """,
)


def _on(fields: Fields, protocol: str, where: str, name: str, words: str = "") -> None:
    in_table(_HELLO, lambda found: found)(_member(fields, protocol, name, canonical_area(where)), words)


def _isis(fields: Fields, name: str, words: str = "") -> None:
    in_table(_HELLO, lambda found: found)(_member(fields, "isis", name), words)


def _rib(fields: Fields, name: str, words: str) -> None:
    """`rib inet6.0 static ...`: the unicast tables say the same as without `rib`; others serve another purpose."""
    if name.removeprefix(f"{fields['vrf']}.") not in ("inet.0", "inet6.0"):
        raise ValueError(f"another table: {name}")
    in_table(INSTANCE, lambda found: found)(fields, f"routing-options static {words}")


INSTANCE: Final = make_table(
    {
        "routing-options rib * static ~": _rib,
        "routing-options static route * next-hop *": _hop,
        "routing-options static route * discard|reject|receive": lambda fields, prefix, _: _hop(fields, prefix, "discard"),
        "routing-options static route * next-table *": lambda fields, prefix, name: _static(fields, prefix).update(table=name),
        "routing-options static route * qualified-next-hop *": _preferred,
        "routing-options static route * qualified-next-hop * preference #": _preferred,
        "routing-options static route * preference #": lambda fields, prefix, word: _static(fields, prefix).update(distance=int(word)),
        "routing-options autonomous-system # [~]": lambda fields, word: (
            fields["root"].setdefault("autonomous", {}).update({fields["vrf"]: word})
        ),
        "protocols bgp group * allow *": lambda fields, group, prefix: bare_line(_bgp(fields, group, prefix)),
        "protocols bgp group * neighbor *": lambda fields, group, peer: bare_line(_bgp(fields, group, peer)),
        "protocols bgp group * neighbor * ~": in_table(_SESSION, _bgp),
        "protocols bgp group *": lambda fields, group: bare_line(_bgp(fields, group)),
        "protocols bgp group * ~": in_table(_SESSION, _bgp),
        "protocols bgp ~": in_table(_SESSION, _bgp),
        "protocols ospf|ospf3 disable": _off,
        "protocols ospf|ospf3 area * interface *": _on,
        "protocols ospf|ospf3 area * interface * ~": _on,
        "protocols isis disable": lambda fields: _off(fields, "isis"),
        "protocols isis interface *": _isis,
        "protocols isis interface * ~": _isis,
    },
    """
    routing-options static route * no-readvertise|readvertise|tag|metric|retain|install|no-install|resolve|no-resolve [~]
    routing-options static route * community|active|passive|as-path|no-retain ~
    routing-options static defaults retain|no-readvertise|install|no-install|active|passive
    protocols ospf|ospf3 area * stub|nssa|area-range|virtual-link|authentication-type|label-switched-path|network-summary-export [~]
    protocols ospf|ospf3 area *
    protocols ospf|ospf3 enable
    protocols ospf|ospf3 export|import|reference-bandwidth|preference|external-preference|overload|spf-options|traceoptions|rib-group ~
    protocols ospf|ospf3 graceful-restart|traffic-engineering|no-nssa-abr|backup-spf-options|topology|no-rfc-1583|domain-id|sham-link [~]
    protocols isis level|export|import|reference-bandwidth|overload|authentication-key|traceoptions|lsp-lifetime|spf-options ~
    protocols isis no-ipv6-routing|no-ipv4-routing|wide-metrics-only|topologies|rib-group|backup-spf-options|source-packet-routing [~]
    protocols isis graceful-restart|no-adjacency-holddown|no-authentication-check|loose-authentication-check|ignore-attached-bit [~]
    """,
)
OF_VRF: Final = make_table(
    {
        "instance-type *": lambda fields, kind: enter_routing_instance(fields).update(type=kind),
        "interface *": lambda fields, name: (
            enter_routing_instance(fields).setdefault("ports", []).append(name if "." in name else f"{name}.0")
        ),
    },
    """
    description|route-distinguisher|vrf-target|vrf-import|vrf-export|vrf-table-label|no-vrf-propagate-ttl|vtep-source-interface ~
    vrf-table-label
    routing-options router-id|auto-export|multipath|interface-routes|maximum-prefixes|aggregate|generate [~]
    routing-options graceful-restart|forwarding-table [~]
    routing-options rib * aggregate|generate|multipath|maximum-prefixes|protect [~]
    protocols evpn|mpls|ldp|pim|igmp|lldp|router-advertisement|rip|ripng|l2vpn|vpls|mvpn|vstp|rstp|mstp|igmp-snooping [~]
    vlans|bridge-domains|switch-options|forwarding-options|service-type|provider-tunnel|access|system|egress-protection|snmp [~]
    """,
    INSTANCE,
)


def enter_routing_instance(fields: Fields) -> Fields:
    found: Fields = fields["root"].setdefault("instances", {}).setdefault(fields["vrf"], {})
    return found
