"""What the lines of interfaces are in the model (Interface, LAN Switching and IP Command References)."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_interface
from itertools import pairwise
from typing import Any, Final

from netops.facts.importer import ANY_VLAN
from netops.facts.layer2 import PORT as GUARDS
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.facts.values import parse_vlan_ids
from netops.platforms.cisco_ios.importing_access import ACCESS_PORT


def put_in(*path: str, convert: Callable[[str], Any] = str) -> Effect:
    """An effect: the word is the value of a field below others."""

    def effect(fields: Fields, word: str) -> None:
        _inner(fields, path)[path[-1]] = convert(word)

    return effect


def const_in(*path: str, value: object) -> Effect:
    """An effect: a field below others has this value."""

    def effect(fields: Fields, *_: str) -> None:
        _inner(fields, path)[path[-1]] = value

    return effect


def _inner(fields: Fields, path: tuple[str, ...]) -> Fields:
    for step in path[:-1]:
        fields = fields.setdefault(step, {})
    return fields


def _address(fields: Fields, address: str, mask: str) -> None:
    fields.setdefault("addresses", []).insert(0, str(ip_interface(f"{address}/{mask}")))


def _secondary(fields: Fields, address: str, mask: str) -> None:
    fields.setdefault("addresses", []).append(str(ip_interface(f"{address}/{mask}")))


def _address6(fields: Fields, address: str) -> None:
    fields.setdefault("addresses", []).append(str(ip_interface(address)))


def _no_address(fields: Fields) -> None:
    fields.setdefault("addresses", [])


def _allowed(fields: Fields, words: str) -> None:
    """`switchport trunk allowed vlan 1,2`, `add 3`, `none`."""
    verb, _, rest = words.partition(" ")
    parts = [int(part) if part.isdecimal() else 0 for part in words.split(" ")[-1].split(",")]
    fields["_has_pair"] = fields.get("_has_pair", False) or any(one and other == one + 1 for one, other in pairwise(parts))
    if verb == "none":
        fields["tagged_vlans"] = []
    elif verb == "add":
        fields["tagged_vlans"] = [*fields["tagged_vlans"], *parse_vlan_ids(rest)]
    else:
        fields["tagged_vlans"] = list(parse_vlan_ids(words))


def _channel(fields: Fields, number: str, mode: str) -> None:
    fields["lag"] = f"Port-channel{number}"
    fields["_lacp_mode"] = {"active": "active", "passive": "passive", "on": "static"}[mode]


def _ospf(fields: Fields, process: str, area: str) -> None:
    fields.setdefault("ospf", {}).update({"process": process, "area": int(area) if area.isdecimal() else area})


def _ospf_key(fields: Fields, number: str, words: str) -> None:
    kind, _, key = words.rpartition(" ")
    row = {"id": int(number), "key": key} | ({"type": kind} if kind else {})
    fields.setdefault("ospf", {}).setdefault("md5_keys", []).append(row)


def _speed(fields: Fields, word: str) -> None:
    fields["speed"] = word if word == "auto" else int(word)


def _negotiation(fields: Fields, *_: str) -> None:
    fields["negotiation"] = True


def _of_group(kind: str, *path: str, convert: Callable[[str], Any] = str, family: str = "ipv4") -> Effect:
    """An effect on a group of HSRP or VRRP: the word is the value of a field; without a word the field is true."""

    def effect(fields: Fields, number: str, *words: str) -> None:
        group = _group(fields, kind, int(number))
        group[path[0]] = convert(words[0]) if words else True
        if family == "ipv6":
            group["family"] = "ipv6"

    return effect


def _group(fields: Fields, kind: str, number: int) -> Fields:
    groups: list[Fields] = fields.setdefault(kind, [])
    for one in groups:
        if one["group"] == number:
            return one
    groups.append({"group": number})
    return groups[-1]


def _secondary_of(kind: str) -> Effect:
    return lambda fields, number, address: _group(fields, kind, int(number)).setdefault("secondary_addresses", []).append(address)


def _delay_of(kind: str) -> Effect:
    return lambda fields, number, seconds: _group(fields, kind, int(number)).update({"preempt": True, "preempt_delay_s": int(seconds)})


def _authentication_of(kind: str) -> Effect:
    def effect(fields: Fields, number: str, words: str) -> None:
        form, _, key = words.rpartition(" ")
        _group(fields, kind, int(number)).update({"authentication": key} | ({"authentication_type": form} if form else {}))

    return effect


def _track_of(kind: str) -> Effect:
    def effect(fields: Fields, number: str, words: str) -> None:
        found = words.split()
        row: Fields = {"object": int(found[0]) if found[0].isdecimal() else found[0]}
        match found[1:]:
            case ["decrement", value]:
                row["decrement"] = int(value)
            case ["shutdown"]:
                row["shutdown"] = True
            case []:
                pass
            case _:
                raise ValueError(words)
        _group(fields, kind, int(number)).setdefault("track", []).append(row)

    return effect


def _groups(word: str, kind: str) -> dict[str, Effect]:
    """The lines of the groups of HSRP and of VRRP."""
    return {
        f"{word} # ip *": _of_group(kind, "address"),
        f"{word} # ip * secondary": _secondary_of(kind),
        f"{word} # ipv6 *": _of_group(kind, "address", family="ipv6"),
        f"{word} # timers ~": _of_group(kind, "timers"),
        f"{word} # priority #": _of_group(kind, "priority", convert=int),
        f"{word} # preempt": _of_group(kind, "preempt"),
        f"{word} # preempt delay minimum #": _delay_of(kind),
        f"no {word} # preempt": lambda fields, number: _group(fields, kind, int(number)).update(preempt=False),
        f"{word} # authentication ~": _authentication_of(kind),
        f"{word} # name *": _of_group(kind, "name"),
        f"{word} # description ~": _of_group(kind, "description"),
        f"{word} # track ~": _track_of(kind),
    }


def _enabled(word: str) -> bool:
    return {"enable": True, "disable": False}[word]


def _acl(fields: Fields, name: str, way: str) -> None:
    fields[f"acl_{way}"] = name


def _rpf(fields: Fields, mode: str, **more: object) -> None:
    fields["reverse_path"] = {"mode": {"rx": "strict", "any": "loose"}[mode], **more}


def _edge(fields: Fields, *_: str) -> None:
    fields["edge"] = True


_VLANS: Final[dict[str, Effect]] = {
    "switchport access vlan #": set_field("_access_vlan", int),
    "switchport trunk native vlan #": set_field("_native_vlan", int),
    "switchport trunk allowed vlan ~": _allowed,
    "switchport trunk encapsulation dot1q|isl|negotiate": set_field("trunk_encapsulation"),
    "switchport mode access": set_constant("mode", "access"),
    "switchport mode trunk": set_constant("mode", "tagged"),
    "no switchport": set_constant("mode", "routed"),
    "switchport nonegotiate": set_constant("dtp", False),
    "switchport voice vlan #": set_field("voice_vlan", int),
    "channel-group # mode active|passive|on": _channel,
    "lacp rate fast": set_constant("_lacp_fast", True),
    "port-channel min-links #": put_in("lacp", "min_links", convert=int),
    "spanning-tree portfast": _edge,
    "spanning-tree portfast trunk": set_constant("_edge_trunk", True),
    "spanning-tree portfast edge": const_in("stp", "port_type", value="edge"),
    "spanning-tree portfast edge trunk": const_in("stp", "port_type", value="edge trunk"),
    "spanning-tree portfast network": const_in("stp", "port_type", value="network"),
    "spanning-tree bpduguard enable|disable": put_in("stp", "bpduguard", convert=_enabled),
    "spanning-tree bpdufilter enable|disable": put_in("stp", "bpdufilter", convert=_enabled),
    "spanning-tree guard root|loop|none": put_in("stp", "guard"),
    "spanning-tree cost #": put_in("stp", "cost", convert=int),
    "spanning-tree port-priority #": put_in("stp", "priority", convert=int),
    "spanning-tree link-type point-to-point|shared|auto": put_in("stp", "link_type"),
}

_ADDRESSES: Final[dict[str, Effect]] = {
    "ip address * *": _address,
    "ip address * * secondary": _secondary,
    "ip address dhcp": set_constant("dhcp", True),
    "no ip address": _no_address,
    "ip unnumbered *": set_field("unnumbered"),
    "ipv6 address *": _address6,
    "ipv6 enable": set_constant("ipv6_enable", True),
    "vrf forwarding *": set_field("vrf"),
    "ip vrf forwarding *": set_field("_legacy_vrf"),
    "encapsulation dot1Q #": set_field("vlan_tag", int),
    "encapsulation dot1Q # native": lambda fields, tag: fields.update(vlan_tag=int(tag), vlan_tag_native=True),
    "no ip redirects": set_constant("ip_redirects", False),
    "no ip unreachables": set_constant("ip_unreachables", False),
    "no ip proxy-arp": set_constant("proxy_arp", False),
    "ip directed-broadcast": set_constant("directed_broadcast", True),
    "ip mtu #": set_field("ip_mtu", int),
    "ip nat inside|outside": set_field("nat"),
    "ip virtual-reassembly": set_constant("virtual_reassembly", True),
    "ip virtual-reassembly in|out": set_field("virtual_reassembly"),
    "ip pim sparse-mode": set_constant("pim_sparse", True),
    "ip tcp adjust-mss #": set_field("tcp_mss", int),
    "ip access-group * in|out": _acl,
    "ipv6 traffic-filter * in|out": _acl,
    "ip helper-address *": append_to_field("dhcp_relay"),
}

_ROUTING: Final[dict[str, Effect]] = {
    "ip ospf network broadcast|point-to-point|point-to-multipoint|non-broadcast": put_in("ospf", "network"),
    "ip ospf * area *": _ospf,
    "ip ospf cost #": put_in("ospf", "cost", convert=int),
    "ip ospf hello-interval #": put_in("ospf", "hello_s", convert=int),
    "ip ospf dead-interval #": put_in("ospf", "dead_s", convert=int),
    "ip ospf priority #": put_in("ospf", "priority", convert=int),
    "ip ospf mtu-ignore": const_in("ospf", "mtu_ignore", value=True),
    "ip ospf bfd": const_in("ospf", "bfd", value=True),
    "ip ospf authentication": const_in("ospf", "authentication", value="simple"),
    "ip ospf authentication message-digest|null": put_in("ospf", "authentication"),
    "ip ospf message-digest-key # md5 ~": _ospf_key,
    "standby version #": set_field("hsrp_version", int),
    **_groups("standby", "hsrp"),
    **_groups("vrrp", "vrrp_groups"),
}

PORT: Final = make_table(
    {
        "description ~": set_field("description"),
        "shutdown": set_constant("enabled", False),
        "mtu #": set_field("mtu", int),
        "bandwidth #": set_field("bandwidth_kbps", int),
        "delay #": set_field("delay_tens_us", int),
        "load-interval #": set_field("load_interval_s", int),
        "media-type *": set_field("media_type"),
        "duplex full|half|auto": set_field("duplex"),
        "speed *": _speed,
        "negotiation auto": _negotiation,
        "no negotiation auto": set_constant("negotiation", False),
        "power inline never": set_constant("poe", False),
        "no cdp enable": set_constant("cdp", False),
        "no lldp transmit": set_constant("lldp_transmit", False),
        "no lldp receive": set_constant("lldp_receive", False),
        "no mop enabled": const_in("mop", "enabled", value=False),
        "mop enabled": const_in("mop", "enabled", value=True),
        "no mop sysid": const_in("mop", "sysid", value=False),
        "mop sysid": const_in("mop", "sysid", value=True),
        "tunnel source *": put_in("tunnel", "source"),
        "tunnel destination *": put_in("tunnel", "destination"),
        "tunnel key #": put_in("tunnel", "key", convert=int),
        "tunnel vrf *": put_in("tunnel", "vrf"),
        "tunnel ttl #": put_in("tunnel", "ttl", convert=int),
        "tunnel mode ~": put_in("tunnel", "mode"),
        "tunnel path-mtu-discovery": const_in("tunnel", "path_mtu_discovery", value=True),
        "tunnel protection ipsec profile *": put_in("tunnel", "ipsec_profile"),
        "mpls ip": set_constant("_ldp", True),
        "mpls traffic-eng tunnels": set_constant("_te", True),
        "ip rsvp bandwidth": set_constant("_rsvp", True),
        "ip rsvp bandwidth #": set_field("_rsvp", int),
        "crypto map *": set_field("crypto_map"),
        "zone-member security *": set_field("zone"),
        "ip inspect * in|out": lambda fields, name, way: fields.update({f"inspect_{way}": name}),
        "ip verify unicast source reachable-via rx|any": lambda fields, mode: _rpf(fields, mode),
        "ip verify unicast source reachable-via rx|any allow-default": lambda fields, mode: _rpf(fields, mode, allow_default=True),
        "ip verify unicast source reachable-via rx|any #": lambda fields, mode, acl: _rpf(fields, mode, acl=acl),
        "no ipv6 redirects": set_constant("ipv6_redirects", False),
        "no ipv6 unreachables": set_constant("ipv6_unreachables", False),
        "ip mask-reply": set_constant("ip_mask_reply", True),
        "service-policy input *": put_in("service_policies", "input"),
        "service-policy output *": put_in("service_policies", "output"),
        **ACCESS_PORT,
        **GUARDS,
        **_VLANS,
        **_ADDRESSES,
        **_ROUTING,
    }
)

INTERFACES: Final = {
    "interface *": SectionPattern(PORT, lambda fields, name: fields.setdefault("interfaces", {}).setdefault(name, {})),
}

SHOWN_AT_MEMBERS: Final = (
    "mode",
    "untagged_vlan",
    "access_vlan",
    "tagged_vlans",
    "allow_untagged",
    "trunk_encapsulation",
    "dtp",
    "voice_vlan",
)
"""What a member of a group shows of the group's settings."""


def finish_ports(fields: Fields) -> None:
    """Put together what several lines of an interface say, or lines of a group and its members."""
    ports: dict[str, Fields] = fields.get("interfaces", {})
    if True in {port.pop("_has_pair", False) for port in ports.values()}:
        fields.setdefault("system", {})["vlan_pairs"] = "comma"
    for name, port in ports.items():
        _vlans(port)
        _encapsulation(name, port)
        if "_legacy_vrf" in port:
            port["vrf"] = port.pop("_legacy_vrf")
            fields.setdefault("system", {})["legacy_vrf"] = True
    for port in ports.values():
        if "lag" in port:
            _member(port, ports.get(port["lag"], {}))
        port.pop("_lacp_fast", None)


def _vlans(port: Fields) -> None:
    access, native, edge_trunk = port.pop("_access_vlan", None), port.pop("_native_vlan", None), port.pop("_edge_trunk", False)
    if port.get("mode") == "tagged":
        tagged = port.setdefault("tagged_vlans", ANY_VLAN)
        if native is not None:
            port["untagged_vlan"] = native
            if tagged != ANY_VLAN and native not in tagged:
                port["allow_untagged"] = False
        if access is not None:
            port["access_vlan"] = access
        if edge_trunk:
            port["edge"] = True
    else:
        port.pop("tagged_vlans", None)
        if access is not None and port.get("mode") != "routed":
            port["untagged_vlan"] = access


def _encapsulation(name: str, port: Fields) -> None:
    if str(port.get("vlan_tag")) == name.partition(".")[2]:
        del port["vlan_tag"]


def _member(port: Fields, group: Fields) -> None:
    mode, fast = port.pop("_lacp_mode"), port.pop("_lacp_fast", False)
    if group:
        lacp = group.setdefault("lacp", {})
        lacp.setdefault("mode", mode)
        if fast:
            lacp.setdefault("fast", True)
    own = {key: port[key] for key in SHOWN_AT_MEMBERS if key in port}
    if own and own == {key: group[key] for key in SHOWN_AT_MEMBERS if key in group}:
        group["lag_settings"] = True
        for key in own:
            del port[key]
