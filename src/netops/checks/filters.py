"""Filters: entries that say something, in an order in which each can happen, bound where they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from netops.checks import Device, Finding, place_of, rule
from netops.checks._raw import has_raw, word_pattern
from netops.errors import Severity
from netops.model.index import AssignedAddress, parse_network

ANY = ("any", "0.0.0.0/0", "::/0")
REFERS = re.compile(r"acl|access|filter")
"""What the names of keys that refer to filters hold."""
NARROWING = (
    *("port", "source_port", "ports", "source_ports", "established", "icmp_type", "fragments", "exact_match"),
    *("source_group", "destination_group", "service_group", "port_group", "source_port_group"),
    *("tcp_flags", "dscp", "precedence", "tos", "ttl", "time_range", "tracked"),
)
"""What an entry may say beside protocol and networks, so that fewer packets match."""
CARRIERS = {"port": ("tcp", "udp"), "established": ("tcp",)}
"""What only some protocols have."""


def _filters(device: Device) -> Iterator[tuple[str, Any, list[Any]]]:
    """The filters of a device: name, data, entries in their order."""
    for name, data in device.data.get("acls", {}).items():
        yield str(name), data, list(data["entries"])


def _everything(entry: Any) -> bool:
    """Whether an entry matches every packet."""
    narrowed = entry.get("protocol", "ip") != "ip" or any(entry.get(key) for key in NARROWING)
    return not narrowed and all(str(entry.get(key, "any")) in ANY for key in ("source", "destination"))


@rule("ACL001", title="entry of a filter can match", scope="target", severity=Severity.WARNING)
def filter_entry_is_reachable(device: Device) -> Iterator[Finding]:
    """No entry of a filter comes after one that matches all of its packets.

    What it does: compares protocol, networks and port of each entry with those before it.
    Why it matters: the first entry that matches decides, so the later one never does anything; a deny in it denies nothing.
    Example: `{seq: 10, action: permit, source: 10.1.0.0/16}` before `{seq: 20, action: deny, source: 10.1.10.0/24}`.
    Use instead: the narrow entry before the wide one.
    """
    for name, _, entries in _filters(device):
        for position, entry in enumerate(entries):
            before = next((at for at in range(position) if _covers(entries[at], entry)), None)
            if before is not None:
                first = entries[before]
                yield Finding(
                    device.at("acls", name, "entries", position, "seq"),
                    f"entry {entry['seq']} of filter {name} never matches: entry {first['seq']} takes all of it ({first['action']})",
                    expected="the narrow entry before the wide one",
                    found=f"{first['seq']} before {entry['seq']}",
                    related=((f"entry {first['seq']}", device.at("acls", name, "entries", before, "seq")),),
                )


def _covers(wide: Any, narrow: Any) -> bool:
    """Whether a filter's entry matches every packet that another one matches."""
    protocol = wide.get("protocol", "ip")
    return (
        protocol in ("ip", narrow.get("protocol", "ip"))
        and all(not wide.get(key) or wide[key] == narrow.get(key) for key in NARROWING)
        and all(_holds(str(wide.get(key, "any")), str(narrow.get(key, "any"))) for key in ("source", "destination"))
    )


def _holds(wide: str, narrow: str) -> bool:
    if wide == narrow or wide in ANY:
        return True
    if narrow in ANY:
        return False
    outer, inner = parse_network(wide), parse_network(narrow)
    return bool(outer and inner and outer.version == inner.version and inner.subnet_of(outer))  # type: ignore[arg-type]


@rule("ACL002", title="permit names what it permits", scope="target", severity=Severity.WARNING)
def permit_entry_has_match(device: Device) -> Iterator[Finding]:
    """A filter does not permit everything before it has denied something.

    What it does: looks for a `permit` without protocol, networks and port, with no `deny` before it.
    Why it matters: whoever reads the config sees a filter, and there is none.
    Example: `entries: [{seq: 10, action: permit}]`.
    Use instead: what may pass: `protocol`, `source`, `destination`, `port`; or no filter at all.
    """
    for name, _, entries in _filters(device):
        for position, entry in enumerate(entries):
            if entry["action"] == "deny":
                break
            if _everything(entry):
                yield Finding(
                    device.at("acls", name, "entries", position, "action"),
                    f"entry {entry['seq']} of filter {name} permits everything, and nothing is denied before it",
                    expected="a protocol, a source, a destination or a port",
                    found="permit ip any any",
                )
                break


@rule("ACL003", title="filter is bound", scope="target", severity=Severity.WARNING)
def filter_is_applied(device: Device) -> Iterator[Finding]:
    """A filter is used by an interface, by SSH, SNMP or a line, or by anything else of the device.

    What it does: looks up each name of `acls` among the values of all keys with `acl`, `access` or `filter` in their names, and among the
        words of `raw_config`, of the same device.
    Why it matters: a filter that is bound nowhere filters nothing, and everybody thinks that it does.
    Example: `acls: {GUEST-IN: ...}` on a router whose guest interface has no `acl_in`.
    Use instead: bind it, or move it to the layer of those that use it.
    """
    acls = device.data.get("acls")
    if not acls:
        return
    used = set(_filters_named({key: value for key, value in device.data.items() if key != "acls"}))
    for name in acls:
        if str(name) not in used and not has_raw(device.data, word_pattern(name)):
            hint = "bind it with acl_in, acl_out, ssh.acl or communities[].acl of snmp, or take it out"
            yield Finding(
                device.at("acls", name), f"{device.name} binds filter {name} nowhere", expected="an interface", found="none", hint=hint
            )


def _filters_named(value: Any, *, is_of_filter: bool = False) -> Iterator[str]:
    """The texts below keys that refer to filters."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _filters_named(inner, is_of_filter=bool(REFERS.search(str(key))))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _filters_named(inner, is_of_filter=is_of_filter)
    elif is_of_filter:
        yield str(value)


@rule("ACL004", title="filter has entries", scope="target")
def filter_has_entries(device: Device) -> Iterator[Finding]:
    """A filter has an entry, or takes its entries from the flows of business services.

    What it does: looks for `entries: []` without `from_services: true`.
    Why it matters: some platforms let everything through an empty filter, others nothing.
    Example: `GUEST-IN: {entries: []}`.
    Use instead: at least `{seq: 10, action: deny}`, or no filter.
    """
    for name, data, entries in _filters(device):
        if not entries and not data.get("from_services") and not has_raw(device.data, rf"(?:access-list|filter) .*{word_pattern(name)} "):
            yield Finding(
                device.at("acls", name, "entries"), f"filter {name} of {device.name} has no entries", expected="an entry", found="none"
            )


@rule("ACL005", title="networks of a filter are of its family", scope="target")
def filter_networks_match_family(device: Device) -> Iterator[Finding]:
    """Sources and destinations of an IPv4 filter are IPv4 networks, those of an IPv6 filter IPv6 networks.

    What it does: compares each network with `family`.
    Why it matters: the device refuses the line, and with it on some platforms the whole filter.
    Example: `source: 2001:db8:1::/48` in a filter without `family: ipv6`.
    Use instead: a second filter with `family: ipv6`.
    """
    for name, data, entries in _filters(device):
        wanted = str(data.get("family", "ipv4"))
        for position, entry in enumerate(entries):
            for key in ("source", "destination"):
                text = str(entry.get(key, "any"))
                if text != "any" and (":" in text) != (wanted == "ipv6"):
                    yield Finding(
                        device.at("acls", name, "entries", position, key),
                        f"{text} in entry {entry['seq']} of filter {name} is no {wanted} network",
                        expected=f"an {wanted} network",
                        found=text,
                    )


@rule("ACL006", title="ports and sessions are of TCP and UDP", scope="target")
def port_match_requires_tcp_or_udp(device: Device) -> Iterator[Finding]:
    """An entry with `port` has the protocol tcp or udp, one with `established` the protocol tcp.

    What it does: compares `protocol` with the keys that need one.
    Why it matters: other packets have no ports; the device refuses the entry, or matches more than was meant.
    Example: `{seq: 10, action: permit, port: 22}`.
    Use instead: `{seq: 10, action: permit, protocol: tcp, port: 22}`.
    """
    for name, _, entries in _filters(device):
        for position, entry in enumerate(entries):
            for key, protocols in CARRIERS.items():
                said, expected = entry.get("protocol", "ip"), " or ".join(protocols)
                if entry.get(key) and said not in protocols:
                    yield Finding(
                        device.at("acls", name, "entries", position, key),
                        f"entry {entry['seq']} of filter {name} has {key}, and the protocol {said}",
                        expected=f"protocol: {expected}",
                        found=str(said),
                    )


@rule("ACL007", title="guests reach no internal network", scope="target", severity=Severity.WARNING)
def guest_interface_has_filter(device: Device, *, roles: tuple[str, ...] = ("guest",)) -> Iterator[Finding]:
    """The interface of a guest network has a filter for what comes in, or a VRF of its own.

    What it does: looks up the prefix of each address of a network device; where its role is `guest`, the interface needs `acl_in` or `vrf`.
    Why it matters: guests reach everything that the router reaches: servers, printers, the switches themselves.
    Example: `irb.190: {addresses: [10.3.90.1/24]}` in a prefix with `role: guest`.
    Use instead: `acl_in: GUEST-IN`, with a deny for our own networks.
    Options: `roles`, the roles of prefixes that guests may not reach.
    """
    index, prefixes = device.around.index, device.of("prefix")
    for one in device.assigned if device.kind == "device" else ():
        table = None if one.vrf else index.tables.get("")
        name = next(table.holding(one.value.ip), None) if table else None
        if name is not None and prefixes[name].get("role") in roles and "acl_in" not in device.interfaces[one.port.interface]:
            yield Finding(
                device.at("interfaces", one.port.interface),
                f"{one.port} filters nothing that comes in from {prefixes[name]['prefix']}, a network of role {prefixes[name]['role']}",
                expected="acl_in, or a vrf of its own",
                found="none",
                related=((f"the role of {prefixes[name]['prefix']}", place_of("prefix", name, "role")),),
            )


@rule("ACL008", title="guests do not reach inside", scope="target")
def guests_cannot_reach_internal_networks(
    device: Device, *, roles: tuple[str, ...] = ("guest",), inner: tuple[str, ...] = ("mgmt", "servers", "storage", "users")
) -> Iterator[Finding]:
    """The filter of a guest network denies what goes to the site's own networks.

    What it does: for each filter that a guest interface binds with `acl_in`, looks for the first entry that takes everything from the
        guests to a network with one of the `inner` roles, and whether it permits; an entry for one port or protocol is taken as meant.
    Why it matters: the filter is there and is bound, and guests reach the servers all the same.
    Example: `{seq: 10, action: permit}` before `{seq: 20, action: deny, destination: 10.0.0.0/8}`.
    Use instead: the deny for our own networks first, the permit for the rest of the world last.
    Options: `roles`, the roles of guests' prefixes; `inner`, the roles of prefixes they must not reach.
    """
    prefixes, networks = device.of("prefix"), device.around.index.networks
    for one, name, entries in _guests(device, roles):
        own = [net for other, net in networks.items() if prefixes[other].get("role") in inner and "vrf" not in prefixes[other]]
        others = [net for net in own if net.version == one.value.version]
        open_to = [(net, place_of) for net in others if (place_of := _permitting(entries, str(one.value.network), str(net))) is not None]
        if open_to:
            network, position = open_to[0]
            seq = entries[position]["seq"]
            yield Finding(
                device.at("acls", name, "entries", position, "action"),
                f"filter {name} lets guests of {one.port} into {', '.join(str(net) for net, _ in open_to)}",
                expected=f"a deny for {network} before entry {seq}",
                found=f"entry {seq} permits it",
                related=(("the filter of the guests", device.at("interfaces", one.port.interface, "acl_in")),),
            )


def _guests(device: Device, roles: tuple[str, ...]) -> Iterator[tuple[AssignedAddress, str, list[Any]]]:
    """The addresses of guest networks in the global table that have a filter of their family: address, filter, entries."""
    acls, table = device.data.get("acls", {}), device.around.index.tables.get("")
    for one in device.assigned if acls and table else ():
        name = str(device.interfaces[one.port.interface].get("acl_in", ""))
        prefix = next(table.holding(one.value.ip), None) if name in acls and not one.vrf and table else None
        guest = prefix is not None and device.of("prefix")[prefix].get("role") in roles
        if guest and acls[name].get("family", "ipv4") == f"ipv{one.value.version}":
            yield one, name, list(acls[name]["entries"])


def _permitting(entries: list[Any], source: str, destination: str) -> int | None:
    """The position of the entry that permits everything from one network to another; None when that is denied."""
    whole = {"source": source, "destination": destination}
    position = next((at for at, entry in enumerate(entries) if _covers(entry, whole)), None)
    return position if position is not None and entries[position]["action"] == "permit" else None
