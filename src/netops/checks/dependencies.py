"""What business services stand on: switches, devices in service, other services, and whether those can keep the promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from netops import platforms
from netops.checks import Finding, Place, Scope, place_of, rule
from netops.checks._business import LEVELS, criticality_level, devices_of_services, hosts_of_services, is_in_service
from netops.errors import Severity
from netops.graph.elements import Elements, links_between_devices
from netops.model.index import Object

PORTS = {25: "mail_relay", 53: "dns_server", 67: "dhcp_server", 445: "shares", 631: "print_queues", 2049: "nfs_exports"}
"""Ports that belong to one thing only, and the key of the host that makes it."""


@rule("SRV004", title="critical service is on more than one switch", scope="site", severity=Severity.WARNING)
def critical_service_has_two_switches(site: Scope, *, least: str = "critical") -> Iterator[Finding]:
    """The servers and storage of a critical service at a site do not all depend on one switch.

    What it does: follows the cables of the hosts in `depends_on.devices`; a virtual machine is where its host is. Hosts without a
    cable in the data are left out.
    Why it matters: one switch that fails, or is upgraded, stops what may not stop.
    Example: both servers of the warehouse, each with one cable, on the same switch.
    Use instead: a second cable to another switch, or a second server there.
    Options: `least`, the lowest criticality that counts.
    """
    hosts = hosts_of_services(site, least)
    cables = Elements(links_between_devices(site.index)) if hosts else Elements(())
    for service, rows in hosts.items():
        behind = (cables.linked(_box(site, device)) for device, _ in rows)
        switches = [devices for devices in behind if devices]
        if switches and len(union := set().union(*switches)) == 1:
            (switch,) = union
            yield _alone(service, switch, rows)


def _alone(service: str, switch: str, rows: list[tuple[str, Place]]) -> Finding:
    names = ", ".join(name for name, _ in rows)
    message = f"all that {service} needs here depends on {switch}: {names}"
    hint = "add a cable to another switch, or a server that is connected there"
    related = (("the switch", place_of("device", switch)),)
    return Finding(rows[0][1], message, expected="two switches or more", found=switch, hint=hint, related=related)


def _box(site: Scope, device: str) -> str:
    """The box that a device's cables are plugged into."""
    return str(site.devices[device].get("virtual_machine", {}).get("host", device))


@rule("SRV005", title="business service depends on devices in service")
def service_devices_are_in_service(company: Scope) -> Iterator[Finding]:
    """No device that a working business service names is planned, switched off or on its way out.

    What it does: looks at `status` of every device in `depends_on.devices` of a service that is active.
    Why it matters: the service is down, or the data is wrong; both should be known.
    Example: mail depends on a server with `status: decommissioning`.
    Use instead: the device that took over; or `status: planned` for the service too.
    """
    for service, _, name, place in devices_of_services(company):
        status = str(company.devices[name].get("status", "active"))
        if not is_in_service(company.devices[name]):
            message = f"{service} depends on {name}, which is {status}"
            related = (("its status", place_of("device", name, "status")),)
            yield Finding(place, message, expected="a device in service", found=status, related=related)


def _between(company: Scope) -> Iterator[tuple[str, Object, str, Object, Place]]:
    """Each active service, and each that it depends on."""
    services = company.of("service")
    for name, service in services.items():
        for position, other in enumerate(service.get("depends_on", {}).get("services", ())):
            if is_in_service(service) and str(other) in services:
                place = place_of("service", name, "depends_on", "services", position)
                yield name, service, str(other), services[str(other)], place


@rule("SRV006", title="criticality does not fall too far", severity=Severity.WARNING)
def dependency_is_critical_enough(company: Scope, *, steps: int = 1) -> Iterator[Finding]:
    """A business service does not depend on one that is much less critical.

    What it does: compares `criticality` along `depends_on.services`.
    Why it matters: the lower one is repaired last, upgraded at noon and bought without a spare; the higher one falls with it.
    Example: the warehouse, critical, depends on printing, low.
    Use instead: `criticality: high` for printing; or remove a dependency that does not stop the service.
    Options: `steps`, by how much it may fall (low, medium, high, critical).
    """
    for name, service, other, below, place in _between(company):
        if criticality_level(service) - criticality_level(below) > steps:
            message = f"{name} is {service['criticality']} and depends on {other}, which is {below['criticality']}"
            expected = f"{LEVELS[criticality_level(service) - steps]} or more"
            related = (("its criticality", place_of("service", other, "criticality")),)
            yield Finding(place, message, expected=expected, found=str(below["criticality"]), related=related)


@rule("SRV007", title="dependencies of a business service are restored before it", severity=Severity.WARNING)
def dependencies_recover_before_service(company: Scope) -> Iterator[Finding]:
    """A business service need not be back sooner than those that it depends on.

    What it does: compares `rto_h` along `depends_on.services`.
    Why it matters: the promise cannot be met: it waits for the other.
    Example: mail with `rto_h: 1` depends on names with `rto_h: 4`.
    Use instead: a time for the lower one that is not longer.
    """
    for name, service, other, below, place in _between(company):
        if "rto_h" in service and "rto_h" in below and float(below["rto_h"]) > float(service["rto_h"]):
            message = f"{name} must be back in {service['rto_h']} h, and {other}, which it needs, in {below['rto_h']} h"
            related = ((f"rto_h of {name}", place_of("service", name, "rto_h")), (f"rto_h of {other}", place_of("service", other, "rto_h")))
            yield Finding(place, message, expected=f"{service['rto_h']} h or less", found=f"{below['rto_h']} h", related=related)


@rule("SRV008", title="business service has users and a contact", severity=Severity.WARNING)
def service_has_users_and_contact(company: Scope, *, keys: Iterable[str] = ("users", "contact")) -> Iterator[Finding]:
    """An active business service has its users and a contact.

    What it does: looks for `users` and `contact`.
    Why it matters: a change is reported in departments and heads, an alarm goes to a contact.
    Example: a service with an owner only.
    Use instead: `users: [finance]` and `contact: service-desk`.
    Options: `keys` that must be there.
    """
    for name, service in company.of("service").items():
        missing = [key for key in keys if not service.get(key)]
        if missing and is_in_service(service):
            message = f"business service {name} has no {' and no '.join(missing)}"
            yield Finding(place_of("service", name), message, expected=", ".join(keys), found=f"no {', '.join(missing)}")


@rule("SRV009", title="host of a flow runs what answers there", scope="site", severity=Severity.WARNING)
def flow_host_runs_service(site: Scope) -> Iterator[Finding]:
    """The host where a flow of a business service ends has what answers on that port.

    What it does: for ports of one meaning (25, 53, 67, 445, 631, 2049) looks for the key of the Linux host that makes the service.
    Why it matters: a filter is opened for nothing, or the flow names the wrong host.
    Example: `{from: users, to: ber-web-1, port: 445}`, and ber-web-1 has no `shares`.
    Use instead: the host that has them.
    """
    for name, service in site.of("service").items():
        for position, flow in enumerate(service.get("flows", ())):
            key, host = PORTS.get(int(flow["port"])), site.devices.get(str(flow["to"]))
            if key and host is not None and not host.get(key) and _makes_services(site, host):
                message = f"{name} talks to port {flow['port']} of {flow['to']}, which has no {key}"
                place = place_of("service", name, "flows", position, "to")
                yield Finding(place, message, expected=f"a host with {key}", found=f"{flow['to']} without")


def _makes_services(site: Scope, host: Object) -> bool:
    """Whether netops makes what answers on a host; else what runs there is not known."""
    platform = platforms.find(str(host["platform"]), site.root)
    return platform is not None and platform.makes_services


@rule("SRV010", title="critical business service has recovery times", severity=Severity.WARNING)
def critical_service_has_recovery_times(company: Scope, *, least: str = "critical") -> Iterator[Finding]:
    """A critical business service has hours until it works again, and hours of data that may be lost.

    What it does: looks for `rto_h` and `rpo_h`.
    Why it matters: nothing can be planned or checked against a promise that is not written down.
    Example: `criticality: critical`, and no `rto_h`.
    Use instead: `rto_h: 1` and `rpo_h: 4`.
    Options: `least`, the lowest criticality that counts.
    """
    for name, service in company.of("service").items():
        missing = [key for key in ("rto_h", "rpo_h") if key not in service]
        if missing and criticality_level(service) >= LEVELS.index(least) and is_in_service(service):
            message = f"business service {name} is {service['criticality']} and has no {' and no '.join(missing)}"
            yield Finding(place_of("service", name, "criticality"), message, expected="rto_h, rpo_h", found=f"no {', '.join(missing)}")


@rule("SRV011", title="business service is looked at again", severity=Severity.WARNING)
def service_review_is_not_overdue(company: Scope, *, today: date) -> Iterator[Finding]:
    """The day on which a business service is to be reviewed is not over.

    What it does: compares `next_review` with today.
    Why it matters: owners, promises and dependencies are those of years ago.
    Example: `next_review: 2024-06-01`.
    Use instead: the review, and the day of the next one.
    """
    for name, service in company.of("service").items():
        if "next_review" in service and str(service["next_review"]) < today.isoformat() and is_in_service(service):
            place, day = place_of("service", name, "next_review"), str(service["next_review"])
            yield Finding(place, f"the review of {name} was due on {day}", expected=f"{today} or later", found=day)
