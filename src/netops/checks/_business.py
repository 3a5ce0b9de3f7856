"""What the rules about business services share: how critical a service is, what it depends on, what is in service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from netops.checks import Place, Scope, place_of
from netops.model.index import Object

LEVELS = ("low", "medium", "high", "critical")
"""Criticality, rising."""
IN_SERVICE = ("active", "staged", "failed")
"""Statuses of what is there and counted on."""
HOSTS = frozenset({"server", "storage"})
"""Kinds that hold data."""


def is_in_service(thing: Object) -> bool:
    """Whether a device or service is in use: not planned, switched off or on its way out."""
    return str(thing.get("status", "active")) in IN_SERVICE


def criticality_level(service: Object) -> int:
    """How critical a service is: a position in LEVELS."""
    return LEVELS.index(str(service["criticality"]))


def count_users(departments: Iterable[Object], site: str) -> int:
    """How many people work at a site."""
    return sum(int(department.get("sites", {}).get(site, 0)) for department in departments)


def devices_of_services(scope: Scope, least: str = "low") -> Iterator[tuple[str, Object, str, Place]]:
    """Each device of the scope that an active service, at least so critical, names: service, its data, device, place of the name."""
    for name, service in scope.of("service").items():
        if criticality_level(service) >= LEVELS.index(least) and is_in_service(service):
            for position, device in enumerate(service.get("depends_on", {}).get("devices", ())):
                if str(device) in scope.devices:
                    yield name, service, str(device), place_of("service", name, "depends_on", "devices", position)


def hosts_of_services(site: Scope, least: str) -> dict[str, list[tuple[str, Place]]]:
    """The servers and storage at a site that active services, at least so critical, name: by service, each with the place of the name."""
    found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for service, _, device, place in devices_of_services(site, least):
        if str(site.devices[device]["kind"]) in HOSTS:
            found[service].append((device, place))
    return found
