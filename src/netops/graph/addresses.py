"""Which port of which device has an address or is in a network, over all devices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address

from netops.graph.records import Interface, Network, TargetFacts
from netops.model.index import Address, Object, parse_interface
from netops.model.index import Port as PortName


@dataclass(frozen=True, slots=True, order=True)
class AddressHolder:
    """An address, or a network, that a port has; `shared` with other gateways of the network."""

    port: PortName
    shared: bool = False


class AddressTable:
    """Tables of addresses and networks; `without_devices` leaves some devices out."""

    __slots__ = ("_by_address", "_by_network", "_hidden", "_lengths")

    def __init__(self, rows: Iterable[tuple[PortName, Iterable[Interface], Iterable[str]]], hidden: frozenset[str] = frozenset()) -> None:
        self._by_address: dict[Address, list[AddressHolder]] = defaultdict(list)
        self._by_network: dict[Network, list[PortName]] = defaultdict(list)
        self._hidden = hidden
        for port, own, shared in rows:
            for one in own:
                self._by_address[one.ip].append(AddressHolder(port))
                self._by_network[one.network].append(port)
            for text in shared:
                self._by_address[ip_address(text)].append(AddressHolder(port, True))
        self._lengths = {
            version: sorted({net.prefixlen for net in self._by_network if net.version == version}, reverse=True) for version in (4, 6)
        }

    def holders(self, address: Address) -> list[AddressHolder]:
        """The ports that have an address."""
        return [one for one in self._by_address.get(address, ()) if one.port.device not in self._hidden]

    def ports_in_network(self, network: Network) -> list[PortName]:
        """The ports with an address in a network, as they are configured: with its length."""
        return [one for one in self._by_network.get(network, ()) if one.device not in self._hidden]

    def networks_of(self, address: Address) -> Iterator[tuple[Network, list[PortName]]]:
        """The networks that hold an address, the longest first, each with its ports."""
        for length in self._lengths[address.version]:
            network = _network(address, length)
            ports = self.ports_in_network(network)
            if ports:
                yield network, ports

    def without_devices(self, devices: frozenset[str]) -> AddressTable:
        """These tables without some devices; they share the memory."""
        out = AddressTable(())
        out._by_address, out._by_network, out._lengths, out._hidden = self._by_address, self._by_network, self._lengths, devices
        return out


def _network(address: Address, length: int) -> Network:
    bits = address.max_prefixlen - length
    kind = IPv4Network if address.version == 4 else IPv6Network
    return kind((int(address) >> bits << bits, length))


class AddressTableOverlay:
    """Addresses of a company, with those of some devices from other facts."""

    __slots__ = ("_tables",)

    def __init__(self, *tables: AddressTable) -> None:
        self._tables = tables

    def holders(self, address: Address) -> list[AddressHolder]:
        return [one for table in self._tables for one in table.holders(address)]

    def ports_in_network(self, network: Network) -> list[PortName]:
        return [one for table in self._tables for one in table.ports_in_network(network)]

    def networks_of(self, address: Address) -> list[tuple[Network, list[PortName]]]:
        found: dict[Network, list[PortName]] = defaultdict(list)
        for table in self._tables:
            for network, ports in table.networks_of(address):
                found[network] += ports
        return sorted(found.items(), key=lambda row: -row[0].prefixlen)


def address_rows_of_devices(devices: Mapping[str, Object]) -> Iterator[tuple[PortName, list[Interface], list[str]]]:
    """The addresses of devices from their merged data."""
    for name, device in devices.items():
        for interface, port in device.get("interfaces", {}).items():
            own = [one for text in port.get("addresses", ()) if (one := parse_interface(text)) is not None]
            shared = [*_shared(port)]
            if own or shared:
                yield PortName(name, str(interface)), own, shared


def _shared(port: Object) -> Iterator[str]:
    if "vrrp" in port:
        yield str(port["vrrp"]["address"])
    for key in ("hsrp", "vrrp_groups"):
        for group in port.get(key, ()):
            yield from (
                str(one) for one in (group.get("address"), *group.get("secondary_addresses", ())) if one not in (None, "autoconfig")
            )
    yield from map(str, port.get("virtual_addresses", ()))


def address_rows_of_facts(device: str, facts: TargetFacts) -> Iterator[tuple[PortName, tuple[Interface, ...], list[str]]]:
    for name, port in facts.ports.items():
        if port.addresses or port.shared:
            yield PortName(device, name), port.addresses, [one.address for one in port.shared]
