"""Names and zones: which name each address has, which zone a name is in, and what is said about mail as TXT records."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_interface
from typing import Any

from netops.model.index import Address, AssignedAddress, Index, Network, Object, Place, parse_interface
from netops.model.target import primary_address

BITS_PER_LABEL = {4: 8, 6: 4}
ALL = {"fail": "-all", "softfail": "~all", "neutral": "?all"}
"""What SPF makes of a sender that is not allowed (RFC 7208, section 5.1)."""


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """A name with one of its addresses, and where the address is written."""

    name: str
    address: Address
    place: Place


def named_addresses(devices: Mapping[str, Object], reservations: Mapping[str, Object], index: Index) -> Iterator[NamedAddress]:
    """Every name of the company with each of its addresses.

    A device's own name has the addresses of its primary interface, `INTERFACE.NAME` has each of the others; an address that is reserved
    with a name has that.
    """
    for device, data in sorted(devices.items()):
        if "domain" not in data:
            continue
        assigned, primary = index.assigned.get(device, ()), primary_address(data)
        own = {one.port for one in assigned if str(one.value.ip) == primary}
        by_name: dict[str, list[AssignedAddress]] = defaultdict(list)
        for one in assigned:
            label = device if one.port in own else f"{label_of(one.port.interface)}.{device}"
            by_name[f"{label}.{data['domain']}"].append(one)
        yield from (NamedAddress(name, one.value.ip, one.place) for name, found in by_name.items() for one in found)
    for key, reserved in sorted(reservations.items()):
        address = parse_interface(reserved["start"])
        if "name" in reserved and address is not None:
            yield NamedAddress(str(reserved["name"]), address.ip, Place("reservation", key, ("start",)))


def label_of(interface: str) -> str:
    """An interface's name as a DNS label: `ge-0/0/1` is `ge-0-0-1`."""
    return re.sub(r"[^a-z0-9]+", "-", interface.lower()).strip("-")


def zone_of(name: str, zones: Container[str]) -> str:
    """The zone that answers for a name without its final dot: the longest of `zones`, in small letters, that it ends in; '' without one."""
    labels = name.lower().split(".")
    return next((zone for at in range(len(labels)) if (zone := ".".join(labels[at:])) in zones), "")


def is_inside(name: str, zone: str) -> bool:
    name, zone = name.lower(), zone.lower()
    return name == zone or name.endswith(f".{zone}")


def record_name_in_zone(name: str, zone: str) -> str:
    """The name of a record in a zone: `@` for the zone itself."""
    return name[: -len(zone) - 1] if len(name) > len(zone) else "@"


def full_name(text: str, zone: str) -> str:
    """What a name in a zone file means, without the final dot: `www` and `@` are in the zone, `www.example.` is itself."""
    return text[:-1] if text.endswith(".") else zone if text == "@" else f"{text}.{zone}"


def reverse_zone(network: Network) -> str:
    """The reverse zone of a network, widened to whole labels: 10.1.0.0/16 is `1.10.in-addr.arpa`, as is 10.1.0.0/17."""
    address: Address = network.network_address
    host_labels = -(-(address.max_prefixlen - network.prefixlen) // BITS_PER_LABEL[address.version])
    return ".".join(address.reverse_pointer.split(".")[host_labels:])


def spf_record(policy: Mapping[str, Any]) -> str:
    """The TXT record of the hosts that may send mail in a domain's name (RFC 7208)."""
    return " ".join(["v=spf1", *map(_mechanism, map(str, policy.get("allow", ()))), ALL[str(policy.get("others", "fail"))]])


def _mechanism(text: str) -> str:
    try:
        return f"ip{ip_interface(text).version}:{text}"
    except ValueError:
        return text


def dkim_record(key: Mapping[str, Any]) -> str:
    """The TXT record of a key that signs mail (RFC 6376)."""
    return f"v=DKIM1; k={key.get('type', 'rsa')}; p={key['public_key']}"


def dmarc_record(policy: Mapping[str, Any]) -> str:
    """The TXT record of what receivers do with mail that neither SPF nor DKIM prove (RFC 7489)."""
    tags = {"p": policy["policy"], "sp": policy.get("subdomains"), "rua": policy.get("reports") and f"mailto:{policy['reports']}"}
    return "; ".join(["v=DMARC1", *(f"{tag}={value}" for tag, value in tags.items() if value)])
