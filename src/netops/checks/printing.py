"""Print queues and printers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from netops import platforms
from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._business import is_in_service
from netops.checks._help import unknown_name
from netops.errors import Severity
from netops.model.index import Object


@rule("PRT001", title="printer of a queue exists")
def queue_printer_exists(company: Scope) -> Iterator[Finding]:
    """The printer of a queue is a device of kind printer with an address.

    What it does: looks up `printer` among the printers.
    Why it matters: the queue's address is derived from the printer's.
    Example: `{name: floor1, printer: ber-prn-9}`.
    Use instead: a name below `printers/`.
    """
    known = {name for name, device in company.devices.items() if device["kind"] == "printer"}
    for name, device in company.devices.items():
        for position, queue in enumerate(device.get("print_queues", ())):
            printer, place = str(queue["printer"]), place_of("device", name, "print_queues", position, "printer")
            if printer not in known:
                yield unknown_name("printer", printer, known, place, "a device of kind printer", partial(place_of, "device"))
            elif not company.index.assigned.get(printer):
                yield Finding(place, f"printer {printer} has no address", expected="a printer with an address", found=printer)


@rule("PRT002", title="host of queues runs CUPS", scope="target")
def queue_host_runs_cups(device: Device) -> Iterator[Finding]:
    """A host with `print_queues` has the platform cups.

    What it does: looks for `cups` in `platform` and `extra_platforms`.
    Why it matters: without it no target renders the queues, without a message.
    Example: `print_queues:` on a server without `extra_platforms`.
    Use instead: `extra_platforms: [cups]`.
    """
    if device.data.get("print_queues") and not device.can_carry("print_queues"):
        writers = platforms.platforms_writing_noun("print_queues", device.around.root)
        yield Finding(
            device.at("print_queues"),
            f"{device.name} has print queues but no platform {' or '.join(writers)}",
            expected=f"extra_platforms: [{' or '.join(writers)}]",
            found=", ".join(sorted(device.platforms)),
        )


@rule("PRT003", title="department of a queue exists", scope="target")
def queue_department_exists(device: Device) -> Iterator[Finding]:
    """The department of a queue exists.

    What it does: looks it up in org/departments.yaml.
    Why it matters: reports show which department cannot print.
    Example: `department: finanse`.
    Use instead: `department: finance`.
    """
    known = device.of("department")
    for position, queue in enumerate(device.data.get("print_queues", ())):
        if "department" in queue and str(queue["department"]) not in known:
            place = device.at("print_queues", position, "department")
            yield unknown_name("department", queue["department"], known, place, "a department", partial(place_of, "department"))


@rule("PRT004", title="printer has a queue", severity=Severity.WARNING)
def printer_has_queue(company: Scope) -> Iterator[Finding]:
    """Every printer in service is behind a queue, in a company that has queues.

    What it does: looks for the printer among the `printer` of all queues.
    Why it matters: it costs toner and service, and cannot be used.
    Example: a new printer, and no queue that names it.
    Use instead: `print_queues: [{name: floor2, printer: ber-prn-3, department: sales}]` at the print server.
    """
    used = {str(queue["printer"]) for device in company.devices.values() for queue in device.get("print_queues", ())}
    for name, device in company.devices.items() if used else ():
        if device["kind"] == "printer" and name not in used and is_in_service(device):
            yield Finding(place_of("device", name), f"no queue prints on {name}", expected="a queue that names it", found="none")


@rule("PRT005", title="queue has a department", scope="target", severity=Severity.WARNING)
def queue_has_department(device: Device) -> Iterator[Finding]:
    """A queue names its department.

    What it does: looks for `department`.
    Why it matters: when a printer fails, the report has the number of people affected.
    Example: `{name: floor1, printer: ber-prn-1}`.
    Use instead: `{name: floor1, printer: ber-prn-1, department: sales}`.
    """
    for position, queue in enumerate(device.data.get("print_queues", ())):
        if "department" not in queue:
            place = device.at("print_queues", position)
            yield Finding(place, f"queue {queue['name']} of {device.name} has no department", expected="department", found="none")


@rule("PRT006", title="department of a queue can reach its paper", severity=Severity.WARNING)
def department_can_reach_printer(company: Scope, *, roles: Iterable[str] = ("users",)) -> Iterator[Finding]:
    """The department of a queue has people at the printer's site, and a network there from which they print.

    What it does: looks for the printer's site in `sites` of the department, and there for a prefix of `roles` that is for everybody or for
    this department. A department without `sites` is left out.
    Why it matters: the paper comes out in another town, or cannot be reached from there.
    Example: queue warehouse of operations, on a printer in Munich, where operations has no people.
    Use instead: a printer where the people are; or the people in `sites`, and a network for them.
    Options: `roles` of prefixes in which people work.
    """
    networks = {(str(p["site"]), str(p.get("department", ""))) for p in company.of("prefix").values() if str(p.get("role", "")) in roles}
    for name, position, queue in _queues(company):
        department, printer = str(queue.get("department", "")), company.devices.get(str(queue["printer"]), {})
        people, site = company.of("department").get(department, {}).get("sites"), str(printer.get("site", ""))
        if not people or not site:
            continue
        what = f"queue {queue['name']} is for {department} and prints on {queue['printer']} at {site}"
        place, related = (
            place_of("device", name, "print_queues", position, "department"),
            (("its people", place_of("department", department, "sites")),),
        )
        if not people.get(site):
            found = ", ".join(map(str, people))
            yield Finding(place, f"{what}, where it has no people", expected=f"people at {site}", found=found, related=related)
        elif not networks & {(site, ""), (site, department)}:
            expected = f"a prefix at {site} with role {' or '.join(roles)}, for all or for {department}"
            yield Finding(place, f"{what}, where it has no network", expected=expected, found="none", related=related)


def _queues(company: Scope) -> Iterator[tuple[str, int, Object]]:
    for name, device in company.devices.items():
        for position, queue in enumerate(device.get("print_queues", ())):
            yield name, position, queue


@rule("PRT007", title="supplies of a printer are watched", scope="target", severity=Severity.WARNING)
def printer_supplies_are_monitored(device: Device) -> Iterator[Finding]:
    """Every printer in service has a percentage below which a supply counts as low.

    What it does: looks for `expected.supplies_low`.
    Why it matters: toner is ordered when the pages are white.
    Example: a printer without `expected`.
    Use instead: `expected: {supplies_low: 15}` in roles/printer.yaml.
    """
    if device.kind == "printer" and is_in_service(device.data) and "supplies_low" not in device.data.get("expected", {}):
        yield Finding(device.at(), f"no alert when {device.name} runs low", expected="expected: {supplies_low: 15}", found="none")
