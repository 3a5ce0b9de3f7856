"""How many routes a device has of each protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from netops.facts import Facts
from netops.health._records import Change, Device, Measure

TITLE = "routes"

_SOURCES: Mapping[str, Callable[[Facts], int]] = {
    "connected": lambda facts: sum(len(one.addresses) for one in facts.interfaces if one.enabled is not False),
    "local": lambda facts: sum(len(one.addresses) for one in facts.interfaces if one.enabled is not False),
    "static": lambda facts: len(facts.routes) + len(facts.gateways),
    "ospf": lambda facts: sum(one.protocol.startswith("ospf") and not one.passive for one in facts.igp),
    "isis": lambda facts: sum(one.protocol == "isis" and not one.passive for one in facts.igp),
    "bgp": lambda facts: sum(one.enabled for one in facts.bgp),
}
"""What routes of a protocol come from."""

_LEARNED = frozenset({"ospf", "isis", "bgp"})


def applies(change: Change) -> bool:
    """Where a device routes: a switch with a default gateway has no table to count."""
    facts = change.before
    return bool(facts.routes or facts.bgp or facts.igp)


def is_removed(change: Change, subject: str) -> bool:
    """Whether the change takes a source of such routes away, or adds a static route or an address, which goes before a learned route to the
    same network: how many go with it, nobody can say."""
    count = _SOURCES.get(subject)
    if subject in _LEARNED and _own_networks(change.after) - _own_networks(change.before):
        return True
    return count is not None and count(change.after) < count(change.before)


def _own_networks(facts: Facts) -> set[str]:
    addresses = (str(address) for one in facts.interfaces if one.enabled is not False for address in one.addresses)
    return {route.prefix for route in facts.routes} | set(addresses)


def read(device: Device) -> Iterator[Measure]:
    for protocol, number in device.get("get_route_counts").items():
        yield Measure(f"routes of {protocol}", number, protocol)
