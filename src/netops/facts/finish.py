"""From fields to facts: records, sorted, with what follows from one section for another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from typing import Any, TypeVar

from netops.facts.lines import noted_lines
from netops.facts.neighbours import bgp_neighbours, igp_interfaces, redundancy_groups
from netops.facts.read import ReadReport
from netops.facts.records import (
    Aaa,
    AddressGroup,
    Api,
    AppliedFilter,
    Entry,
    Facts,
    Filter,
    Interface,
    Line,
    Server,
    ServerGroup,
    Ssh,
    Translation,
    User,
    Vlan,
)
from netops.facts.table import Fields
from netops.facts.values import natural_key

_R = TypeVar("_R")

_OPEN = re.compile(
    r"permit (?:(?:ip|ipv4|ipv6) (?:any|0\.0\.0\.0/0|::/0) (?:any|0\.0\.0\.0/0|::/0)|any|0\.0\.0\.0/0|::/0|0\.0\.0\.0 255\.255\.255\.255)"
    r"(?: log(?:-input)?)?"
)


def finish_facts(platform: str, fields: Fields, report: ReadReport) -> Facts:
    """The facts of a platform's config, from the fields that were read."""
    ports = fields.get("interfaces", {})
    return Facts(
        platform=platform,
        hostname=fields.get("hostname", ""),
        routing=fields.get("routing"),
        gateways=tuple(sorted(set(fields.get("gateways", ())))),
        interfaces=_interfaces(ports),
        vlans=_vlans(fields),
        routes=tuple(sorted(set(fields.get("routes", ())))),
        filters=_filters(fields.get("filters", {})),
        address_groups=tuple(sorted(_address_groups(fields.get("address_groups", {})))),
        bindings=_bindings(fields, ports),
        ssh=_ssh(fields.get("ssh", {})),
        apis=_apis(fields.get("apis", {})),
        lines=tuple(
            sorted((make_record(Line, line) for line in fields.get("lines", {}).values()), key=lambda line: natural_key(line.name))
        ),
        aaa=_aaa(fields),
        bgp=bgp_neighbours(fields),
        igp=igp_interfaces(fields, ports),
        redundancy=redundancy_groups(fields, ports),
        translations=_translations(fields.get("nat", {})),
        arp_inspected=tuple(sorted(fields.get("arp_inspected", ()))),
        arp_exempt=fields.get("arp_exempt", False),
        priorities=tuple(sorted(fields.get("priorities", {}).items())),
        management_ports=tuple(sorted((name, tuple(sorted(set(kinds)))) for name, kinds in fields.get("management_ports", {}).items())),
        understood=report.understood,
        not_understood=tuple(sorted(set(report.lines))),
    )


def make_record(kind: type[_R], fields: Mapping[str, Any]) -> _R:
    """A record of the fields that its kind has; lists become tuples."""
    names = {field.name for field in fields_of(kind)}  # type: ignore[arg-type]
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in fields.items() if name in names})


def _ssh(fields: Fields) -> Ssh:
    return make_record(Ssh, {**fields, **{name: sorted(set(fields.get(name, ()))) for name in ("vrfs", "filters")}})


def _apis(apis: Fields) -> tuple[Api, ...]:
    return tuple(sorted(make_record(Api, {**one, "name": name, "vrfs": sorted(set(one.get("vrfs", ())))}) for name, one in apis.items()))


def _interfaces(ports: Fields) -> tuple[Interface, ...]:
    made = [
        make_record(Interface, {**port, "addresses": sorted(set(port.get("addresses", ())), key=_by_role), "lines": noted_lines(port)})
        for port in ports.values()
    ]
    return tuple(sorted(made, key=lambda port: natural_key(port.name)))


def _by_role(one: Any) -> tuple[Any, ...]:
    return one.family, one.role != "primary", one.role, one.address, one.length or 0


def _vlans(fields: Fields) -> tuple[Vlan, ...]:
    """VLANs by number. A block (`vlan 10-20`) says the same of each of its VLANs; what a VLAN says of itself goes before."""
    found: dict[int, Fields] = {}
    for numbers, block in fields.get("vlan_blocks", ()):
        for one in numbers:
            own = found.setdefault(one, {})
            own.update({**block, "trunk_groups": [*own.get("trunk_groups", ()), *block.get("trunk_groups", ())]})
    return tuple(sorted(make_record(Vlan, {**own, "id": one}) for one, own in found.items()))


def _filters(filters: Mapping[tuple[str, str], Fields]) -> tuple[Filter, ...]:
    made = [_filter(family, name, one) for (family, name), one in filters.items()]
    return tuple(sorted(made, key=lambda one: (one.name, one.family)))


def _filter(family: str, name: str, fields: Fields) -> Filter:
    entries = _in_order(fields.get("entries", ()))
    return Filter(name, family, entries, fields.get("open_end", bool(entries) and _OPEN.fullmatch(entries[-1].text) is not None))


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by number. One without a number goes behind those above it, as on the device, which counts on in tens."""
    placed: list[tuple[int, Entry]] = []
    last = 0
    for entry in entries:
        place = last + 10 if entry.sequence is None else entry.sequence
        last = max(last, place)
        placed.append((place, entry))
    return tuple(entry for _, entry in sorted(placed, key=lambda pair: pair[0]))


def _address_groups(groups: Mapping[str, Fields]) -> Iterable[AddressGroup]:
    for name in groups:
        found = _members(groups, name, ())
        yield AddressGroup(name, tuple(sorted(set(found))) if found is not None else ())


def _members(groups: Mapping[str, Fields], name: str, seen: tuple[str, ...]) -> list[str] | None:
    """The addresses of a group and of those in it; None where one is not known, or in itself."""
    own = groups.get(name)
    if own is None or own.get("is_unread") or name in seen:
        return None
    inner = [_members(groups, one, (*seen, name)) for one in own.get("groups", ())]
    return None if None in inner else [*own.get("addresses", ()), *(one for found in inner for one in found or ())]


def _bindings(fields: Fields, ports: Fields) -> tuple[AppliedFilter, ...]:
    found = set(fields.get("bindings", ()))
    for name, port in ports.items():
        found |= {
            AppliedFilter(use.name, use.family, "interface", name, use.direction, port.get("vrf", "")) for use in port.get("filters", ())
        }
    return tuple(sorted(found))


def _aaa(fields: Fields) -> Aaa:
    return Aaa(
        login=tuple(sorted(fields.get("login", {}).values())),
        authorization=tuple(sorted(fields.get("authorization", {}).values())),
        local_fallback=fields.get("local_fallback"),
        groups=tuple(sorted(make_record(ServerGroup, one) for one in fields.get("groups", {}).values())),
        servers=tuple(sorted((make_record(Server, one) for one in fields.get("servers", {}).values()), key=_server)),
        users=tuple(sorted((_user(one, fields.get("roles", {})) for one in fields.get("users", {}).values()), key=lambda user: user.name)),
        levels=fields.get("levels", False),
        enable=fields.get("enable", False),
    )


def _user(one: Fields, roles: Fields) -> User:
    powers = set(one.get("powers", ())) | {
        power for role in one.get("role", "").split(",") for power in roles.get(role, {}).get("powers", ())
    }
    return make_record(User, {**one, "methods": sorted(set(one.get("methods", ()))), "powers": sorted(powers)})


def _translations(nat: Fields) -> tuple[Translation, ...]:
    """Single addresses first, then rules, each in the order of the config; a pool by its first address."""
    pools = {pool["name"]: pool["first"] for pool in nat.get("pools", ())}
    static = [
        Translation(
            local=one["local"],
            outside=one.get("global", ""),
            interface=one.get("interface", ""),
            protocol=one.get("protocol", ""),
            port=one.get("local_port"),
            outside_port=one.get("global_port"),
            line=one.get("line", 0),
        )
        for one in nat.get("static", ())
    ]
    rules = [
        Translation(
            acl=one.get("acl", one.get("route_map", "")),
            outside=pools.get(one.get("pool"), ""),
            interface=one.get("interface", ""),
            line=one.get("line", 0),
        )
        for one in nat.get("rules", ())
    ]
    return (*static, *rules)


def _server(one: Server) -> tuple[str, str, str, int, str]:
    return one.protocol, one.name, one.address, one.port or 0, one.vrf
