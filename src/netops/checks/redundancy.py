"""Pairs of devices that stand in for each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.checks._raw import has_raw
from netops.errors import Severity


def _pairs(company: Scope) -> Iterator[tuple[str, Any, str, Any]]:
    for name, device in company.devices.items():
        partner = device.get("redundancy", {}).get("partner")
        if partner is not None:
            yield name, device, str(partner), company.devices.get(str(partner))


@rule("RED001", title="redundancy partner exists and names the device back")
def redundancy_partners_are_mutual(company: Scope) -> Iterator[Finding]:
    """The partner of a pair exists, is another device, and names this one as its partner.

    What it does: looks up `redundancy.partner` in both directions.
    Why it matters: waves never change both of a pair at once, and impact counts on the other; both need to have the pair in the data.
    Example: ber-core-1 names ber-core-2, which names no partner.
    Use instead: `redundancy: {partner: ...}` in both files.
    """
    for name, _, partner, other in _pairs(company):
        place = place_of("device", name, "redundancy", "partner")
        if other is None or partner == name:
            yield unknown_name(
                "redundancy partner", partner, set(company.devices) - {name}, place, "another device", partial(place_of, "device")
            )
        elif str(other.get("redundancy", {}).get("partner")) != name:
            back = other.get("redundancy", {}).get("partner", "no partner")
            related = ((f"{partner} names {back}", place_of("device", partner, "redundancy", "partner")),)
            yield Finding(
                place, f"{name} names {partner} as its partner, but {partner} names {back}", expected=name, found=str(back), related=related
            )


@rule("RED002", title="redundancy partners are alike")
def redundancy_partners_are_alike(company: Scope) -> Iterator[Finding]:
    """Both of a pair have the same role, site and kind of redundancy.

    What it does: compares the three values once per pair.
    Why it matters: a firewall cannot replace a switch, nor Hamburg for Berlin.
    Example: a pair of an `access` and a `core` switch.
    Use instead: a partner of the same role at the same site.
    """
    for name, device, partner, other in _pairs(company):
        if other is None or "redundancy" not in other or name > partner:
            continue
        kinds = [d["redundancy"].get("kind") for d in (device, other)]
        facts = (("role", device["role"], other["role"]), ("site", device["site"], other["site"]), ("redundancy.kind", *kinds))
        for fact, own, theirs in facts:
            if own != theirs:
                path = fact.split(".")
                related = ((f"{name} has {own}", place_of("device", name, *path)),)
                yield Finding(
                    place_of("device", partner, *path),
                    f"{name} and {partner} are a pair with different {fact}",
                    expected=str(own),
                    found=str(theirs),
                    related=related,
                )


@rule("RED003", title="VRRP groups of a network agree", scope="site")
def vrrp_group_members_agree(company: Scope) -> Iterator[Finding]:
    """All routers of a VRRP group share address and network, and one of them has the highest priority.

    What it does: groups `vrrp` by site, network and group number.
    Why it matters: two shared addresses in one group, or equal priorities, make the gateway jump.
    Example: group 110 with 10.1.10.1 on one core and 10.1.10.254 on the other.
    Use instead: the same `group` and `address`, different `priority`.
    """
    for (_, network, group), members in _groups(company).items():
        yield from _group(network, group, members)


@rule("RED009", title="VRRP group of one router", scope="site", severity=Severity.WARNING)
def vrrp_group_has_two_routers(company: Scope) -> Iterator[Finding]:
    """A VRRP group has two routers.

    What it does: groups `vrrp` by site, network and group number.
    Why it matters: devices accept it, but nothing takes the shared address over; most often the number of one router is wrong.
    Example: group 20 on one core, group 21 on the other.
    Use instead: the same `group` on both, or an address of the interface where there is one router only.
    """
    for (_, network, group), members in _groups(company).items():
        device, interface, _shared = members[0]
        if len(members) == 1 and not any(name != device and has_raw(one, r"\bvrrp") for name, one in company.devices.items()):
            place = place_of("device", device, "interfaces", interface, "vrrp", "group")
            yield Finding(place, f"VRRP group {group} in {network} has only {device}", expected="a second router in the group", found="one")


def _groups(company: Scope) -> dict[tuple[str, Any, int], list[tuple[str, str, Any]]]:
    """Device, interface and data of the members of each group, by site, network and number."""
    groups: dict[tuple[str, Any, int], list[tuple[str, str, Any]]] = defaultdict(list)
    for device, assigned in company.index.assigned.items():
        data = company.devices[device]
        for one in assigned:
            shared = data["interfaces"][one.port.interface].get("vrrp")
            if shared is not None and one.value.version == 4 and one.position == 0:
                groups[str(data["site"]), one.value.network, int(shared["group"])].append((device, one.port.interface, shared))
    return groups


def _group(network: Any, group: int, members: list[tuple[str, str, Any]]) -> Iterator[Finding]:
    device, interface, first = members[0]
    related = ((f"{device} {interface}", place_of("device", device, "interfaces", interface, "vrrp", "address")),)
    for other, port, shared in members[1:]:
        place = place_of("device", other, "interfaces", port, "vrrp")
        if shared["address"] != first["address"]:
            message = f"VRRP group {group} in {network} has two addresses"
            yield Finding(
                place_of(place.kind, place.name, *place.path, "address"),
                message,
                expected=str(first["address"]),
                found=str(shared["address"]),
                related=related,
            )
        if shared.get("priority", 100) == first.get("priority", 100):
            message = f"{device} and {other} have the same priority in VRRP group {group} in {network}"
            yield Finding(place, message, expected="different priorities", found=str(shared.get("priority", 100)), related=related)
