"""Cables, circuits, and the ports at their ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from netops.checks import Device, Finding, Place, Scope, place_of, rule
from netops.checks._help import did_you_mean, interface_place, repeated_keys, unknown_name
from netops.messages import first_few
from netops.model.console import CONSOLE, SERVER, console_port_names
from netops.model.index import LINKS, Plug
from netops.model.panels import SIDES
from netops.model.ranges import PortRange, parse_port_range
from netops.model.stack import hardware_names

VIRTUAL = re.compile(
    r"^(vlan|irb|loopback|lo\d*$|port-channel|bundle-ether|be\d|ae\d|bond|br|dummy|tun|tap|gre|wg|sit|veth|ifb|ipip|vti|vxlan|null|dialer|virtual"
    r"|bvi|bdi|multilink|nve|nvi|dps|pseudowire|pw-ether|st\d|gr-|ip-|lt-|mt-|reth|fab\d|swfab|esi|vtep|ps\d|fti|vme|[^.]+\.\d)",
    re.IGNORECASE,
)
"""Interfaces that no hardware has: made by the configuration. Those of a port with a dot in their name are INT002's."""
DEFAULT_MTU = 1500
SHOWN_RANGES = 8
"""So many ranges of interfaces are named in a message."""


def _ends(scope: Scope, *kinds: str) -> Iterator[tuple[str, str, str, Any]]:
    """Every end of a cable or circuit: kind, name, `a` `b` or `z`, the end."""
    for kind in kinds:
        for name, link in scope.of(kind).items():
            yield from ((kind, name, key, link[key]) for key in LINKS[kind] if key in link)


@rule("CAB001", title="cable ends on an existing interface", scope="site")
def cable_end_exists(company: Scope) -> Iterator[Finding]:
    """Both ends of a cable are interfaces of devices of the site, or sockets of its patch panels; those of a console cable console ports.

    What it does: looks up device and interface of both ends; a socket is `front-N` or `rear-N`, N up to the `ports` of the panel. A cable
        with `console: true` leads from one of the `console-server-ports` of its `a` to one of the `console-ports` of its `b`.
    Why it matters: descriptions, trunks, impact and waves are derived from the cables.
    Example: `a: {device: ber-core-3, interface: Ethernet1}`.
    Use instead: the name of a device of the site, and an interface as its device type has it. What joins two sites is a circuit.
    """
    panels = company.of("patch_panel")
    for _, name, key, end in _ends(company, "cable"):
        if company.of("cable")[name].get("console"):
            yield from _console_end(name, key, end, company)
            continue
        panel = panels.get(str(end["device"]))
        yield from _end("cable", name, key, end, company) if panel is None else _socket(name, key, end, panel)


def _console_end(name: str, key: str, end: Any, scope: Scope) -> Iterator[Finding]:
    """A finding when an end of a console cable is no port of a console server (`a`), or no console port of a device (`b`)."""
    device = scope.devices.get(str(end["device"]))
    if device is None:
        yield _no_device("cable", name, key, end, scope)
        return
    kind, what = (SERVER, "port for consoles") if key == "a" else (CONSOLE, "console port")
    known = list(console_port_names(scope.of("device_type").get(str(device["device_type"]), {}), kind))
    if str(end["interface"]) not in known:
        place, found = place_of("cable", name, key, "interface"), str(end["interface"])
        expected = f"one of {kind} of {device['device_type']}"
        hint = did_you_mean(found, known) or f"add it to {kind} of the device type"
        yield Finding(place, f"{end['device']} has no {what} {found}", expected=expected, found=found, hint=hint)


def _socket(name: str, key: str, end: Any, panel: Mapping[str, Any]) -> Iterator[Finding]:
    side, _, number = str(end["interface"]).partition("-")
    if side not in SIDES or not number.isdecimal() or not 1 <= int(number) <= panel["ports"]:
        place, found = place_of("cable", name, key, "interface"), str(end["interface"])
        expected = f"front-1 to front-{panel['ports']}, or rear-1 to rear-{panel['ports']}"
        yield Finding(place, f"{end['device']} has no socket {end['interface']}", expected=expected, found=found)


@rule("CAB005", title="circuit ends on an existing interface")
def circuit_end_exists(company: Scope) -> Iterator[Finding]:
    """Our ends of a circuit are interfaces of devices that exist.

    What it does: looks up the device, and the interface among the ports of its model and its interfaces with an address.
    Why it matters: the router behind the circuit is found from it, and with it neighbours, impact and waves.
    Example: `a: {device: ham-rtr-9, interface: GigabitEthernet0/0/0}`.
    Use instead: the name of a device, and an interface as its device type has it.
    """
    for _, name, key, end in _ends(company, "circuit"):
        yield from _end("circuit", name, key, end, company)


def _no_device(kind: str, name: str, key: str, end: Any, scope: Scope) -> Finding:
    place, expected = place_of(kind, name, key, "device"), "a device, server, printer or storage"
    return unknown_name("device", end["device"], scope.devices, place, expected, partial(place_of, "device"))


def _end(kind: str, name: str, key: str, end: Any, scope: Scope) -> Iterator[Finding]:
    device = scope.devices.get(str(end["device"]))
    if device is None:
        yield _no_device(kind, name, key, end, scope)
        return
    model = str(device["device_type"])
    known = {*map(str, device["interfaces"]), *ports_of(device, scope.of("device_type"))}
    if str(end["interface"]) not in known:
        yield Finding(
            place_of(kind, name, key, "interface"),
            f"{end['device']} has no interface {end['interface']}",
            expected=f"an interface of {end['device']} ({model})",
            found=str(end["interface"]),
            hint=did_you_mean(end["interface"], known),
        )


@rule("CAB002", title="interface has one cable")
def interface_has_one_cable(company: Scope) -> Iterator[Finding]:
    """Only one cable or circuit ends on an interface.

    What it does: groups all ends by device and interface.
    Why it matters: one of the two is not true, and what is behind the port is unknown.
    Example: two cables with `{device: ber-core-1, interface: Ethernet1}`.
    Use instead: the interface that is really used, or remove the old cable.
    """
    every = (((str(end["device"]), str(end["interface"])), place_of(kind, name, key)) for kind, name, key, end in _ends(company, *LINKS))
    for (device, port), places in repeated_keys(every):
        first, *others = places
        for place in others:
            yield Finding(
                place,
                f"{device} {port} already has {_link(first, company)}",
                expected="an interface without a cable",
                found=f"{device} {port}",
                related=((f"{_link(first, company)} ends there", first),),
            )


def _link(place: Place, company: Scope) -> str:
    data = company.objects[place.kind][place.name]
    return f"{place.kind} {data.get('label', data.get('cid', place.name))}"


@rule("CAB003", title="both ends of a cable have the same MTU", scope="site")
def cable_ends_have_same_mtu(company: Scope) -> Iterator[Finding]:
    """Both ends of a cable have the same `mtu`.

    What it does: compares the values of both ends; an end without one has 1500.
    Why it matters: small packets pass and large ones vanish; OSPF does not come up.
    Example: `mtu: 9000` on a storage server's port, none on the switch.
    Use instead: the same value at both ends, best from one interface profile.
    """
    yield from _unequal_mtu("cable", company)


@rule("CAB006", title="both ends of a circuit have the same MTU")
def circuit_ends_have_same_mtu(company: Scope) -> Iterator[Finding]:
    """Both routers of a circuit have the same `mtu`.

    What it does: compares the values of both ends that have an address; an end without one has 1500.
    Why it matters: large packets are lost between the sites without an error.
    Example: `mtu: 9000` at one end of a circuit, none at the other.
    Use instead: what the provider carries, at both ends.
    """
    yield from _unequal_mtu("circuit", company)


def _unequal_mtu(kind: str, scope: Scope) -> Iterator[Finding]:
    for a, b in scope.index.links:
        near, far = _mtu(a, scope), _mtu(b, scope)
        if a.kind == kind and near and far and near != far:
            yield Finding(
                interface_place(b.port, "mtu"),
                f"the ends of {a} have different MTUs: {a.port} {near}, {b.port} {far}",
                expected=str(near),
                found=str(far),
                related=((f"{a.port} has {near}", interface_place(a.port, "mtu")),),
            )


def _mtu(end: Plug, company: Scope) -> int:
    """The MTU of a port, 0 when there is no such port (CAB001 reports that)."""
    port = company.devices.get(end.port.device, {}).get("interfaces", {}).get(end.port.interface)
    return 0 if port is None else int(port.get("mtu", DEFAULT_MTU))


@rule("CAB004", title="cable label is used once")
def cable_label_is_unique(company: Scope) -> Iterator[Finding]:
    """Two cables have different labels.

    What it does: groups the cables by `label`.
    Why it matters: the wrong one gets unplugged.
    Example: two cables with `label: B-001`.
    Use instead: the next free number.
    """
    cables = company.of("cable")
    for label, names in repeated_keys((str(c["label"]), name) for name, c in cables.items() if "label" in c):
        first, *others = names
        for other in others:
            where = place_of("cable", first, "label")
            yield Finding(
                place_of("cable", other, "label"),
                f"label {label} is on two cables",
                expected="a free label",
                found=label,
                related=(("the other one", where),),
            )


@rule("INT001", title="interface is one that the hardware has", scope="target")
def interface_exists_on_hardware(device: Device) -> Iterator[Finding]:
    """A physical interface that the data names is in the device type.

    What it does: compares the names with the device type's; VLAN, loopback, group and sub-interfaces are free.
    Why it matters: a device refuses a port that it does not have, or waits with the config for a module that never comes.
    Example: `Ethernet49` on a model that calls it `Ethernet49/1`.
    Use instead: the name that the platform prints.
    """
    known, model = device.of("device_type"), str(device.data["device_type"])
    ports = ports_of(device.data, known)
    missing = [str(name) for name in device.interfaces if str(name) not in ports and not VIRTUAL.match(str(name))]
    if model not in known or not missing:
        return
    ranges = port_ranges(missing)
    names = first_few(list(ranges), SHOWN_RANGES)
    (_, first), *others = ranges.items()
    yield Finding(
        device.at("interfaces", first),
        f"{model} has no {'interface' if len(missing) == 1 else 'interfaces'} {names}",
        expected=f"interfaces of {model}" if len(missing) > 1 else f"an interface of {model}",
        found=names,
        hint=f"there are: {first_few(list(port_ranges(ports)), SHOWN_RANGES)}" if ports else "",
        related=tuple((range_, device.at("interfaces", name)) for range_, name in others[: SHOWN_RANGES - 1]),
    )


def port_ranges(names: Iterable[str]) -> dict[str, str]:
    """Names of ports in few words, each with its first port: `Ethernet1-4`, `Ethernet6`."""
    runs: list[list[PortRange]] = []
    for port in sorted(map(parse_port_range, names), key=lambda one: (one.stem, one.first)):
        if runs and runs[-1][-1].stem == port.stem and runs[-1][-1].last + 1 == port.first:
            runs[-1].append(port)
        else:
            runs.append([port])
    return {f"{run[0].key}-{run[-1].last}" if len(run) > 1 else run[0].key: run[0].key for run in runs}


def ports_of(device: Mapping[str, Any], types: Mapping[str, Any]) -> set[str]:
    """The names of the interfaces that the hardware of a device, or of each member of a stack, has."""
    return hardware_names(device, lambda model: {str(port["name"]) for port in types.get(model, {}).get("interfaces", ())})
