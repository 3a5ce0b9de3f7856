"""Business services: what they stand on, who owns and uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

from netops.checks import Finding, Path, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.model.index import parse_network

Known = Callable[["Scope"], Mapping[str, Any] | set[str]]


def _members(key: str) -> Known:
    return lambda company: {f"{name}/{item['name']}" for name, device in company.devices.items() for item in device.get(key, ())}


def _kind(kind: str) -> Known:
    return lambda company: company.of(kind)


KINDS = {
    "department": "department",
    "contact": "contact",
    "backup policy": "backup_policy",
    "provider": "provider",
    "device": "device",
    "business service": "service",
}
"""What names an object, and its kind."""

REFERENCES: tuple[tuple[Path, str, str, Known], ...] = (
    (("owner",), "department", "a department of org/departments.yaml", _kind("department")),
    (("users",), "department", "a department of org/departments.yaml", _kind("department")),
    (("contact",), "contact", "a contact of org/contacts.yaml", _kind("contact")),
    (("backup_policy",), "backup policy", "a policy of policies/backup.yaml", _kind("backup_policy")),
    (("hosted", "provider"), "provider", "a provider of org/providers.yaml", _kind("provider")),
    (("depends_on", "devices"), "device", "a device, server, printer or storage", lambda company: company.devices),
    (("depends_on", "services"), "business service", "a file in services/", _kind("service")),
    (
        ("depends_on", "circuits"),
        "circuit",
        "the cid of a circuit",
        lambda company: {str(c["cid"]) for c in company.of("circuit").values()},
    ),
    (("depends_on", "shares"), "share", "a share as DEVICE/SHARE", _members("shares")),
    (("depends_on", "print_queues"), "print queue", "a queue as DEVICE/QUEUE", _members("print_queues")),
)
"""Where a business service names other objects: path, word for it, what is expected, and the names there are."""


@rule("SRV001", title="what a business service names exists")
def service_references_exist(company: Scope) -> Iterator[Finding]:
    """Every department, contact, policy, provider, device, service, circuit, share and queue that a business service names exists.

    What it does: looks up each name among the objects of its kind.
    Why it matters: impact and reports use these names; a wrong one is a blind spot.
    Example: `depends_on: {devices: [ber-mial-1]}`.
    Use instead: the name of the object, as its file or key has it.
    """
    for path, what, expected, known in REFERENCES:
        names = known(company)
        for service, data in company.of("service").items():
            for at_path, name in _values(data, path):
                if str(name) not in names:
                    where = partial(place_of, KINDS[what]) if what in KINDS else None
                    yield unknown_name(what, name, names, place_of("service", service, *at_path), expected, where)


def _values(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    for key in path:
        if key not in data:
            return
        data = data[key]
    if isinstance(data, list):
        yield from (((*path, position), value) for position, value in enumerate(data))
    else:
        yield path, data


@rule("SRV002", title="business services do not depend on each other in a circle")
def service_dependencies_have_no_cycle(company: Scope) -> Iterator[Finding]:
    """No business service depends on itself, directly or through others.

    What it does: follows `depends_on.services` from each service once.
    Why it matters: after a power failure there is no order to start them in.
    Example: mail depends on the intranet, the intranet on mail.
    Use instead: the dependency that really stops the service.
    """
    services = company.of("service")
    needs = {str(name): {str(n) for n in data.get("depends_on", {}).get("services", ())} for name, data in services.items()}
    for circle in _circles(needs):
        found = " -> ".join([*circle, circle[0]])
        yield Finding(
            place_of("service", circle[0], "depends_on", "services"),
            f"business services depend on each other: {found}",
            expected="no circle",
            found=found,
        )


def _circles(needs: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Each circle from its first name by the alphabet; circles that share a service are reported one at a time."""
    while True:
        try:
            TopologicalSorter(needs).prepare()
            return
        except CycleError as error:
            circle = list(reversed(error.args[1][1:]))
            start = circle.index(min(circle))
            yield circle[start:] + circle[:start]
            needs = {name: wanted for name, wanted in needs.items() if name not in circle}


@rule("SRV003", title="flow of a business service can be resolved")
def service_flow_is_resolvable(company: Scope) -> Iterator[Finding]:
    """The ends of a flow are known: `to` is a device with an address, `from` is `any`, a prefix, a role of prefixes or a VLAN.

    What it does: looks both up.
    Why it matters: filters with `from_services` are derived from the flows; an end that names nothing would open nothing.
    Example: `{from: userz, to: ber-mail-1, port: 587}`.
    Use instead: `from: users`.
    """
    prefixes = company.of("prefix").values()
    sources = {"any"} | {str(p[key]) for p in prefixes for key in ("role", "vlan") if key in p}
    for service, data in company.of("service").items():
        for position, flow in enumerate(data.get("flows", ())):
            source, to = str(flow["from"]), str(flow["to"])
            if source not in sources and parse_network(source) is None:
                yield unknown_name(
                    "source",
                    source,
                    sources,
                    place_of("service", service, "flows", position, "from"),
                    "any, a prefix, a role of prefixes, or a VLAN",
                )
            if to not in company.devices:
                yield unknown_name(
                    "device",
                    to,
                    company.devices,
                    place_of("service", service, "flows", position, "to"),
                    "a device, server, printer or storage",
                    partial(place_of, "device"),
                )
            elif not company.index.assigned.get(to):
                yield Finding(
                    place_of("service", service, "flows", position, "to"),
                    f"{to} has no address",
                    expected="a device with an address",
                    found=to,
                )
