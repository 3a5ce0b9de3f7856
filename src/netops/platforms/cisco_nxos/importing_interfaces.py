"""Interfaces, VLANs, VXLAN and spanning tree. What a line says of an interface only together with others is put at keys that start with an
underscore, and made data of by `importing_ports`."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_interface
from typing import Final

from netops.facts.access import PORT as ACCESS
from netops.facts.access import port_flag
from netops.facts.filling import at, inside, into, mac, options, row
from netops.facts.importer import VLANS
from netops.facts.layer2 import PORT as GUARDS
from netops.facts.table import Below, Effect, Fields, Table, add, const, put, table
from netops.facts.values import ids


def area(text: str) -> int:
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
    return at("ospf", put(name, convert))


def _message_digest(fields: Fields, number: str, words: str) -> None:
    *kind, key = words.split()
    found: Fields = {"id": int(number), "key": key}
    if kind:
        (found["type"],) = kind
    inside(fields, "ospf").setdefault("md5_keys", []).append(found)


def _track(fields: Fields, number: str, words: str = "") -> None:
    fields.setdefault("track", []).append({"object": int(number)} | options(words, {"decrement": int}))


_GROUP: Final = table(
    {
        "priority #": put("priority", int),
        "preempt": const("preempt", True),
        "no preempt": const("preempt", False),
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
        "name *": put("name"),
        "mac-address *": put("mac", mac),
        "authentication text *": put("authentication"),
        "authentication md5 key-string *": lambda fields, key: fields.update(authentication=key, authentication_type="md5 key-string"),
    }
)
_HSRP: Final = table(
    {
        "ip *": put("address", lambda text: str(ip_address(text))),
        "ip * secondary": add("secondary_addresses", lambda text: str(ip_address(text))),
        "timers ~": put("timers"),
    },
    "",
    _GROUP,
)
_VRRP: Final = table(
    {
        "address *": put("address", lambda text: str(ip_address(text))),
        "address * secondary": add("secondary_addresses", lambda text: str(ip_address(text))),
        "advertisement-interval #": put("timers"),
        "no shutdown": const("_up", True),
        "shutdown": const("enabled", False),
    },
    "",
    _GROUP,
)


def _group(kind: str) -> Callable[..., Fields]:
    def enter(fields: Fields, number: str, family: str = "") -> Fields:
        return row(fields, kind, group=int(number), **({"family": family} if family == "ipv6" else {}))

    return enter


def _channel(fields: Fields, number: str, mode: str = "static") -> None:
    fields.update(lag=f"port-channel{number}", _lacp="static" if mode == "on" else mode)


def _switch(name: str, value: bool) -> Effect:
    return at("stp", const(name, value))


def _reverse_path(fields: Fields, family: str, mode: str, *, allow_default: bool = False) -> None:
    """`ip verify unicast source reachable-via rx`: the versions of one interface have to agree in the rest."""
    row: Fields = {"mode": {"rx": "strict", "any": "loose"}[mode]} | ({"allow_default": True} if allow_default else {})
    found = fields.setdefault("reverse_path", {**row, "families": []})
    if row != {key: value for key, value in found.items() if key != "families"}:
        raise ValueError("two ways of one interface")
    found["families"].append("ipv6" if family == "ipv6" else "ipv4")


PORT: Final = table(
    {
        "ip|ipv6 verify unicast source reachable-via rx|any": _reverse_path,
        "ip|ipv6 verify unicast source reachable-via any allow-default": lambda fields, family: _reverse_path(
            fields, family, "any", allow_default=True
        ),
        "tunnel source *": at("tunnel", put("source")),
        "tunnel destination *": at("tunnel", put("destination")),
        "tunnel mode ~": at("tunnel", put("mode")),
        "tunnel use-vrf *": at("tunnel", put("vrf")),
        "tunnel path-mtu-discovery": at("tunnel", const("path_mtu_discovery", True)),
        "no ipv6 unreachables": const("ipv6_unreachables", False),
        **ACCESS,
        **GUARDS,
        "dot1x mac-auth-bypass": port_flag("mab"),
        "dot1x mac-auth-bypass eap": port_flag("mab", "eap"),
        "dot1x re-authentication": port_flag("reauthenticate"),
        "description ~": put("description"),
        "shutdown": const("enabled", False),
        "no shutdown": const("_up", True),
        "mtu #": put("mtu", int),
        "speed #": put("speed", int),
        "duplex full|half|auto": put("duplex"),
        "bandwidth #": put("bandwidth_kbps", int),
        "delay #": put("delay_tens_us", int),
        "load-interval #": put("load_interval_s", int),
        "no negotiate auto": const("negotiation", False),
        "vrf member *": put("vrf"),
        "ip address *": _primary,
        "ip address * secondary": _address,
        "ip address dhcp": const("dhcp", True),
        "ipv6 address *": _address,
        "ipv6 address use-link-local-only": const("ipv6_link_local_only", True),
        "ipv6 link-local *": put("ipv6_link_local", lambda text: str(ip_address(text))),
        "ip forward": const("ip_forward", True),
        "ip unnumbered *": put("unnumbered"),
        "medium p2p": const("medium", "p2p"),
        "no ip redirects": const("ip_redirects", False),
        "no ipv6 redirects": const("ipv6_redirects", False),
        "ip unreachables": const("ip_unreachables", True),
        "ip proxy-arp": const("proxy_arp", True),
        "ip directed-broadcast": const("directed_broadcast", True),
        "encapsulation dot1q #": put("vlan_tag", int),
        "switchport": const("_bridged", True),
        "no switchport": const("_bridged", False),
        "switchport mode trunk": const("_mode", "tagged"),
        "switchport mode fex-fabric": const("_mode", "fex"),
        "fex associate #": put("fex", int),
        "switchport access vlan #": put("_access", int),
        "switchport trunk native vlan #": put("_native", int),
        "switchport trunk allowed vlan none": const("_allowed", []),
        "switchport trunk allowed vlan [add] *": lambda fields, numbers: fields.setdefault("_allowed", []).extend(ids(numbers)),
        "spanning-tree port type edge": const("_edge", "edge"),
        "spanning-tree port type edge trunk": const("_edge", "edge trunk"),
        "spanning-tree port type network|normal": at("stp", put("port_type")),
        "spanning-tree bpduguard enable": _switch("bpduguard", True),
        "spanning-tree bpduguard disable": _switch("bpduguard", False),
        "spanning-tree bpdufilter enable": _switch("bpdufilter", True),
        "spanning-tree bpdufilter disable": _switch("bpdufilter", False),
        "spanning-tree guard root|loop|none": at("stp", put("guard")),
        "spanning-tree cost #": at("stp", put("cost", int)),
        "spanning-tree port-priority #": at("stp", put("priority", int)),
        "spanning-tree link-type point-to-point|shared|auto": at("stp", put("link_type")),
        "channel-group #": _channel,
        "channel-group # mode active|passive|on": _channel,
        "lacp rate fast": const("_fast", True),
        "lacp min-links #": at("lacp", put("min_links", int)),
        "vpc #": put("mlag", int),
        "vpc peer-link": const("mlag_peer_link", True),
        "ip access-group * in": put("acl_in"),
        "ip access-group * out": put("acl_out"),
        "ipv6 traffic-filter * in": put("acl_in"),
        "ipv6 traffic-filter * out": put("acl_out"),
        "ip router ospf * area *": lambda fields, process, number: inside(fields, "ospf").update(process=process, area=area(number)),
        "ip ospf cost #": _ospf("cost", int),
        "ip ospf dead-interval #": _ospf("dead_s", int),
        "ip ospf hello-interval #": _ospf("hello_s", int),
        "ip ospf priority #": _ospf("priority", int),
        "ip ospf network point-to-point": at("ospf", const("network", "point-to-point")),
        "ip ospf passive-interface": at("ospf", const("passive", True)),
        "no ip ospf passive-interface": at("ospf", const("passive", False)),
        "ip ospf bfd": at("ospf", const("bfd", True)),
        "ip ospf mtu-ignore": at("ospf", const("mtu_ignore", True)),
        "ip ospf authentication": at("ospf", const("authentication", "simple")),
        "ip ospf authentication message-digest|null": at("ospf", put("authentication")),
        "ip ospf message-digest-key # md5 ~": _message_digest,
        "service-policy type qos input|output *": lambda fields, way, name: at("service_policies", put(way))(fields, name),
        "service-policy type queuing input|output *": lambda fields, way, name: at("service_policies", put(f"queuing_{way}"))(fields, name),
        "ip pim sparse-mode": const("pim_sparse", True),
        "no cdp enable": const("cdp", False),
        "bfd interval # min_rx # multiplier #": at("bfd", bfd_times),
        "fabric forwarding mode anycast-gateway": const("anycast_gateway", True),
        "ip dhcp relay address *": add("dhcp_relay"),
        "hsrp version #": put("hsrp_version", int),
        "hsrp # [ipv4]": Below(_HSRP, _group("hsrp")),
        "hsrp # ipv6": Below(_HSRP, lambda fields, number: _group("hsrp")(fields, number, "ipv6")),
        "vrrp #": Below(_VRRP, _group("vrrp_groups")),
    }
)
_MEMBER: Final = table(
    {
        "suppress-arp": const("suppress_arp", True),
        "mcast-group *": put("multicast_group"),
        "ingress-replication protocol bgp": const("replication", "bgp"),
    }
)
_ENDPOINT: Final = table(
    {
        "no shutdown": const("enabled", True),
        "description ~": put("description"),
        "host-reachability protocol bgp": const("host_reachability", "bgp"),
        "advertise virtual-rmac": const("advertise_virtual_rmac", True),
        "source-interface *": put("source_interface"),
        "global suppress-arp": const("suppress_arp", True),
        "global ingress-replication protocol bgp": const("replication", "bgp"),
        "member vni #": Below(_MEMBER, lambda fields, vni: inside(fields, "_members").setdefault(int(vni), {})),
        "member vni # associate-vrf": add("routed_vnis", int),
    }
)


def _endpoint(fields: Fields, name: str) -> Fields:
    vxlan = inside(fields, "vxlan")
    vxlan["interface"] = name
    return vxlan


def _vlans(fields: Fields, numbers: str) -> Fields:
    """Enters one VLAN, or lists several: those have no lines below."""
    found = ids(numbers)
    known = inside(fields, VLANS)
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
INTERFACES: Final[Table] = table(
    {
        **{f"spanning-tree port type {words}": at("stp", const(key, True)) for words, key in _STP_DEFAULTS.items()},
        "spanning-tree mode mst": at("stp", const("mode", "mstp")),
        "spanning-tree loopguard default": at("stp", const("loopguard_default", True)),
        "spanning-tree pathcost method long|short": at("stp", put("pathcost_method")),
        "spanning-tree vlan * priority #": lambda fields, vlans, number: (
            inside(fields, "stp").setdefault("vlan_priorities", []).append({"vlans": vlans, "priority": int(number)})
        ),
        "spanning-tree mst # priority #": lambda fields, instance, number: row(
            inside(fields, "stp", "mst"), "instances", instance=int(instance)
        ).update(priority=int(number)),
        "spanning-tree mst configuration": Below(
            table(
                {
                    "name *": put("name"),
                    "revision #": put("revision", int),
                    "instance # vlan *": lambda fields, instance, vlans: row(fields, "instances", instance=int(instance)).update(
                        vlans=vlans
                    ),
                }
            ),
            into("stp", "mst"),
        ),
        "vlan *": Below(table({"name *": _name, "vn-segment #": put("_vni", int)}), _vlans),
        "fabric forwarding anycast-gateway-mac *": at("vxlan", put("anycast_gateway_mac", mac)),
        "interface nve*": Below(_ENDPOINT, _endpoint),
        "interface *": Below(PORT, lambda fields, name: inside(fields, "interfaces", name)),
    }
)
