"""Interfaces of EOS in the words of the model: the inverse of templates/arista_eos/interfaces.j2 and vxlan.j2."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_interface
from typing import Any, Final

from netops.facts.access import PORT as ACCESS
from netops.facts.access import port_flag, port_value
from netops.facts.filling import add_reverse_path, at_path
from netops.facts.importer import VRFS
from netops.facts.layer2 import PORT as GUARDS
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import parse_vlan_id, parse_vlan_ids

SPEEDS: Final = {
    **{"10full": 10, "100full": 100, "1g": 1000, "10g": 10000, "25g": 25000, "40g": 40000, "50g": 50000},
    **{"100g": 100000, "200g": 200000, "400g": 400000},
}
MANY: Final = 256
"""A list of more VLANs than that is no list of VLANs that are there."""


def bfd_timers(interval: str, receive: str, multiplier: str) -> Fields:
    """The times of a session of BFD."""
    return {"interval_ms": int(interval), "min_rx_ms": int(receive), "multiplier": int(multiplier)}


def short_area(text: str) -> int | str:
    """An area of OSPF as people write it: a number where it is a small one."""
    number = int(IPv4Address(text)) if "." in text else int(text)
    return number if number < 1 << 16 else text


def _address(key: str, *, first: bool = True) -> Callable[[Fields, str], None]:
    """An address with its length. The primary one comes before the others."""

    def effect(fields: Fields, text: str) -> None:
        one, held = str(ip_interface(text)), fields.setdefault(key, [])
        held.insert(0 if first and ":" not in one else len(held), one)

    return effect


def _vrrp(name: str, convert: Callable[[str], Any] = str) -> Effect:
    def effect(fields: Fields, group: str, word: str) -> None:
        _group(fields, group)[name] = convert(word)

    return effect


def _group(fields: Fields, group: str) -> Fields:
    """The fields of a group of VRRP."""
    found: Fields = fields.setdefault("_vrrp", {}).setdefault(int(group), {"group": int(group)})
    return found


def _channel(fields: Fields, group: str, mode: str) -> None:
    fields.update(lag=f"Port-Channel{group}", _lacp={"active": "active", "passive": "passive", "on": "static"}[mode])


def _forced(fields: Fields, word: str) -> None:
    """`speed forced 10000full`."""
    fields.update(speed=int(word.removesuffix("full")), duplex="full")


def _security(fields: Fields, violation: str = "") -> None:
    fields["port_security"] = fields.get("port_security", {}) | {"enabled": True} | ({"violation": violation} if violation else {})


PORT: Final = make_table(
    {
        **{words: effect for words, effect in GUARDS.items() if words.startswith(("storm-control", "ip arp inspection trust"))},
        **ACCESS,
        "ip verify source": set_constant("source_guard", True),
        "switchport port-security": _security,
        "switchport port-security violation protect": lambda fields: _security(fields, "protect"),
        "switchport port-security mac-address maximum #": at_path("port_security", set_field("maximum", int)),
        "dot1x reauthentication": port_flag("reauthenticate"),
        "dot1x mac based authentication": port_flag("mab"),
        "dot1x mac based authentication always": lambda fields: fields.setdefault("dot1x", {}).update(mab=True, mab_only=True),
        "dot1x authentication failure action traffic allow vlan #": port_value("failed_vlan", int),
        "dot1x reauthorization request limit #": port_value("max_identity_requests", int),
        "description ~": set_field("description"),
        "shutdown": set_constant("enabled", False),
        "mtu #": set_field("_mtu", int),
        "l2 mtu #": set_field("_l2_mtu", int),
        "speed *": set_field("speed", lambda word: SPEEDS[word]),
        "encapsulation dot1q vlan #": set_field("_tag", parse_vlan_id),
        "vrf *": set_field("vrf"),
        "vrf forwarding *": lambda fields, name: fields.update(vrf=name, _legacy=True),
        "no switchport": set_constant("mode", "routed"),
        "switchport mode trunk": set_constant("mode", "tagged"),
        "switchport access vlan #": set_field("_access", parse_vlan_id),
        "switchport phone vlan #": set_field("voice_vlan", parse_vlan_id),
        "switchport trunk native vlan #": set_field("_native", parse_vlan_id),
        "switchport trunk allowed vlan *": set_field("_allowed"),
        "switchport trunk group *": append_to_field("trunk_groups"),
        "channel-group # mode active|passive|on": _channel,
        "lacp timer fast": set_constant("_fast", True),
        "port-channel lacp fallback static|individual": at_path("lacp", set_field("fallback")),
        "port-channel lacp fallback timeout #": at_path("lacp", set_field("fallback_timeout_s", int)),
        "no lldp transmit|receive": lambda fields, way: fields.update({f"lldp_{way}": False}),
        "pim ipv4 sparse-mode": set_constant("pim_sparse", True),
        "speed forced *": _forced,
        "port-channel min-links #": at_path("lacp", set_field("min_links", int)),
        "mlag #": set_field("mlag", int),
        "no autostate": set_constant("autostate", False),
        "arp aging timeout #": set_field("arp_timeout_s", int),
        "bfd interval # min-rx # multiplier #": lambda fields, *words: fields.update(bfd=bfd_timers(*words)),
        "load-interval #": set_field("load_interval_s", int),
        "service-policy type qos input|output *": lambda fields, way, name: fields.setdefault("service_policies", {}).update({way: name}),
        "qos trust dscp": set_constant("qos", True),
        "spanning-tree portfast": set_constant("edge", True),
        "spanning-tree bpduguard|bpdufilter enable|disable": lambda fields, key, word: fields.setdefault("stp", {}).update(
            {key: word == "enable"}
        ),
        "spanning-tree guard root|loop|none": at_path("stp", set_field("guard")),
        "spanning-tree cost #": at_path("stp", set_field("cost", int)),
        "spanning-tree port-priority #": at_path("stp", set_field("priority", int)),
        "spanning-tree link-type point-to-point|shared": at_path("stp", set_field("link_type")),
        "ip address dhcp": set_constant("dhcp", True),
        "dhcp client accept default-route": set_constant("dhcp_default_route", True),
        "ip address *": _address("addresses"),
        "ip address * secondary": _address("addresses", first=False),
        "ip address virtual *": _address("_virtual"),
        "ip address virtual * secondary": _address("_virtual", first=False),
        "ipv6 address *": _address("addresses"),
        "ipv6 address virtual *": _address("_virtual"),
        "ip|ipv6 virtual-router address *": lambda fields, _, one: append_to_field("virtual_addresses", lambda text: str(ip_address(text)))(
            fields, one
        ),
        "ip|ipv6 verify unicast source reachable-via rx|any": add_reverse_path,
        "ip|ipv6 verify unicast source reachable-via rx|any allow-default": lambda fields, family, mode: add_reverse_path(
            fields, family, mode, allow_default=True
        ),
        "tunnel source *": at_path("tunnel", set_field("source")),
        "tunnel destination *": at_path("tunnel", set_field("destination")),
        "tunnel mode gre": at_path("tunnel", set_constant("mode", "gre")),
        "tunnel key #": at_path("tunnel", set_field("key", int)),
        "tunnel ttl #": at_path("tunnel", set_field("ttl", int)),
        "tunnel underlay vrf *": at_path("tunnel", set_field("vrf")),
        "tunnel path-mtu-discovery": at_path("tunnel", set_constant("path_mtu_discovery", True)),
        "tunnel ipsec profile *": at_path("tunnel", set_field("ipsec_profile")),
        "ip proxy-arp": set_constant("proxy_arp", True),
        "ip helper-address *": append_to_field("dhcp_relay"),
        "ip|ipv6 access-group * in|out": lambda fields, _, name, way: fields.update({f"acl_{way}": name}),
        "ip ospf area *": at_path("ospf", set_field("area", short_area)),
        "ip ospf network point-to-point": at_path("ospf", set_constant("network", "point-to-point")),
        "ip ospf cost #": at_path("ospf", set_field("cost", int)),
        "ip ospf hello-interval #": at_path("ospf", set_field("hello_s", int)),
        "ip ospf dead-interval #": at_path("ospf", set_field("dead_s", int)),
        "ip ospf priority #": at_path("ospf", set_field("priority", int)),
        "isis enable *": set_field("_isis"),
        "isis passive": at_path("isis", set_constant("passive", True)),
        "isis bfd": at_path("isis", set_constant("bfd", True)),
        "isis network point-to-point": at_path("isis", set_constant("network", "point-to-point")),
        "isis circuit-type level-1|level-1-2|level-2": at_path(
            "isis", set_field("circuit_type", lambda word: "level-2-only" if word == "level-2" else word)
        ),
        "isis metric #": at_path("isis", set_field("metric", int)),
        "isis priority #": at_path("isis", set_field("priority", int)),
        "isis hello-interval #": at_path("isis", set_field("hello_interval_s", int)),
        "isis hello-multiplier #": at_path("isis", set_field("hello_multiplier", int)),
        "vrrp # ipv4 *": _vrrp("address"),
        "vrrp # ipv4 * secondary": lambda fields, group, one: _group(fields, group).setdefault("secondary_addresses", []).append(one),
        "vrrp # priority-level #": _vrrp("priority", int),
        "no vrrp # preempt": lambda fields, group: _vrrp("preempt", bool)(fields, group, ""),
    }
)


def enter_port(fields: Fields, name: str) -> Fields:
    """The fields of an interface."""
    found: Fields = fields.setdefault("interfaces", {}).setdefault(name, {})
    return found


def _member(fields: Fields, number: str, vni: str) -> None:
    fields.setdefault("vlans", []).append({"vlan": parse_vlan_id(number), "vni": int(vni)})


def _vxlan(fields: Fields, name: str) -> Fields:
    found: Fields = fields.setdefault("vxlan", {})
    found.update(interface=name, _vrfs=fields.setdefault(VRFS, {}))
    return found


VXLAN: Final = SectionPattern(
    make_table(
        {
            "description ~": set_field("description"),
            "shutdown": set_constant("enabled", False),
            "vxlan source-interface *": set_field("source_interface"),
            "vxlan udp-port #": set_field("udp_port", int),
            "vxlan virtual-router encapsulation mac-address mlag-system-id": set_constant("mlag_mac", True),
            "vxlan vlan # vni #": _member,
            "vxlan vrf * vni #": lambda fields, name, vni: fields["_vrfs"].setdefault(name, {}).update(vni=int(vni)),
            "vxlan flood vtep ~": lambda fields, words: fields.update(flood_vteps=[str(ip_address(one)) for one in words.split()]),
        }
    ),
    _vxlan,
)


def finish_ports(fields: Fields) -> None:
    """What follows from several lines of an interface, or of several interfaces."""
    fields.get("vxlan", {}).pop("_vrfs", None)
    ports: dict[str, Fields] = fields.get("interfaces", {})
    for name, port in ports.items():
        if port.pop("_legacy", False):
            fields.setdefault("system", {})["legacy_vrf"] = True
        _switched(port)
        _sized(port)
        _addressed(port)
        tag = port.pop("_tag", None)
        if tag is not None and str(tag) != name.partition(".")[2]:
            port["vlan_tag"] = tag
        process = port.pop("_isis", None)
        if process is not None:
            port.setdefault("isis", {})
            fields.setdefault("isis", {}).setdefault("process", process)
        if process is None or process != fields["isis"]["process"]:
            port.pop("isis", None)
    _grouped(ports)


def _switched(port: Fields) -> None:
    """The VLANs of a port: of a trunk the native one and the list, of others the access VLAN."""
    access, native, allowed = (port.pop(key, None) for key in ("_access", "_native", "_allowed"))
    if port.get("mode") == "routed":
        port.pop("voice_vlan", None)
        return
    if port.get("mode") != "tagged":
        if access is not None or "voice_vlan" in port:
            port["mode"] = "access"
        if access is not None:
            port["untagged_vlan"] = access
        return
    port.pop("voice_vlan", None)
    if native is not None:
        port["untagged_vlan"] = native
    numbers = set() if allowed == "none" else set(parse_vlan_ids(allowed)) if allowed else None
    if numbers is None or len(numbers) > MANY:
        port["tagged_vlans"] = "all"
        return
    if native is not None and native not in numbers:
        port["allow_untagged"] = False
    port["tagged_vlans"] = sorted(numbers - {native})


def _sized(port: Fields) -> None:
    bridged = port.get("mode") in ("access", "tagged")
    routed, switched = port.pop("_mtu", None), port.pop("_l2_mtu", None)
    mtu = switched if bridged else routed
    if mtu is not None:
        port["mtu"] = mtu


def _addressed(port: Fields) -> None:
    """Addresses that all switches share, and groups of VRRP."""
    virtual = port.pop("_virtual", [])
    if virtual and "addresses" not in port:
        port.update(addresses=virtual, anycast_gateway=True)
    groups = [group for group in port.pop("_vrrp", {}).values() if "address" in group]
    if len(groups) == 1 and "secondary_addresses" not in groups[0]:
        port["vrrp"] = groups[0]
    elif groups:
        port["vrrp_groups"] = groups


def _grouped(ports: dict[str, Fields]) -> None:
    """How groups are formed, which their members show."""
    members: dict[str, list[Fields]] = {}
    for port in ports.values():
        if "lag" in port:
            members.setdefault(port["lag"], []).append(port)
    for group, inside_ in members.items():
        modes, fast = {port.get("_lacp") for port in inside_}, all(port.get("_fast") for port in inside_)
        if group in ports:
            own = ports[group].setdefault("lacp", {})
            if len(modes) == 1 and modes != {"active"}:
                own["mode"] = modes.pop()
            if fast:
                own["fast"] = True
            if not own:
                del ports[group]["lacp"]
    for port in ports.values():
        port.pop("_lacp", None)
        port.pop("_fast", None)
