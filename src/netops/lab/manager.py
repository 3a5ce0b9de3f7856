"""How netops reaches the targets by the inventory: what their simulators enforce, whatever their addresses in the lab are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_interface
from typing import TYPE_CHECKING, Any

from netops.fleet.access import AccessEntry, entries_of, transport_of
from netops.model.index import svi_vid

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

Network = IPv4Network | IPv6Network
PORTS = {"ssh": 22, "netconf": 830, "https": 443, "http": 80}
DEFAULT_USERNAME = "netops"


@dataclass(frozen=True)
class ManagementHost:
    """Netops as the company's data have it: its accounts, where it is plugged in, its address."""

    company: Company

    @cached_property
    def _entries(self) -> tuple[AccessEntry, ...]:
        return entries_of(self.company)

    @cached_property
    def attached_to(self) -> tuple[str, str] | None:
        """The port that netops is plugged in to, as device and interface."""
        end = (self.company.settings.get("runner") or {}).get("attached_to")
        return (str(end["device"]), str(end["interface"])) if end else None

    @cached_property
    def source(self) -> str:
        """An address of netops with the length of its network: one that nobody has in the VLAN of its port, or that of the jump host."""
        via = (self.company.settings.get("runner") or {}).get("via")
        if via:
            return next(iter(_addresses(self.company.devices.get(str(via), {}))), "")
        network = self._network
        return f"{_unused(self.company, network)}/{network.prefixlen}" if network else ""

    @cached_property
    def _network(self) -> Network | None:
        if self.attached_to is None or self.attached_to[0] not in self.company.devices:
            return None
        device, interface = self.attached_to
        view = self.company.view(device)
        port: Mapping[str, Any] = view.get("interfaces", {}).get(interface, {})
        site, vlan = str(self.company.devices[device].get("site", "")), str(port.get("untagged_vlan", ""))
        prefixes = self.company.objects.get("prefix", {}).items()
        named = (name for name, one in prefixes if (str(one.get("site", "")), str(one.get("vlan", ""))) == (site, vlan))
        found = [network for name in named if (network := self.company.index.networks.get(name)) and network.version == 4]
        return found[0] if vlan and found else self._network_of_interfaces(device, interface, site, vlan)

    def _network_of_interfaces(self, device: str, interface: str, site: str, vlan: str) -> Network | None:
        """The network of the port itself, or of an interface of its VLAN: prefixes of a network that was imported name no VLAN."""
        known = self.company.index.vlans.get(site, {}).get(vlan)
        rows = ((name, port, row) for name, row in self.company.devices.items() for port in row.get("interfaces", {}))
        for name, port, row in rows:
            is_own = (name, port) == (device, interface)
            if is_own or (known is not None and row.get("site") == site and svi_vid(port) == known.vid):
                networks = (ip_interface(text).network for text in _addresses({"interfaces": {port: row["interfaces"][port]}}))
                if (found := next((one for one in networks if one.version == 4), None)) is not None:
                    return found
        return None

    def username(self, target: ConfigTarget) -> str:
        """The account of the inventory by which netops logs in."""
        return str(self._access(target).get("username") or DEFAULT_USERNAME)

    def entry(self, target: ConfigTarget, cabled: tuple[str, ...]) -> dict[str, Any]:
        """How a target is reached, in the form of `sim.frontend.Management`. `cabled` are its ports with a cable."""
        access = self._access(target)
        transport = transport_of(access, self.company.platform(target.platform))
        attached = (self.attached_to[1],) if self.attached_to and self.attached_to[0] == target.device else ()
        address = str(target.address or "").partition("/")[0]
        source = self.source if address and self.source and ip_interface(self.source).version == ip_address(address).version else ""
        return {
            "username": self.username(target),
            "transport": {"https": "eapi", "http": "eapi"}.get(transport, transport),
            "port": int(access.get("port") or PORTS.get(transport, 22)),
            "address": address,
            "source": source,
            "cabled": [*cabled, *attached],
        }

    def _access(self, target: ConfigTarget) -> Mapping[str, Any]:
        """The first entry of `access:` for a target; nothing when there is none."""
        matching = (one.settings for one in self._entries if one.targets is None or target.name in one.targets)
        return next(matching, {})


def _addresses(device: Mapping[str, Any]) -> list[str]:
    ports: Mapping[str, Mapping[str, Any]] = device.get("interfaces", {})
    return [str(text) for port in ports.values() for text in port.get("addresses", ()) if "/" in str(text)]


def _unused(company: Company, network: Network) -> str:
    """The last address of a network that nothing has."""
    taken = company.index.addresses
    last = int(network.broadcast_address) - (network.prefixlen < network.max_prefixlen - 1)
    for number in range(last, int(network.network_address), -1):
        one = type(network.network_address)(number)
        if one not in taken:
            return str(one)
    return str(network.network_address)
