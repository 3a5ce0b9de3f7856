"""Addresses as objects: reserved for something which is no device of ours, or with a role that devices fill."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import pairwise

from netops.checks import Finding, Place, Scope, place_of, rule
from netops.errors import Severity
from netops.model.index import Address


@dataclass(frozen=True, slots=True)
class ReservedAddress:
    """The addresses of a reservation, both ends included."""

    name: str
    purpose: str
    vrf: str
    first: Address
    last: Address

    def at(self, *path: str | int) -> Place:
        return place_of("reservation", self.name, *path)

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"

    @property
    def order(self) -> tuple[str, int, int]:
        return self.vrf, self.first.version, int(self.first)


def _reserved(site: Scope) -> list[ReservedAddress]:
    """The reservations of a site by VRF and address, without those with a role; one whose end is before its start is left to ADR020."""
    found = []
    for name, one in site.of("reservation").items():
        if "role" in one:
            continue
        first, last = ip_address(str(one["start"])), ip_address(str(one.get("end", one["start"])))
        if first.version == last.version and int(first) <= int(last):
            found.append(ReservedAddress(name, str(one["purpose"]), str(one.get("vrf", "")), first, last))
    return sorted(found, key=lambda reserved: reserved.order)


@rule("ADR019", title="reserved address is on no interface", scope="site")
def reserved_address_is_unused(site: Scope) -> Iterator[Finding]:
    """No interface has an address that is reserved.

    What it does: looks up each interface address of the site among its `reservations`; one with a `role` is for interfaces.
    Why it matters: the address is reserved for another use, and both use it.
    Example: `addresses: [10.1.10.20/24]` and a reservation from 10.1.10.20 to 10.1.10.29.
    Use instead: a free address; or take it out of the reservation, when it was made for this device.
    """
    reserved = _reserved(site)
    orders = [one.order for one in reserved]
    for assigned in site.index.assigned.values() if reserved else ():
        for one in assigned:
            before = bisect_right(orders, (one.vrf, one.value.version, int(one.value.ip))) - 1
            held = reserved[before] if before >= 0 else None
            if held and held.order[:2] == (one.vrf, one.value.version) and int(one.value.ip) <= int(held.last):
                yield Finding(
                    one.place,
                    f"{one.value.ip} on {one.port} is reserved: {held.purpose}",
                    expected="an address that is not reserved",
                    found=f"one of {held}",
                    related=(("it is reserved here", held.at()),),
                )


@rule("ADR020", title="reservation is inside a prefix", scope="site")
def reservation_is_in_prefix(site: Scope) -> Iterator[Finding]:
    """The first and the last address of a reservation are in order, and in one prefix of the site.

    What it does: compares both ends, and looks for the most specific prefix that holds each; containers do not count.
    Why it matters: a reservation that nothing holds protects nothing.
    Example: `{start: 10.1.10.20, end: 10.1.11.29}`.
    Use instead: one reservation for each prefix.
    """
    prefixes = site.of("prefix")
    for name, one in site.of("reservation").items():
        first, last = ip_address(str(one["start"])), ip_address(str(one.get("end", one["start"])))
        table = site.index.tables.get(str(one.get("vrf", "")))
        holding = [next(table.holding(address), "") if table else "" for address in (first, last)]
        if first.version != last.version or int(first) > int(last):
            yield Finding(
                place_of("reservation", name, "end"), f"the reservation ends before {first}", expected=f"{first} or later", found=str(last)
            )
        elif holding[0] != holding[1] or holding[0] not in prefixes or prefixes[holding[0]].get("role") == "container":
            place = place_of("reservation", name, "end" if "end" in one else "start")
            found = " and ".join(dict.fromkeys(held or "no prefix" for held in holding))
            yield Finding(place, f"{_range(first, last)} is not inside one prefix of {one['site']}", expected="one prefix", found=found)


def _range(first: Address, last: Address) -> str:
    return str(first) if first == last else f"{first} to {last}"


@rule("ADR021", title="reserved address is not given away by DHCP", scope="site")
def reservation_is_not_in_dhcp_pool(site: Scope) -> Iterator[Finding]:
    """No reserved address is in the pool of a DHCP server.

    What it does: compares each reservation with the `dhcp` range of each prefix of the site.
    Why it matters: the server gives the address to another host, and it is in use twice.
    Example: a pool up to 10.1.10.250, and a reservation of 10.1.10.240.
    Use instead: a pool that ends before it.
    """
    pools = [
        (name, prefix, ip_address(prefix["dhcp"]["start"]), ip_address(prefix["dhcp"]["end"]))
        for name, prefix in site.of("prefix").items()
        if "dhcp" in prefix
    ]
    for reserved in _reserved(site) if pools else ():
        for name, prefix, start, end in pools:
            same = reserved.vrf == str(prefix.get("vrf", "")) and reserved.first.version == start.version
            if same and int(reserved.first) <= int(end) and int(start) <= int(reserved.last):
                yield Finding(
                    reserved.at("start"),
                    f"{reserved} is reserved ({reserved.purpose}) and in the pool of {prefix['prefix']}",
                    expected="addresses outside of the pool",
                    found=f"a pool from {start} to {end}",
                    related=(("the pool is here", place_of("prefix", name, "dhcp")),),
                )


@rule("ADR022", title="address is reserved once", scope="site", severity=Severity.WARNING)
def address_is_reserved_once(site: Scope) -> Iterator[Finding]:
    """Two reservations do not hold the same address.

    What it does: sorts the reservations of each VRF, and compares each with the one before it.
    Why it matters: it was promised to two.
    Example: 10.1.10.20 to 10.1.10.29 for the lifts, and 10.1.10.25 for the doors.
    Use instead: ranges side by side.
    """
    reserved = _reserved(site)
    for before, after in pairwise(reserved):
        if before.order[:2] == after.order[:2] and int(after.first) <= int(before.last):
            yield Finding(
                after.at("start"),
                f"{after} ({after.purpose}) is reserved twice",
                expected=f"an address after {before.last}",
                found=f"one of {before}: {before.purpose}",
                related=(("the other one", before.at("start")),),
            )


@rule("ADR023", title="address of role gateway is that of its prefix", scope="site")
def gateway_address_is_that_of_prefix(site: Scope) -> Iterator[Finding]:
    """An address with `role: gateway` is the `gateway` of the prefix that it is in.

    What it does: looks up the most specific prefix of the address, and compares its `gateway`.
    Why it matters: hosts are given the one by DHCP, and documents and filters name the other.
    Example: `{start: 10.1.10.254, role: gateway}` in a prefix with `gateway: 10.1.10.1`.
    Use instead: one of the two at both places.
    """
    prefixes = site.of("prefix")
    for name, one in site.of("reservation").items():
        table = site.index.tables.get(str(one.get("vrf", ""))) if one.get("role") == "gateway" else None
        holding = next(table.holding(ip_address(str(one["start"]))), "") if table else ""
        gateway = prefixes.get(holding, {}).get("gateway")
        if gateway is not None and ip_address(str(gateway)) != ip_address(str(one["start"])):
            yield Finding(
                place_of("reservation", name, "start"),
                f"{one['start']} has the role of the gateway, and {prefixes[holding]['prefix']} another gateway",
                expected=str(gateway),
                found=str(one["start"]),
                related=(("the gateway of the prefix", place_of("prefix", holding, "gateway")),),
            )
