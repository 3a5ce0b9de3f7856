"""The way from what a business service depends on to its gateway: that no one device on it is the only one."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Finding, Place, Scope, place_of, rule
from netops.checks._business import hosts_of_services
from netops.errors import Severity
from netops.graph.elements import Elements, device_of, links_between_devices
from netops.model.index import Network

NETWORK = "device"
"""The kind of what carries the traffic of others."""


@rule("SRV012", title="critical service has two ways to its gateway", scope="site", severity=Severity.WARNING)
def critical_service_has_two_paths(site: Scope, *, least: str = "critical") -> Iterator[Finding]:
    """Between the servers of a critical service and the gateways of their networks no one device is on every way.

    What it does: follows the cables of the site from the switches of the hosts in `depends_on.devices` to the devices with an address in
    the hosts' networks, and takes away each device on the way in turn. Hosts that all depend on one switch are reported by SRV004; hosts or
    gateways that the cables do not lead to are left out.
    Why it matters: two switches do not help when both depend on one core, or when one router is the gateway of all.
    Example: two leaves, and both uplinks in the same core switch.
    Use instead: the second uplinks in another core; two gateways with VRRP.
    Options: `least`, the lowest criticality that counts.
    """
    hosts = hosts_of_services(site, least)
    cables = links_at_site(site) if hosts else Elements(())
    for service, rows in hosts.items():
        starts, ends = _switches(site, rows, cables), _gateways(site, rows)
        if len(starts) > 1 and (alone := cables.bottleneck(starts, ends)):
            message = f"every way from what {service} needs here to its gateway passes {alone}"
            related = ((alone, place_of(NETWORK, alone)),)
            yield Finding(rows[0][1], message, expected="a second way", found=alone, related=related)


def links_at_site(site: Scope) -> Elements:
    """The cables and circuits between devices of a site."""
    edges = links_between_devices(site.index)
    return Elements(edge for edge in edges if device_of(edge.near) in site.devices and device_of(edge.far) in site.devices)


def _switches(site: Scope, rows: list[tuple[str, Place]], cables: Elements) -> set[str]:
    """The network devices that the hosts are connected to; a virtual machine is where its host is."""
    boxes = (str(site.devices[name].get("virtual_machine", {}).get("host", name)) for name, _ in rows)
    return {switch for box in boxes for switch in cables.linked(box) if str(site.devices[switch]["kind"]) == NETWORK}


def _gateways(site: Scope, rows: list[tuple[str, Place]]) -> set[str]:
    """The network devices with an address in a network of the hosts."""
    networks: set[Network] = {one.value.network for name, _ in rows for one in site.index.assigned.get(name, ())}
    return {
        name
        for name, device in site.devices.items()
        if str(device["kind"]) == NETWORK and any(one.value.network in networks for one in site.index.assigned.get(name, ()))
    }
