"""Interfaces, VLANs, VXLAN and spanning tree. What a line says of an interface only together with others is put at keys that start with an
underscore, and made data of by `importing_ports`."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_interface
from typing import Final

from netops.facts.access import PORT as ACCESS
from netops.facts.access import port_flag
from netops.facts.filling import add_reverse_path, at_path, enter_map, find_or_add_row, keyword_values, map_at_path, parse_mac
from netops.facts.importer import VLANS
from netops.facts.layer2 import PORT as GUARDS
from netops.facts.table import Effect, FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import parse_vlan_ids


def parse_area(text: str) -> int:
    """The number of an area."""
    return int(IPv4Address(int(text) if text.isdecimal() else text))


def bfd_times(fields: Fields, interval: str, least: str, multiplier: str) -> None:
    fields.update(interval_ms=int(interval), min_rx_ms=int(least), multiplier=int(multiplier))


def _address(fields: Fields, text: str) -> None:
    if "/" not in text:
        raise ValueError("an address without a length")
    fields.setdefault("addresses", []).append(str(ip_interface(text)))


def _primary(fields: Fields, text: str) -> None:
    _address(fields, text)
    fields["addresses"].insert(0, fields["addresses"].pop())


def _ospf(name: str, convert: Callable[[str], object]) -> Effect:
    return at_path("ospf", set_field(name, convert))


def _message_digest(fields: Fields, number: str, words: str) -> None:
    *kind, key = words.split()
    found: Fields = {"id": int(number), "key": key}
    if kind:
        (found["type"],) = kind
    map_at_path(fields, "ospf").setdefault("md5_keys", []).append(found)


def _track(fields: Fields, number: str, words: str = "") -> None:
    fields.setdefault("track", []).append({"object": int(number)} | keyword_values(words, {"decrement": int}))


_GROUP: Final = make_table(
    {
        "priority #": set_field("priority", int),
        "preempt": set_constant("preempt", True),
        "no preempt": set_constant("preempt", False),
        "preempt delay reload #": lambda fields, seconds: fields.update(preempt=True, preempt_reload_s=int(seconds)),
        "preempt delay minimum # reload #": lambda fields, least, seconds: fields.update(
            preempt=True, preempt_delay_s=int(least), preempt_reload_s=int(seconds)
        ),
        "priority # forwarding-threshold lower # upper #": lambda fields, own, *limits: fields.update(
            priority=int(own), forwarding_threshold=[int(one) for one in limits]
        ),
        "preempt delay minimum #": lambda fields, seconds: fields.update(preempt=True, preempt_delay_s=int(seconds)),
        "track #": _track,
        "track # ~": _track,
        "name *": set_field("name"),
        "mac-address *": set_field("mac", parse_mac),
        "authentication text *": set_field("authentication"),
        "authentication md5 key-string *": lambda fields, key: fields.update(authentication=key, authentication_type="md5 key-string"),
        "authentication md5 key-string 7 *": lambda fields, key: fields.update(authentication=key, authentication_type="md5 key-string 7"),
    }
)
_HSRP: Final = make_table(
    {
        "ip *": set_field("address", lambda text: str(ip_address(text))),
        "ip * secondary": append_to_field("secondary_addresses", lambda text: str(ip_address(text))),
        "timers ~": set_field("timers"),
    },
    "",
    _GROUP,
)
_VRRP: Final = make_table(
    {
        "address *": set_field("address", lambda text: str(ip_address(text))),
        "address * secondary": append_to_field("secondary_addresses", lambda text: str(ip_address(text))),
        "advertisement-interval #": set_field("timers"),
        "no shutdown": set_constant("_up", True),
        "shutdown": set_constant("enabled", False),
    },
    "",
    _GROUP,
)


def _group(kind: str) -> Callable[..., Fields]:
    def enter(fields: Fields, number: str, family: str = "") -> Fields:
        return find_or_add_row(fields, kind, group=int(number), **({"family": family} if family == "ipv6" else {}))

    return enter


def _channel(fields: Fields, number: str, mode: str = "static") -> None:
    fields.update(lag=f"port-channel{number}", _lacp="static" if mode == "on" else mode)


def _switch(name: str, value: bool) -> Effect:
    return at_path("stp", set_constant(name, value))


PORT: Final = make_table(
    {
        "ip|ipv6 verify unicast source reachable-via rx|any": add_reverse_path,
        "ip|ipv6 verify unicast source reachable-via any allow-default": lambda fields, family: add_reverse_path(
            fields, family, "any", allow_default=True
        ),
        "tunnel source *": at_path("tunnel", set_field("source")),
        "tunnel destination *": at_path("tunnel", set_field("destination")),
        "tunnel mode ~": at_path("tunnel", set_field("mode")),
        "tunnel use-vrf *": at_path("tunnel", set_field("vrf")),
        "tunnel path-mtu-discovery": at_path("tunnel", set_constant("path_mtu_discovery", True)),
        "no ipv6 unreachables": set_constant("ipv6_unreachables", False),
        **ACCESS,
        **GUARDS,
        "dot1x mac-auth-bypass": port_flag("mab"),
        "dot1x mac-auth-bypass eap": port_flag("mab", "eap"),
        "dot1x re-authentication": port_flag("reauthenticate"),
        "description ~": set_field("description"),
        "shutdown": set_constant("enabled", False),
        "no shutdown": set_constant("_up", True),
        "mtu #": set_field("mtu", int),
        "speed #": set_field("speed", int),
        "duplex full|half|auto": set_field("duplex"),
        "bandwidth #": set_field("bandwidth_kbps", int),
        "delay #": set_field("delay_tens_us", int),
        "load-interval #": set_field("load_interval_s", int),
        "no negotiate auto": set_constant("negotiation", False),
        "vrf member *": set_field("vrf"),
        "ip address *": _primary,
        "ip address * secondary": _address,
        "ip address dhcp": set_constant("dhcp", True),
        "ipv6 address *": _address,
        "ipv6 address use-link-local-only": set_constant("ipv6_link_local_only", True),
        "ipv6 link-local *": set_field("ipv6_link_local", lambda text: str(ip_address(text))),
        "ip forward": set_constant("ip_forward", True),
        "ip unnumbered *": set_field("unnumbered"),
        "medium p2p": set_constant("medium", "p2p"),
        "no ip redirects": set_constant("ip_redirects", False),
        "no ipv6 redirects": set_constant("ipv6_redirects", False),
        "ip unreachables": set_constant("ip_unreachables", True),
        "ip proxy-arp": set_constant("proxy_arp", True),
        "ip directed-broadcast": set_constant("directed_broadcast", True),
        "encapsulation dot1q #": set_field("vlan_tag", int),
        "switchport": set_constant("_bridged", True),
        "no switchport": set_constant("_bridged", False),
        "switchport mode trunk": set_constant("_mode", "tagged"),
        "switchport mode fex-fabric": set_constant("_mode", "fex"),
        "fex associate #": set_field("fex", int),
        "switchport access vlan #": set_field("_access", int),
        "switchport trunk native vlan #": set_field("_native", int),
        "switchport trunk allowed vlan none": set_constant("_allowed", []),
        "switchport trunk allowed vlan [add] *": lambda fields, numbers: fields.setdefault("_allowed", []).extend(parse_vlan_ids(numbers)),
        "spanning-tree port type edge": set_constant("_edge", "edge"),
        "spanning-tree port type edge trunk": set_constant("_edge", "edge trunk"),
        "spanning-tree port type network|normal": at_path("stp", set_field("port_type")),
        "spanning-tree bpduguard enable": _switch("bpduguard", True),
        "spanning-tree bpduguard disable": _switch("bpduguard", False),
        "spanning-tree bpdufilter enable": _switch("bpdufilter", True),
        "spanning-tree bpdufilter disable": _switch("bpdufilter", False),
        "spanning-tree guard root|loop|none": at_path("stp", set_field("guard")),
        "spanning-tree cost #": at_path("stp", set_field("cost", int)),
        "spanning-tree port-priority #": at_path("stp", set_field("priority", int)),
        "spanning-tree link-type point-to-point|shared|auto": at_path("stp", set_field("link_type")),
        "channel-group #": _channel,
        "channel-group # mode active|passive|on": _channel,
        "lacp rate fast": set_constant("_fast", True),
        "lacp min-links #": at_path("lacp", set_field("min_links", int)),
        "vpc #": set_field("mlag", int),
        "vpc peer-link": set_constant("mlag_peer_link", True),
        "ip access-group * in": set_field("acl_in"),
        "ip access-group * out": set_field("acl_out"),
        "ipv6 traffic-filter * in": set_field("acl_in"),
        "ipv6 traffic-filter * out": set_field("acl_out"),
        "ip router ospf * area *": lambda fields, process, number: map_at_path(fields, "ospf").update(
            process=process, area=parse_area(number)
        ),
        "ip ospf cost #": _ospf("cost", int),
        "ip ospf dead-interval #": _ospf("dead_s", int),
        "ip ospf hello-interval #": _ospf("hello_s", int),
        "ip ospf priority #": _ospf("priority", int),
        "ip ospf network point-to-point": at_path("ospf", set_constant("network", "point-to-point")),
        "ip ospf passive-interface": at_path("ospf", set_constant("passive", True)),
        "no ip ospf passive-interface": at_path("ospf", set_constant("passive", False)),
        "ip ospf bfd": at_path("ospf", set_constant("bfd", True)),
        "ip ospf mtu-ignore": at_path("ospf", set_constant("mtu_ignore", True)),
        "ip ospf authentication": at_path("ospf", set_constant("authentication", "simple")),
        "ip ospf authentication message-digest|null": at_path("ospf", set_field("authentication")),
        "ip ospf message-digest-key # md5 ~": _message_digest,
        "service-policy type qos input|output *": lambda fields, way, name: at_path("service_policies", set_field(way))(fields, name),
        "service-policy type queuing input|output *": lambda fields, way, name: at_path("service_policies", set_field(f"queuing_{way}"))(
            fields, name
        ),
        "ip pim sparse-mode": set_constant("pim_sparse", True),
        "no cdp enable": set_constant("cdp", False),
        "bfd interval # min_rx # multiplier #": at_path("bfd", bfd_times),
        "fabric forwarding mode anycast-gateway": set_constant("anycast_gateway", True),
        "ip dhcp relay address *": append_to_field("dhcp_relay"),
        "hsrp version #": set_field("hsrp_version", int),
        "hsrp # [ipv4]": SectionPattern(_HSRP, _group("hsrp")),
        "hsrp # ipv6": SectionPattern(_HSRP, lambda fields, number: _group("hsrp")(fields, number, "ipv6")),
        "vrrp #": SectionPattern(_VRRP, _group("vrrp_groups")),
    }
)
_MEMBER: Final = make_table(
    {
        "suppress-arp": set_constant("suppress_arp", True),
        "mcast-group *": set_field("multicast_group"),
        "ingress-replication protocol bgp": set_constant("replication", "bgp"),
    }
)
_ENDPOINT: Final = make_table(
    {
        "no shutdown": set_constant("enabled", True),
        "description ~": set_field("description"),
        "host-reachability protocol bgp": set_constant("host_reachability", "bgp"),
        "advertise virtual-rmac": set_constant("advertise_virtual_rmac", True),
        "source-interface *": set_field("source_interface"),
        "global suppress-arp": set_constant("suppress_arp", True),
        "global ingress-replication protocol bgp": set_constant("replication", "bgp"),
        "member vni #": SectionPattern(_MEMBER, lambda fields, vni: map_at_path(fields, "_members").setdefault(int(vni), {})),
        "member vni # associate-vrf": append_to_field("routed_vnis", int),
    }
)


def _endpoint(fields: Fields, name: str) -> Fields:
    vxlan = map_at_path(fields, "vxlan")
    vxlan["interface"] = name
    return vxlan


def _vlans(fields: Fields, numbers: str) -> Fields:
    """Enters one VLAN, or lists several: those have no lines below."""
    found = parse_vlan_ids(numbers)
    known = map_at_path(fields, VLANS)
    for one in found:
        known.setdefault(one, {"name": "default"} if one == 1 else {})
    fields.setdefault("_vlan_lists", []).append(found)
    return known[found[0]] if len(found) == 1 else {}


def _name(fields: Fields, name: str) -> None:
    fields["name"] = name


_STP_DEFAULTS: Final = {
    "edge default": "edge_default",
    "edge bpduguard default": "bpduguard_default",
    "edge bpdufilter default": "bpdufilter_default",
    "network default": "network_default",
}
INTERFACES: Final[FactTable] = make_table(
    {
        **{f"spanning-tree port type {words}": at_path("stp", set_constant(key, True)) for words, key in _STP_DEFAULTS.items()},
        "spanning-tree mode mst": at_path("stp", set_constant("mode", "mstp")),
        "spanning-tree loopguard default": at_path("stp", set_constant("loopguard_default", True)),
        "spanning-tree pathcost method long|short": at_path("stp", set_field("pathcost_method")),
        "spanning-tree vlan * priority #": lambda fields, vlans, number: (
            map_at_path(fields, "stp").setdefault("vlan_priorities", []).append({"vlans": vlans, "priority": int(number)})
        ),
        "spanning-tree mst # priority #": lambda fields, instance, number: find_or_add_row(
            map_at_path(fields, "stp", "mst"), "instances", instance=int(instance)
        ).update(priority=int(number)),
        "spanning-tree mst configuration": SectionPattern(
            make_table(
                {
                    "name *": set_field("name"),
                    "revision #": set_field("revision", int),
                    "instance # vlan *": lambda fields, instance, vlans: find_or_add_row(
                        fields, "instances", instance=int(instance)
                    ).update(vlans=vlans),
                }
            ),
            enter_map("stp", "mst"),
        ),
        "vlan *": SectionPattern(make_table({"name *": _name, "vn-segment #": set_field("_vni", int)}), _vlans),
        "fabric forwarding anycast-gateway-mac *": at_path("vxlan", set_field("anycast_gateway_mac", parse_mac)),
        "interface nve*": SectionPattern(_ENDPOINT, _endpoint),
        "interface *": SectionPattern(PORT, lambda fields, name: map_at_path(fields, "interfaces", name)),
    }
)
