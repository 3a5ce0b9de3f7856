"""Print queues and printers."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, Scope, at, rule
from netops.checks._help import dangling

CUPS = "cups"


@rule("PRT001", title="printer of a queue exists")
def printers(company: Scope) -> Iterator[Finding]:
    """The printer of a queue is a device of kind printer with an address.

    What it does: looks up `printer` among the printers.
    Why it matters: the queue's address is derived from the printer's.
    Example: `{name: floor1, printer: ber-prn-9}`.
    Use instead: a name below `printers/`.
    """
    known = {name for name, device in company.devices.items() if device["kind"] == "printer"}
    for name, device in company.devices.items():
        for position, queue in enumerate(device.get("print_queues", ())):
            printer, place = str(queue["printer"]), at("device", name, "print_queues", position, "printer")
            if printer not in known:
                yield dangling("printer", printer, known, place, "a device of kind printer")
            elif not company.index.assigned.get(printer):
                yield Finding(place, f"printer {printer} has no address", expected="a printer with an address", found=printer)


@rule("PRT002", title="host of queues runs CUPS", scope="target")
def cups(device: Device) -> Iterator[Finding]:
    """A host with `print_queues` has the platform cups.

    What it does: looks for `cups` in `platform` and `extra_platforms`.
    Why it matters: without it no target renders the queues, and nobody notices.
    Example: `print_queues:` on a server without `extra_platforms`.
    Use instead: `extra_platforms: [cups]`.
    """
    platforms = {str(device.data["platform"]), *map(str, device.data.get("extra_platforms", ()))}
    if device.data.get("print_queues") and CUPS not in platforms:
        yield Finding(
            device.at("print_queues"),
            f"{device.name} has print queues but no platform cups",
            expected="extra_platforms: [cups]",
            found=", ".join(sorted(platforms)),
        )


@rule("PRT003", title="department of a queue exists", scope="target")
def departments(device: Device) -> Iterator[Finding]:
    """The department of a queue exists.

    What it does: looks it up in org/departments.yaml.
    Why it matters: reports tell which department cannot print.
    Example: `department: finanse`.
    Use instead: `department: finance`.
    """
    known = device.of("department")
    for position, queue in enumerate(device.data.get("print_queues", ())):
        if "department" in queue and str(queue["department"]) not in known:
            place = device.at("print_queues", position, "department")
            yield dangling("department", queue["department"], known, place, "a department")
