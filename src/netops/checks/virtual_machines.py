"""Virtual machines: where they run, and whether there is room for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._business import is_in_service
from netops.checks._help import did_you_mean
from netops.errors import Severity
from netops.model.index import Object

VM = "virtual_machine"
HOST = "hypervisor"
TAKES = (("vcpus", "threads", ""), ("memory_gib", "memory_gib", " GiB"), ("disk_gib", "disk_gib", " GiB"))
"""What a machine takes, of what its host has, and the unit."""
OF_A_BOX = ("rack", "position", "serial", "power")
"""What only a box has."""


def _guests(site: Scope) -> dict[str, dict[str, Object]]:
    """The virtual machines in service of each host that is named, by host and name."""
    found: dict[str, dict[str, Object]] = defaultdict(dict)
    for name, device in site.devices.items():
        if VM in device and is_in_service(device):
            found[str(device[VM]["host"])][name] = device
    return found


@rule("VMS001", title="host of a virtual machine is there", scope="site")
def vm_host_exists(site: Scope) -> Iterator[Finding]:
    """A virtual machine runs on a server of its site that is a hypervisor, and is in service.

    What it does: looks up `virtual_machine.host` among the devices of the site with `hypervisor`.
    Why it matters: what the host depends on, its cables, its rack, its end of support, is the machine's too; a wrong name hides that.
    Example: `virtual_machine: {host: ber-vmh-9, ...}`.
    Use instead: a server at the same site with `hypervisor: {threads: 32, memory_gib: 128, disk_gib: 1800}`.
    """
    known = {name for name, device in site.devices.items() if HOST in device}
    for host, guests in _guests(site).items():
        for name in guests:
            place = place_of("device", name, VM, "host")
            if host not in known:
                message, hint = f"{name} runs on {host}, which is no hypervisor of this site", did_you_mean(host, known)
                yield Finding(place, message, expected="a server with hypervisor", found=host, hint=hint)
            elif not is_in_service(site.devices[host]):
                status = str(site.devices[host]["status"])
                yield Finding(place, f"{name} runs on {host}, which is {status}", expected="a host in service", found=status)


@rule("VMS002", title="host has room for its virtual machines", scope="site", severity=Severity.WARNING)
def vm_host_has_capacity(site: Scope, *, vcpus: float = 4.0, memory_gib: float = 1.0, disk_gib: float = 1.0) -> Iterator[Finding]:
    """The virtual machines of a host together do not take more than it has, times what a company finds bearable.

    What it does: adds up `vcpus`, `memory_gib` and `disk_gib` of the machines in service per host.
    Why it matters: a host without memory kills a machine; one without disk stops them all.
    Example: five machines of 32 GiB on a host with 128.
    Use instead: a machine less, or a host more.
    Options: `vcpus`, `memory_gib` and `disk_gib`, how many times what the host has may be given away.
    """
    times = {"vcpus": vcpus, "memory_gib": memory_gib, "disk_gib": disk_gib}
    for host, guests in _guests(site).items():
        if HOST in site.devices.get(host, {}):
            yield from _too_much(host, site.devices[host][HOST], guests, times)


def _too_much(host: str, has: Object, guests: Mapping[str, Object], times: Mapping[str, float]) -> Iterator[Finding]:
    for taken, had, unit in TAKES:
        total, most = sum(float(guest[VM][taken]) for guest in guests.values()), float(has[had]) * times[taken]
        if total > most:
            message = f"the virtual machines of {host} take more {taken} than it can give"
            related = tuple(
                (f"{name} takes {guest[VM][taken]}{unit}", place_of("device", name, VM, taken)) for name, guest in guests.items()
            )
            place, expected = place_of("device", host, HOST, had), f"{most:g}{unit} or less"
            yield Finding(place, message, expected=expected, found=f"{total:g}{unit}", related=related)


@rule("VMS003", title="redundant machines are on two hosts", scope="site", severity=Severity.WARNING)
def redundant_vms_are_on_two_hosts(site: Scope) -> Iterator[Finding]:
    """Two virtual machines that are a redundant pair do not run on one host.

    What it does: compares the hosts of a machine and its `redundancy.partner`.
    Why it matters: the host fails, and with it both.
    Example: the two name servers, both on ber-vmh-1.
    Use instead: one on another host.
    """
    for host, guests in _guests(site).items():
        for name, guest in guests.items():
            partner = str(guest.get("redundancy", {}).get("partner", ""))
            if partner in guests and name < partner:
                message = f"{name} and {partner} stand in for each other, and both run on {host}"
                related = ((partner, place_of("device", partner, VM, "host")),)
                yield Finding(place_of("device", name, VM, "host"), message, expected="two hosts", found=host, related=related)


@rule("VMS004", title="virtual machine has no box of its own", scope="target")
def vm_has_no_hardware(device: Device) -> Iterator[Finding]:
    """A virtual machine has no rack, serial number or power supply, and no virtual machines.

    What it does: looks for `rack`, `position`, `serial`, `power` and `hypervisor` beside `virtual_machine`.
    Why it matters: a technician is sent to a rack where it is not.
    Example: `virtual_machine: {host: ber-vmh-1, ...}` and `rack: R1`.
    Use instead: these keys in the file of the host.
    """
    if VM in device.data:
        for key in (*OF_A_BOX, HOST):
            if key in device.data:
                place, message = device.at(key), f"{device.name} is a virtual machine and has {key}"
                yield Finding(place, message, expected=f"no {key}", found=key, hint=f"write it at {device.data[VM]['host']}")
