"""OSPF: neighbours that can find each other, and processes that have something to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import duplicate_router_ids, interface_place
from netops.checks._links import links_with_both_ends
from netops.checks._raw import has_raw
from netops.errors import Severity
from netops.model.index import Port

AGREED = (("area", None), ("network", "broadcast"), ("passive", False))
"""What both ends must have alike, with what holds when it is not said."""


ADDRESSED = ("addresses", "dhcp", "unnumbered")
"""Where an interface has its address from."""


@rule("OSP001", title="OSPF agrees at both ends of a cable", scope="site")
def ospf_agrees_on_cable(site: Scope) -> Iterator[Finding]:
    """Two routers with OSPF on a cable have the same area and network type there, and both speak.

    What it does: compares `area`, `network` and `passive` of both ends; an end without `ospf` counts when its router has OSPF elsewhere.
    Why it matters: the routers never become neighbours, and the networks behind them are not reached.
    Example: `area: 0` at one end, `area: 1` at the other.
    Use instead: the same values, best from one interface profile.
    """
    yield from _unlike("cable", site)


@rule("OSP002", title="OSPF agrees at both ends of a circuit")
def ospf_agrees_on_circuit(company: Scope) -> Iterator[Finding]:
    """Two routers with OSPF on a circuit have the same area and network type there, and both speak.

    What it does: compares `area`, `network` and `passive` of both ends; an end without `ospf` counts when its router has OSPF elsewhere.
    Why it matters: the routers never become neighbours, and one site does not reach the other.
    Example: `network: point-to-point` at one end, nothing (so broadcast) at the other.
    Use instead: the same values at both ends.
    """
    yield from _unlike("circuit", company)


def _unlike(kind: str, scope: Scope) -> Iterator[Finding]:
    for near, far, one, other in links_with_both_ends(scope, kind):
        ours, theirs = one.get("ospf"), other.get("ospf")
        if ours and theirs:
            for key, default in AGREED:
                here, there = (ospf.get(key, default) for ospf in (ours, theirs))
                if here != there:
                    yield Finding(
                        interface_place(far.port, "ospf", *_typed(key, there, default)),
                        f"OSPF's {key} differs at the ends of {near}: {near.port} has {_word(here)}, {far.port} {_word(there)}",
                        expected=f"{_word(here)}, as {near.port}",
                        found=_word(there),
                        related=((f"{near.port} has {_word(here)}", interface_place(near.port, "ospf", *_typed(key, here, default))),),
                    )
        elif ours or theirs:
            speaker, silent = (near.port, far.port) if ours else (far.port, near.port)
            if not (ours or theirs).get("passive") and _speaks(scope, silent):  # type: ignore[union-attr]
                yield Finding(
                    interface_place(silent),
                    f"{silent} has no OSPF, and {speaker} at the other end of {near} waits for a neighbour",
                    expected="ospf at both ends, or passive: true without a neighbour",
                    found="none",
                    related=((f"OSPF of {speaker}", interface_place(speaker, "ospf")),),
                )


def _typed(key: str, value: Any, default: Any) -> tuple[str, ...]:
    """The key where a value was typed; none for a default, which stands in the schema."""
    return () if value == default else (key,)


def _speaks(scope: Scope, port: Port) -> bool:
    return any("ospf" in data for data in scope.devices[port.device]["interfaces"].values())


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@rule("OSP003", title="OSPF has a process and interfaces", scope="target")
def ospf_has_process_and_interfaces(device: Device) -> Iterator[Finding]:
    """A device with OSPF on an interface has `ospf` with a router id, and a device with `ospf` has it on an interface.

    What it does: looks for one without the other; a process with `networks` takes its interfaces by their addresses.
    Why it matters: without a process nothing is spoken on the interface; a process without interfaces announces nothing.
    Example: `Vlan110: {ospf: {area: 0}}` on a switch without `ospf: {router_id: ...}`.
    Use instead: both, or none of them.
    """
    ports = [name for name in dict.fromkeys(one.port.interface for one in device.assigned) if "ospf" in device.interfaces[name]]
    if has_raw(device.data, r"ospf"):
        return
    if ports and "ospf" not in device.data:
        place = device.at("interfaces", ports[0], "ospf")
        yield Finding(
            place, f"{device.name} speaks OSPF on {ports[0]}, and has no OSPF process", expected="ospf: {router_id: ...}", found="none"
        )
    elif "ospf" in device.data and not ports and not device.data["ospf"].get("networks"):
        yield Finding(
            device.at("ospf"),
            f"OSPF of {device.name} has no interface",
            expected="an interface with ospf: {area: ...}, or networks",
            found="none",
        )


@rule("OSP004", title="interface with OSPF has an address", scope="target")
def ospf_interface_has_address(device: Device) -> Iterator[Finding]:
    """An interface with `ospf` has an address: of its own, by DHCP, or that of another.

    What it does: looks at the interfaces of devices that have a process.
    Why it matters: OSPF begins on an interface when it has an address; until then the line has no effect.
    Example: `Ethernet21: {ospf: {area: 0}}` without `addresses`.
    Use instead: the address of the link, or no `ospf`.
    """
    for name, port in device.interfaces.items() if "ospf" in device.data else ():
        is_bare = "area" in port.get("ospf", {}) and not any(port.get(key) for key in ADDRESSED)
        if is_bare and not has_raw(device.data, rf"interfaces? {re.escape(name)}[. ].*(?:address|unnumbered)"):
            yield Finding(
                device.at("interfaces", name, "ospf"),
                f"{device.name} {name} has OSPF and no address",
                expected="addresses",
                found="none",
            )


@rule("OSP005", title="router id of OSPF is used once", scope="site")
def ospf_router_id_is_unique(site: Scope) -> Iterator[Finding]:
    """Two routers of a site have different router ids in OSPF.

    What it does: groups the devices of the site by `ospf.router_id`.
    Why it matters: routers with one id take each other's messages for their own, and routes come and go.
    Example: a file that was copied from ber-core-1, with its `router_id`.
    Use instead: the address of the device's own loopback.
    """
    yield from duplicate_router_ids("ospf", ((name, data["ospf"]) for name, data in site.devices.items() if "ospf" in data))


@rule("OSP006", title="OSPF is not spoken to users", scope="target", severity=Severity.WARNING)
def ospf_is_passive_towards_users(
    device: Device, *, roles: tuple[str, ...] = ("users", "voice", "guest", "printers", "pos", "cameras")
) -> Iterator[Finding]:
    """On an interface in a network of users OSPF is passive.

    What it does: looks up the prefix of each interface with OSPF that is not `passive`, and its role.
    Why it matters: whoever plugs in a laptop there can become a neighbour, and announce where the networks of the site are.
    Example: `Vlan110: {addresses: [10.1.10.2/24], ospf: {area: 0}}` in the network of the desks.
    Use instead: `ospf: {area: 0, passive: true}`: the network is announced all the same.
    Options: `roles`, the roles of prefixes with users in them.
    """
    index, prefixes = device.around.index, device.of("prefix")
    for one in device.assigned:
        ospf = device.interfaces[one.port.interface].get("ospf")
        table = index.tables.get(one.vrf) if ospf and not ospf.get("passive") else None
        name = next(table.holding(one.value.ip), None) if table else None
        if name is not None and prefixes[name].get("role") in roles:
            yield Finding(
                device.at("interfaces", one.port.interface, "ospf"),
                f"{one.port} speaks OSPF to the {prefixes[name]['role']} in {prefixes[name]['prefix']}",
                expected="passive: true",
                found="passive: false",
                related=((f"the role of {prefixes[name]['prefix']}", place_of("prefix", name, "role")),),
            )
