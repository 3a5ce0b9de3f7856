"""The facts of a target from the text of its config: what it runs, or would run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_interface, ip_network
from typing import Final

from netops.config.facts import facts
from netops.facts import AppliedFilter, Facts
from netops.facts import Interface as Shown
from netops.facts.read import Reader
from netops.graph import hosts
from netops.graph.admission import CONSOLES, LoginPolicy, configures_accounts, login_policy_of_facts
from netops.graph.entries import rule_of_groups
from netops.graph.from_data import GATEWAY, Defaults
from netops.graph.place import ConfigPlace
from netops.graph.records import (
    FAMILIES,
    Adjacency,
    BgpSession,
    FilterBinding,
    Interface,
    LoginService,
    Port,
    Route,
    TargetFacts,
    Translation,
    UnreadLine,
    VirtualAddress,
    used_filters,
)
from netops.graph.rulesets import Ruleset
from netops.model.derive.gateway import DEFAULT_ROUTES
from netops.model.index import svi_vid
from netops.platforms import Platform, load_part

NO_ADDRESS: Final = ("dhcp", "autoconfig", "negotiated")
PROTOCOLS: Final = ("ospf", "isis")
"""Protocols of IPv4 as the data has them; OSPFv3 is in the text alone."""


def facts_of_text(target: str, platform: Platform, text: str, data: TargetFacts) -> TargetFacts:
    """The facts of a text. What a config of the platform does not hold (the addresses of a server) is that of the data."""
    if platform.facts is None:
        login, admission = hosts.login_of_text(text, data.login), hosts.login_policy_of_text(text)
        return replace(data, login=login, admission=admission, is_text=True, **hosts.firewall_of_text(text, data.ports))  # type: ignore[arg-type]
    found = facts_of_config(target, facts(platform, text))
    return found if configures_accounts(platform) else replace(found, login=LoginService(), admission=LoginPolicy())


def defaults_of(platform: Platform) -> Defaults:
    """What holds on a platform where the data says nothing: what an empty config means."""
    if platform.facts is None:
        return Defaults(routes_packets=False, has_accounts=False)
    reader: Reader = load_part(platform, platform.facts)
    return Defaults(facts(platform, "").routing, reader.route_distance, configures_accounts(platform))


def facts_of_config(target: str, found: Facts) -> TargetFacts:
    """The facts of a config that was read, with the numbers of its lines."""
    every = _folded({port.name: _port(port, found) for port in found.interfaces})
    ports = {name: port for name, port in every.items() if not port.is_idle}
    login, admission = _login(found), login_policy_of_facts(found, FAMILIES)
    others = [*admission.api_filters, *((family, name) for family, name, _ in admission.controls)]
    filters = {(one.name, family): one for family, one in _filters(found)}
    return TargetFacts(
        target=target,
        ports=ports,
        vlans=frozenset(vlan.id for vlan in found.vlans if vlan.active) or None,
        routes_packets=found.routing,
        routes=tuple(_routes(found)),
        filters=used_filters(filters, ports.values(), login, found.translations, others),
        adjacencies=tuple(sorted(set(_adjacencies(found, ports)))),
        sessions=tuple(sorted({BgpSession(one.vrf, one.peer, one.enabled, one.remote_as, one.local_as) for one in found.bgp})),
        translations=tuple(_translations(found)),
        login=login,
        admission=admission,
        arp_inspected=frozenset(found.arp_inspected),
        arp_exempt=found.arp_exempt,
        priorities=dict(found.priorities),
        unread=tuple(UnreadLine(one.line, one.section, one.text) for one in found.not_understood),
        is_text=True,
    )


def _adjacencies(found: Facts, ports: Mapping[str, Port]) -> Iterator[Adjacency]:
    for one in found.igp:
        if one.interface and one.protocol in PROTOCOLS:
            yield Adjacency(one.protocol, _name(one.interface, ports), one.passive, one.area if one.protocol == "ospf" else "")


def _name(interface: str, ports: Mapping[str, Port]) -> str:
    """Unit 0 of Junos is the port itself, as in the data."""
    return interface.removesuffix(".0") if interface not in ports else interface


def _folded(ports: Mapping[str, Port]) -> dict[str, Port]:
    """Ports with unit 0 (Junos) as one with the port that it is on: it has no tag of its own, and is up when both are."""
    out: dict[str, Port] = {}
    for name, port in ports.items():
        unit = ports.get(f"{name}.0")
        if name.endswith(".0") and port.parent in ports and port.tag is None:
            continue
        if unit is not None and unit.tag is None:
            places = {**unit.places, **port.places}
            port = replace(unit, name=name, parent="", enabled=unit.enabled and port.enabled, lag=port.lag or unit.lag, places=places)
        out[name] = port
    return out


def _port(shown: Shown, found: Facts) -> Port:
    native = shown.access_vlan if shown.mode in ("access", "dynamic") else shown.native_vlan if shown.mode == "trunk" else None
    tagged = frozenset(_allowed(shown, found)) if shown.mode == "trunk" else frozenset()
    addresses = tuple(sorted(_addresses(shown), key=lambda one: one.version))
    mode = _mode(shown, bool(addresses))
    return Port(
        name=shown.name,
        enabled=shown.enabled is not False and not shown.off,
        off=shown.off,
        mode=mode,
        untagged=None if not mode else native if shown.mode != "trunk" or native in tagged else None,
        tagged=tagged - {native},
        voice=shown.voice_vlan if shown.mode == "access" else None,
        lag=shown.lag,
        parent=shown.parent,
        tag=shown.tag,
        vrf=shown.vrf,
        addresses=addresses,
        shared=tuple(sorted(_shared(shown, found))),
        filters=tuple(
            sorted(FilterBinding(use.direction, FAMILIES[use.family], use.name) for use in shown.filters if use.family in FAMILIES)
        ),
        nat=shown.nat,
        bpduguard=shown.bpduguard,
        restrictions=(*shown.restrictions, *_frame_filters(shown, found)),
        arp_trusted=shown.arp_trusted,
        has_dynamic_address=any(one.role in NO_ADDRESS for one in shown.addresses),
        places={field: ConfigPlace(line=line) for key, line in shown.lines.items() for field in FIELDS.get(key, (key,))},
    )


def _frame_filters(shown: Shown, found: Facts) -> Iterator[str]:
    """The filters of frames at a port, by whether they let any pass; one that lets all pass is none, nor is one that is not there."""
    texts = {one.name: [entry.text for entry in one.entries] for one in found.filters if one.family == "mac"}
    for use in shown.filters:
        entries = texts.get(use.name, []) if use.family == "mac" else []
        actions = [FRAME_ACTION.search(text) for text in entries]
        if entries and not ANY_FRAME.search(entries[0]):
            is_closed = not any(one is None or one[0] in ("permit", "accept") for one in actions)
            yield f"closed frame filter {use.name}" if is_closed else f"frame filter {use.name}"


FRAME_ACTION: Final = re.compile(r"\b(permit|deny|accept|discard)\b")
ANY_FRAME: Final = re.compile(r"^(?:\d+ )?permit any any(?: ip)?$|^term \S+ then accept$")


def _allowed(shown: Shown, found: Facts) -> Iterator[int]:
    """The VLANs of a trunk: one with trunk groups only where the port is in one of them (EOS)."""
    grouped = {vlan.id: set(vlan.trunk_groups) for vlan in found.vlans if vlan.trunk_groups}
    own = set(shown.trunk_groups)
    return (vid for vid in shown.allowed_vlans if vid not in grouped or grouped[vid] & own)


FIELDS: Final = {
    "switchport_mode": ("mode",),
    "access_vlan": ("untagged",),
    "native_vlan": ("untagged",),
    "allowed_vlans": ("tagged",),
    "members": ("tagged",),
    "redundancy": ("shared",),
    "filters": ("in", "out", "restrictions"),
}
"""The fields of a port, by those that the lines of an interface say."""


def _mode(shown: Shown, has_addresses: bool) -> str:
    """The mode; empty for a port that no line gives one."""
    if shown.mode == "dynamic":
        return "access" if "access_vlan" in shown.lines else ""
    if shown.mode == "access" and not {"switchport_mode", "access_vlan", "switched"} & shown.lines.keys():
        return ""
    is_bare = not (has_addresses or shown.addresses or shown.tag or svi_vid(shown.name) or "." in shown.name)
    return "" if shown.mode == "routed" and is_bare and "switchport" not in shown.lines else shown.mode


def _addresses(shown: Shown) -> Iterator[Interface]:
    for one in shown.addresses:
        if one.length is not None and one.role not in NO_ADDRESS:
            yield ip_interface(f"{one.address}/{one.length}")


def _shared(shown: Shown, found: Facts) -> Iterator[VirtualAddress]:
    for group in found.redundancy:
        if group.interface == shown.name:
            yield from (VirtualAddress(address, group.group, group.priority) for address in group.addresses)
    yield from (VirtualAddress(one.address) for one in shown.addresses if one.role == "virtual" and one.length is None)


def _routes(found: Facts) -> Iterator[Route]:
    for one in found.routes:
        discards = one.interface == "discard"
        interface = "" if discards else one.interface
        network, here = ip_network(one.prefix), ConfigPlace(line=one.line)
        yield Route(one.vrf, network, one.next_hop, interface, one.distance, discards, one.next_vrf, one.track, here)
    for gateway in () if found.routing else found.gateways:  # a router does not use them (IP Addressing guide, "ip default-gateway")
        family = 6 if ":" in gateway else 4
        yield Route("", ip_network(DEFAULT_ROUTES[family]), gateway, distance=GATEWAY)


def _filters(found: Facts) -> Iterator[tuple[int, Ruleset]]:
    groups = {group.name: group.addresses for group in found.address_groups}
    for one in found.filters:
        if one.family in FAMILIES:
            family = FAMILIES[one.family]
            rules = tuple(rule_of_groups(entry.text, family, ConfigPlace(line=entry.line), groups) for entry in one.entries)
            first = min((entry.line for entry in one.entries), default=0)
            yield family, Ruleset(one.name, rules, where=ConfigPlace(line=max(first - 1, 0)))


def _translations(found: Facts) -> Iterator[Translation]:
    for one in found.translations:
        where = ConfigPlace(line=one.line)
        yield Translation(one.local, one.acl, one.outside, one.interface, one.protocol, one.port, one.outside_port, where)


def _login(found: Facts) -> LoginService:
    """Filters of SSH, and of the lines that it comes in on."""
    remote = [line for line in found.lines if not line.name.startswith(CONSOLES)]
    open_lines = [line for line in remote if line.transports is None or {"ssh", "all"} & set(line.transports)]
    names = {(FAMILIES[one.family], one.filter) for one in _login_bindings(found, {line.name for line in open_lines})}
    enabled = False if remote and not open_lines else found.ssh.enabled
    return LoginService(enabled, found.ssh.port, tuple(sorted(names)))


def _login_bindings(found: Facts, lines: Iterable[str]) -> Iterator[AppliedFilter]:
    for one in found.bindings:
        if one.direction == "in" and one.family in FAMILIES and (one.kind == "ssh" or (one.kind == "line" and one.place in lines)):
            yield one
