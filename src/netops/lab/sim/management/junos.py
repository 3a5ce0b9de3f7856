"""The management plane of Junos, as its running config has it. What is inactive is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from netops.lab.sim.junos_tree import SetStatement
from netops.lab.sim.management.filters import PORTS, AddressMask, Entry, Range, address_mask
from netops.lab.sim.management.indented import next_hop, number_set
from netops.lab.sim.management.plane import EVERY_VLAN, Interface, Login, LoginServer, ManagementPath, Port, Route, parse_addresses

MANAGEMENT_PORTS = ("fxp", "me", "em", "vme")
NARROWING = frozenset({"icmp-type", "icmp-code", "dscp", "fragment-offset", "is-fragment", "ttl", "interface", "interface-group"})
"""Conditions that no packet of netops meets, as far as a lab goes."""


def junos(root: SetStatement, transport: str) -> ManagementPath:
    """Of a Junos device, reached by NETCONF."""
    vlans = _vlans(root)
    found = {port.name: port for port in _with_tree(root, _ports(root, vlans))}
    return ManagementPath(
        ports=found,
        vlans=frozenset(vlans.values()) or None,
        priorities=_priorities(root),
        arp_inspected=_arp_inspected(root, vlans),
        routes=tuple(_routes(_at(root, "routing-options"), "")) + tuple(_instance_routes(root)),
        learning=frozenset({""}) if _learns(root, found.values()) else frozenset(),
        filters=dict(_filters(root)),
        own_filters=_applied(_at(root, "interfaces", "lo0", "unit 0", "family inet"), "input"),
        service=_service(root, transport),
        login=_login(root),
    )


# the tree


def _below(item: SetStatement | None) -> Iterator[SetStatement]:
    """What is set below an item, and not inactive."""
    return (child for child in (item.children.values() if item else ()) if not child.inactive)


def _at(item: SetStatement | None, *path: str) -> SetStatement | None:
    """The item at a path; words that belong together are one step with a blank: `unit 0`."""
    for step in path:
        item = next((child for child in _below(item) if " ".join(child.words) == step), None)
    return item


def _values(item: SetStatement | None, name: str) -> list[str]:
    """The values of a leaf, or the names of what is below it."""
    found = _at(item, name)
    return [*found.values, *(" ".join(child.words) for child in _below(found))] if found else []


def _named(item: SetStatement | None, kind: str) -> Iterator[tuple[str, SetStatement]]:
    """The items of a kind with their names: `unit 0` gives 0."""
    return ((child.words[1], child) for child in _below(item) if len(child.words) > 1 and child.words[0] == kind)


def _active(item: SetStatement | None) -> set[str]:
    return {child.words[0] for child in _below(item)}


# ports


def _ports(root: SetStatement, vlans: dict[str, int]) -> Iterator[Port]:
    vrfs = {port: name for name, instance in _instances(root) for port, _ in _interfaces(instance)}
    svis = {_first(_values(item, "l3-interface")): vlans[item.words[0]] for item in _below(_at(root, "vlans")) if item.words[0] in vlans}
    interfaces = _at(root, "interfaces")
    for item in _below(interfaces):
        name = item.words[0]
        yield _physical(name, item, vlans)
        for unit, below in _named(item, "unit"):
            yield _logical(name, f"{name}.{unit}", below, vrfs, svis)


def _with_tree(root: SetStatement, ports: Iterable[Port]) -> Iterator[Port]:
    """The ports with what the spanning tree and logins of ports say of them. Trunks are trusted."""
    protocols = _at(root, "protocols")
    trees = [tree for kind in ("rstp", "mstp", "vstp") if (tree := _at(protocols, kind))]
    named = {name.removesuffix(".0"): _active(item) for tree in trees for name, item in _named(tree, "interface")}
    guards = any("bpdu-block-on-edge" in _active(tree) for tree in trees)
    refusing = {name for name, words in named.items() if guards and "edge" in words}
    for path in (("dot1x", "authenticator"), ("layer2-control", "bpdu-block")):
        found = _at(protocols, *path)
        refusing |= {name.removesuffix(".0") for name in (*_values(found, "interface"), *(name for name, _ in _named(found, "interface")))}
    for port in ports:
        yield replace(
            port,
            refuses_switches=port.name in refusing,
            has_root_guard="no-root-port" in named.get(port.name, ()),
            is_arp_trusted=bool(port.tagged),
        )


def _priorities(root: SetStatement) -> dict[int, int]:
    words = (_first(_values(_at(root, "protocols", kind), "bridge-priority")) for kind in ("rstp", "mstp"))
    found = next((word for word in words if word), "")
    return {0: int(found.removesuffix("k")) * (1024 if found.endswith("k") else 1)} if found else {}


def _arp_inspected(root: SetStatement, vlans: dict[str, int]) -> frozenset[int]:
    security = ((item, _at(item, "forwarding-options", "dhcp-security")) for item in _below(_at(root, "vlans")))
    return frozenset(vlans[item.words[0]] for item, found in security if item.words[0] in vlans and "arp-inspection" in _active(found))


def _interfaces(instance: SetStatement) -> Iterator[tuple[str, SetStatement]]:
    return _named(instance, "interface")


def _physical(name: str, item: SetStatement, vlans: dict[str, int]) -> Port:
    """The port itself. VLANs are those of its unit 0."""
    switching = _at(item, "unit 0", "family ethernet-switching")
    members = _members(_values(_at(switching, "vlan"), "members"), vlans)
    is_trunk = _first(_values(switching, "interface-mode") or _values(switching, "port-mode")) == "trunk"
    native = _first(_values(item, "native-vlan-id") or _values(switching, "native-vlan-id"))
    options = [found for kind in ("ether-options", "gigether-options", "fastether-options") if (found := _at(item, kind))]
    bundle = next((_first(_values(found, "802.3ad")) for found in options if _values(found, "802.3ad")), "")
    untagged = (int(native) if native.isdigit() else None) if is_trunk else next(iter(members), 1)
    return Port(
        name,
        enabled=_at(item, "disable") is None,
        untagged=untagged if switching else None,
        tagged=members if is_trunk else frozenset(),
        bundle=bundle,
    )


def _members(names: list[str], vlans: dict[str, int]) -> frozenset[int]:
    if "all" in names:
        return EVERY_VLAN
    return frozenset(number for name in names for number in ({vlans[name]} if name in vlans else number_set(name)))


def _logical(parent: str, name: str, unit: SetStatement, vrfs: dict[str, str], svis: dict[str, int]) -> Port:
    inet = _at(unit, "family inet")
    tag = _first(_values(unit, "vlan-id"))
    is_svi = parent in ("irb", "vlan")
    return Port(
        name,
        enabled=_at(unit, "disable") is None and (parent != "irb" or name in svis or not svis),
        vrf=vrfs.get(name, ""),
        addresses=_addresses(unit),
        vlan=svis.get(name) if is_svi else int(tag) if tag.isdigit() else None,
        parent="" if is_svi else parent,
        entering=_applied(inet, "input"),
        leaving=_applied(inet, "output"),
        filters_own_packets=True,
    )


def _applied(family: SetStatement | None, direction: str) -> tuple[str, ...]:
    found = _at(family, "filter")
    return (*_values(found, direction)[:1], *_values(found, f"{direction}-list"))


def _addresses(unit: SetStatement) -> tuple[Interface, ...]:
    return parse_addresses(text for family in ("family inet", "family inet6") for text, _ in _named(_at(unit, family), "address"))


def _vlans(root: SetStatement) -> dict[str, int]:
    found = {item.words[0]: _first(_values(item, "vlan-id")) for item in _below(_at(root, "vlans"))}
    return {name: int(number) for name, number in found.items() if number.isdigit()}


def _first(words: list[str]) -> str:
    return words[0] if words else ""


# routes


def _instances(root: SetStatement) -> Iterator[tuple[str, SetStatement]]:
    return ((item.words[0], item) for item in _below(_at(root, "routing-instances")))


def _instance_routes(root: SetStatement) -> Iterator[Route]:
    for name, instance in _instances(root):
        yield from _routes(_at(instance, "routing-options"), name)


def _routes(options: SetStatement | None, vrf: str) -> Iterator[Route]:
    for network, route in _named(_at(options, "static"), "route"):
        yield Route(network, vrf, bool(_active(route) & {"discard", "reject"}), next_hop(_values(route, "next-hop")))


def _learns(root: SetStatement, ports: Iterable[Port]) -> bool:
    """Whether a routing protocol may bring routes: BGP only with a neighbour in the network of a port that is not disabled."""
    protocols = _at(root, "protocols")
    if _active(protocols) & {"ospf", "ospf3", "isis", "rip"}:
        return True
    groups = [group for _, group in _named(_at(protocols, "bgp"), "group")]
    peers = [one.ip for group in groups for one in parse_addresses(name for name, _ in _named(group, "neighbor"))]
    every = {port.name: port for port in ports}
    up = [port for port in every.values() if port.enabled and (port.parent not in every or every[port.parent].enabled)]
    return any(peer in one.network for peer in peers for port in up for one in port.addresses)


# filters


def _filters(root: SetStatement) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    firewall = _at(root, "firewall")
    lists = {name: _prefixes(item) for name, item in _named(_at(root, "policy-options"), "prefix-list")}
    for family in (firewall, _at(firewall, "family inet"), _at(firewall, "family inet6")):
        for name, item in _named(family, "filter"):
            yield name, tuple(entry for _, term in _named(item, "term") for entry in _term(term, lists))


def _prefixes(item: SetStatement | None) -> tuple[AddressMask, ...]:
    return tuple(address_mask(str(one.network)) for one in parse_addresses(child.words[0].split()[0] for child in _below(item)))


def _term(term: SetStatement, lists: dict[str, tuple[AddressMask, ...]]) -> Iterator[Entry]:
    """A term with an end: without one the packet goes on to the next term if it says so, else it is accepted."""
    then = _at(term, "then")
    actions = {*_active(then), *(then.values if then else ())}
    conditions = _at(term, "from")
    names = _active(conditions)
    protocols = set(_values(conditions, "protocol"))
    if names & NARROWING or (protocols and not protocols & {"tcp", "6"}) or "next" in actions:
        return
    ports = _ranges(_values(conditions, "port"))
    yield from _with_ports(
        not actions & {"discard", "reject"},
        _areas(conditions, "source-address", "source-prefix-list", lists),
        _areas(conditions, "destination-address", "destination-prefix-list", lists),
        _ranges(_values(conditions, "source-port")),
        _ranges(_values(conditions, "destination-port")),
        ports,
        established="tcp-established" in names or bool({"ack", "rst"} & set(_values(conditions, "tcp-flags"))),
    )


def _with_ports(
    permits: bool,
    sources: tuple[AddressMask, ...] | None,
    destinations: tuple[AddressMask, ...] | None,
    source_ports: tuple[Range, ...] | None,
    destination_ports: tuple[Range, ...] | None,
    either: tuple[Range, ...] | None,
    *,
    established: bool,
) -> Iterator[Entry]:
    """One entry, or two where `port` means the source or the destination."""
    if either is None:
        yield Entry(permits, sources, destinations, source_ports, destination_ports, established=established)
        return
    yield Entry(permits, sources, destinations, either, None, established=established)
    yield Entry(permits, sources, destinations, None, either, established=established)


def _areas(
    conditions: SetStatement | None, address: str, named: str, lists: dict[str, tuple[AddressMask, ...]]
) -> tuple[AddressMask, ...] | None:
    if not _active(conditions) & {address, named}:
        return None
    listed = [one for name in _values(conditions, named) for one in lists.get(name.split()[0], ())]
    return (*_prefixes(_at(conditions, address)), *_leaf(conditions, address), *listed)


def _leaf(conditions: SetStatement | None, name: str) -> tuple[AddressMask, ...]:
    found = _at(conditions, name)
    return tuple(address_mask(str(one.network)) for one in parse_addresses(found.values if found else ()))


def _ranges(words: list[str]) -> tuple[Range, ...] | None:
    if not words:
        return None
    ends = [[_port(end) for end in (word.split("-") if word[:1].isdigit() else [word])] for word in words]
    return tuple((found[0], found[-1]) for found in ends)


def _port(word: str) -> int:
    return int(word) if word.isdigit() else PORTS.get(word, -1)


# service and login


def _service(root: SetStatement, transport: str) -> LoginServer:
    services = _at(root, "system", "services")
    if transport == "ssh" and _at(services, "ssh") is None:
        return LoginServer("system services ssh is off")
    netconf = _at(services, "netconf", "ssh")
    if transport != "ssh" and netconf is None:
        return LoginServer("system services netconf ssh is off")
    port = _first(_values(netconf, "port")) if transport != "ssh" else ""
    ports = frozenset({int(port), 22}) if port.isdigit() else None
    return LoginServer(ports=ports, needs_port=_zoned_ports(root, transport))


def _zoned_ports(root: SetStatement, transport: str) -> frozenset[str] | None:
    """The ports of zones that let the service in; None where there are no zones. The management ports are in no zone."""
    zones = list(_named(_at(root, "security", "zones"), "security-zone"))
    if not zones:
        return None
    wanted = {"all", "any-service", "ssh" if transport == "ssh" else "netconf"}
    found: set[str] = set()
    for _, zone in zones:
        general = _admitted(zone)
        for item in _below(_at(zone, "interfaces")):
            own = _admitted(item)
            if (own or general) & wanted:
                found.add(item.words[0] if "." in item.words[0] else f"{item.words[0]}.0")
    out_of_band = (item.words[0] for item in _below(_at(root, "interfaces")) if item.words[0].startswith(MANAGEMENT_PORTS))
    return frozenset({*found, *(f"{name}.0" for name in out_of_band)})


def _admitted(item: SetStatement) -> set[str]:
    return set(_values(_at(item, "host-inbound-traffic"), "system-services"))


READERS = ("unauthorized", "read-only", "operator")
"""Classes that change nothing."""


def _login(root: SetStatement) -> Login:
    """Accounts that may work. Junos uses its own passwords when no server answers, also where the order does not name them."""
    login = _at(root, "system", "login")
    users = [(name, user) for name, user in _named(login, "user") if _at(user, "authentication")]
    classes = {name: {word for word, _ in _named(item, "permissions")} for name, item in _named(login, "class")}
    weak = {name for name, words in classes.items() if not words & {"all", "configure", "edit", "control"}}
    accounts = {name for name, user in users if _first(_values(user, "class")) not in {*READERS, *weak}}
    root_login = _first(_values(_at(root, "system", "services", "ssh"), "root-login"))
    return Login(frozenset(accounts | ({"root"} if root_login == "allow" else set())))
