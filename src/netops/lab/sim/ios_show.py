"""What a simulated IOS device shows about itself, in the forms that NAPALM parses."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from netops.lab.sim import facts
from netops.lab.sim.ios import FLASH_BYTES, IosDevice


def version(device: IosDevice) -> str:
    spec, release = device.spec, device.spec.os_version
    days, hours, minutes, _ = facts.format_uptime(device.clock.now() - device.booted)
    return "\n".join(
        [
            f"Cisco IOS Software, Catalyst L3 Switch Software (CAT9K_IOSXE), Version {release}, RELEASE SOFTWARE (fc1)",
            f"{device.hostname} uptime is {days} days, {hours} hours, {minutes} minutes",
            'System image file is "flash:packages.conf"',
            "",
            f"cisco {spec.model} (X86) processor with 1392780K/6147K bytes of memory.",
            f"Processor board ID {spec.serial}",
            f"{len(spec.interfaces)} Gigabit Ethernet interfaces",
            "Configuration register is 0x102",
        ]
    )


def hosts(device: IosDevice) -> str:
    line = next((node.line for node in device.running.children.values() if node.line.startswith("ip domain name ")), "")
    return f"Default domain is {line.split()[3] if line else 'not set'}\nName servers are 255.255.255.255\n"


def ip_brief(device: IosDevice) -> str:
    rows = ["Interface              IP-Address      OK? Method Status                Protocol"]
    for state in device.interfaces():
        address = state.address.split()[0] if state.address else "unassigned"
        rows.append(f"{state.name:<22} {address:<15} YES NVRAM  {_status(state):<21} {'up' if state.up else 'down'}")
    return "\n".join(rows)


def _status(state: facts.InterfaceState) -> str:
    return "administratively down" if not state.enabled else "up" if state.up else "down"


def interfaces(device: IosDevice) -> str:
    blocks = []
    for state in device.interfaces():
        mac = facts.dotted_mac(state.mac)
        lines = [f"{state.name} is {_status(state)}, line protocol is {'up' if state.up else 'down'}"]
        lines += [f"  Hardware is Gigabit Ethernet, address is {mac} (bia {mac})"]
        lines += [f"  Description: {state.description}"] if state.description else []
        lines += [f"  MTU {state.mtu} bytes, BW 1000000 Kbit/sec, DLY 10 usec,"]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def lldp_detail(device: IosDevice) -> str:
    if not device.has_line("lldp run"):
        return "% LLDP is not enabled"
    blocks = []
    for neighbor in facts.lldp_neighbors(device.spec, device.interfaces()):
        blocks.append(
            f"------------------------------------------------\nLocal Intf: {short_interface_name(neighbor.interface)}\n"
            f"Chassis id: {facts.dotted_mac(facts.stable_mac(neighbor.device, ''))}\nPort id: {neighbor.port}\n"
            f"Port Description: {neighbor.port}\n"
            f"System Name: {neighbor.device}\n\nSystem Description: \nnetops lab\n\nTime remaining: 100 seconds\n"
            "System Capabilities: B,R\nEnabled Capabilities: B\nManagement Addresses - not advertised\n"
        )
    return "\n".join([*blocks, f"\nTotal entries displayed: {len(blocks)}"])


def arp(device: IosDevice) -> str:
    rows = [
        f"Internet  {one.address:<22} 5   {facts.dotted_mac(one.mac)}  ARPA   {one.interface}"
        for one in facts.arp_table(device.spec, device.interfaces())
    ]
    return "\n".join(["Protocol  Address          Age (min)  Hardware Addr   Type   Interface", *rows])


def mac_table(device: IosDevice) -> str:
    rows = [
        f"{one.vlan:>4}    {facts.dotted_mac(one.mac)}    DYNAMIC     {short_interface_name(one.interface)}"
        for one in facts.mac_table(device.spec, device.interfaces())
    ]
    head = ["          Mac Address Table", "-------------------------------------------", "", "Vlan    Mac Address       Type        Ports"]
    return "\n".join([*head, "----    -----------       --------    -----", *rows, f"Total Mac Addresses for this criterion: {len(rows)}"])


def routes(device: IosDevice) -> str:
    counted = facts.route_count(device.spec, device.text(device.running))
    rows = [f"{name:<15} {0:<11} {number:<11} 0           {number * 96:<11} {number * 288}" for name, number in counted.items()]
    return "\n".join(["Route Source    Networks    Subnets     Replicates  Overhead    Memory (bytes)", *rows])


def short_interface_name(name: str) -> str:
    """The device's own abbreviation of an interface: Gi1/0/1."""
    return re.sub(r"^([A-Z][a-z])[A-Za-z-]*(?=\d)", r"\1", name)


def rollback_timer(device: IosDevice) -> str:
    if device.pending is None:
        return "%No Rollback Confirmed Change pending"
    due = datetime.fromtimestamp(device.pending.due, UTC)
    return (
        f"Time configured(hr:min:sec): {due:%H:%M:%S}\nTimer type: absolute timer\n"
        f"Timer value: {device.pending.minutes:g} min\nUser: {device.pending.owner}"
    )


def archive(device: IosDevice) -> str:
    if not device.archiving:
        return "Archive feature not enabled"
    return "The maximum archive configurations allowed is 10.\nThere are currently 0 archive configurations saved."


def directory(device: IosDevice, path: str) -> str:
    """`dir`: the whole flash, or one file of it."""
    name = device.file(path)
    head = f"Directory of {path}\n\n"
    tail = f"\n{FLASH_BYTES} bytes total ({device.free_bytes} bytes free)"
    if name and name not in device.flash:
        return f"%Error opening {path} (No such file or directory)"
    files = [name] if name else sorted(device.flash)
    rows = [f"{n:>5}  -rw-  {len(device.flash[file]):>15}  Nov 23 2026 10:50:22 +00:00  {file}\n" for n, file in enumerate(files, 11)]
    return head + "".join(rows) + tail
