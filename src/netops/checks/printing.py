"""Print queues and printers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netops.checks import Finding, at, rule
from netops.checks._help import dangling

if TYPE_CHECKING:
    from netops.model.company import Company

CUPS = "cups"


@rule("PRT001", title="printer of a queue exists")
def printers(company: Company) -> Iterator[Finding]:
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
def cups(company: Company) -> Iterator[Finding]:
    """A host with `print_queues` has the platform cups.

    What it does: looks for `cups` in `platform` and `extra_platforms`.
    Why it matters: without it no target renders the queues, and nobody notices.
    Example: `print_queues:` on a server without `extra_platforms`.
    Use instead: `extra_platforms: [cups]`.
    """
    for name, device in company.devices.items():
        platforms = {str(device["platform"]), *map(str, device.get("extra_platforms", ()))}
        if device.get("print_queues") and CUPS not in platforms:
            found = ", ".join(sorted(platforms))
            yield Finding(
                at("device", name, "print_queues"),
                f"{name} has print queues but no platform cups",
                expected="extra_platforms: [cups]",
                found=found,
            )


@rule("PRT003", title="department of a queue exists")
def departments(company: Company) -> Iterator[Finding]:
    """The department of a queue exists.

    What it does: looks it up in org/departments.yaml.
    Why it matters: reports tell which department cannot print.
    Example: `department: finanse`.
    Use instead: `department: finance`.
    """
    known = company.objects.get("department", {})
    for name, device in company.devices.items():
        for position, queue in enumerate(device.get("print_queues", ())):
            if "department" in queue and str(queue["department"]) not in known:
                yield dangling(
                    "department", queue["department"], known, at("device", name, "print_queues", position, "department"), "a department"
                )
