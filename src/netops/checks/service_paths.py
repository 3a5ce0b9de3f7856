"""The way from what a business service depends on to its gateway: that no one device on it is the only one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Set

from netops.checks import Finding, Place, Scope, at, rule
from netops.checks._business import hosts_of
from netops.errors import Severity
from netops.model.index import Network

Graph = Mapping[str, Set[str]]
NETWORK = "device"
"""The kind of what carries the traffic of others."""


@rule("SRV012", title="critical service has two ways to its gateway", scope="site", severity=Severity.WARNING)
def ways(site: Scope, *, least: str = "critical") -> Iterator[Finding]:
    """Between the servers of a critical service and the gateways of their networks no one device is on every way.

    What it does: follows the cables of the site from the switches of the hosts in `depends_on.devices` to the devices with an address in
    the hosts' networks, and takes away each device on the way in turn. Hosts that all depend on one switch are reported by SRV004; hosts or
    gateways that the cables do not lead to are left out.
    Why it matters: two switches do not help when both depend on one core, or when one router is the gateway of all.
    Example: two leaves, and both uplinks in the same core switch.
    Use instead: the second uplinks in another core; two gateways with VRRP.
    Options: `least`, the lowest criticality that counts.
    """
    hosts = hosts_of(site, least)
    cables = _cables(site) if hosts else {}
    for service, rows in hosts.items():
        starts, ends = _switches(site, rows, cables), _gateways(site, rows)
        if len(starts) > 1 and (alone := _only(cables, starts, ends)):
            message = f"every way from what {service} needs here to its gateway passes {alone}"
            related = ((alone, at(NETWORK, alone)),)
            yield Finding(rows[0][1], message, expected="a second way", found=alone, related=related)


def _cables(site: Scope) -> Graph:
    """The neighbours of each device, over cables between devices of the site."""
    found: dict[str, set[str]] = defaultdict(set)
    for near, far in site.index.links:
        if near.port.device in site.devices and far.port.device in site.devices:
            found[near.port.device].add(far.port.device)
            found[far.port.device].add(near.port.device)
    return found


def _switches(site: Scope, rows: list[tuple[str, Place]], cables: Graph) -> set[str]:
    """The network devices that the hosts are connected to; a virtual machine is where its host is."""
    boxes = (str(site.devices[name].get("virtual_machine", {}).get("host", name)) for name, _ in rows)
    return {switch for box in boxes for switch in cables.get(box, ()) if str(site.devices[switch]["kind"]) == NETWORK}


def _gateways(site: Scope, rows: list[tuple[str, Place]]) -> set[str]:
    """The network devices with an address in a network of the hosts."""
    networks: set[Network] = {one.value.network for name, _ in rows for one in site.index.assigned.get(name, ())}
    return {
        name
        for name, device in site.devices.items()
        if str(device["kind"]) == NETWORK and any(one.value.network in networks for one in site.index.assigned.get(name, ()))
    }


def _only(cables: Graph, starts: Set[str], ends: Set[str]) -> str:
    """The first device that is on every way from a start to an end, '' when there is none, or no way at all."""
    return next((device for device in _way(cables, starts, ends) if not _way(cables, starts, ends, without=device)), "")


def _way(cables: Graph, starts: Set[str], ends: Set[str], without: str = "") -> list[str]:
    """A shortest way from any start to any end, both included; nothing when there is none."""
    todo = deque([name] for name in sorted(starts - {without}))
    seen = set(starts) | {without}
    while todo:
        way = todo.popleft()
        if way[-1] in ends:
            return way
        following = sorted(cables.get(way[-1], frozenset()) - seen)
        seen.update(following)
        todo.extend([*way, name] for name in following)
    return []
