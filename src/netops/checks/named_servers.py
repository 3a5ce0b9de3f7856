"""Servers that devices are to ask, by address or by name: one that is ours is there."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._help import did_you_mean
from netops.checks.dns import known_types, record_types_by_name, zones
from netops.errors import Severity
from netops.model.index import Address
from netops.model.zones import zone_of

CONTAINER = "container"


@rule("REF015", title="server that is named is there", severity=Severity.WARNING)
def servers(company: Scope) -> Iterator[Finding]:
    """An address of our networks that a device is to ask is that of a device, or reserved; a name in one of our zones exists.

    What it does: reads the servers for time, names, logs, logins, DHCP, traps and samples, and the names of web sites and mail relays.
    Addresses outside of the prefixes, names outside of the zones and networks that only hold others are left out.
    Why it matters: devices ask somebody who never answers, and nobody sees it until the other server fails.
    Example: `dns: {servers: [10.1.20.5, 10.1.20.66]}`, and no device has 10.1.20.66.
    Use instead: the address of the server, or a reservation for a machine that netops does not know.
    """
    known = _Known(company)
    reported = set[tuple[str, str]]()
    for name, device in company.devices.items():
        for path, text in device.get("servers", ()):
            field = ".".join(str(word) for word in path if not isinstance(word, int))
            if (field, text) in reported or not (problem := known.problem(text)):
                continue
            reported.add((field, text))
            message, expected, hint = problem
            yield Finding(place_of("device", name, *path), message, expected=expected, found=text, hint=hint)


class _Known:
    """The addresses and names that there are."""

    def __init__(self, company: Scope) -> None:
        self._company = company
        self._zones = {zone.name.lower() for zone in zones(company)}
        self._names = record_types_by_name(company, list(zones(company)))
        self._gateways = {str(prefix["gateway"]) for prefix in company.of("prefix").values() if "gateway" in prefix}
        reserved = company.of("reservation").values()
        self._reserved = [(ip_address(one["start"]), ip_address(one.get("end", one["start"]))) for one in reserved]

    def problem(self, text: str) -> tuple[str, str, str] | None:
        """What is wrong with a host, what is expected, and a hint; None when nothing is, or when it is not ours."""
        try:
            address = ip_address(text)
        except ValueError:
            return self._unknown_name(text.lower())
        return self._unknown_address(address)

    def _unknown_name(self, name: str) -> tuple[str, str, str] | None:
        zone = zone_of(name, self._zones)
        if not zone or name in self._zones or known_types(name, self._names):
            return None
        return f"there is no {name} in zone {zone}", "a name of the zone", did_you_mean(name, self._names)

    def _unknown_address(self, address: Address) -> tuple[str, str, str] | None:
        prefix = self._prefix(address)
        is_there = address in self._company.index.addresses or str(address) in self._gateways or self._is_reserved(address)
        if not prefix or is_there:
            return None
        hint = "correct it, or reserve the address for the machine that has it"
        return f"no device has {address} of {prefix}", "the address of a device, or a reserved one", hint

    def _is_reserved(self, address: Address) -> bool:
        return any(first.version == address.version and int(first) <= int(address) <= int(last) for first, last in self._reserved)

    def _prefix(self, address: Address) -> str:
        """The most specific network of ours that an address is in, '' when there is none but networks for other networks."""
        prefixes = self._company.of("prefix")
        found = (next(table.holding(address), "") for table in self._company.index.tables.values())
        return next((str(prefixes[name]["prefix"]) for name in found if name and prefixes[name].get("role") != CONTAINER), "")
