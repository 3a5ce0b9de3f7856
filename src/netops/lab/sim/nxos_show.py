"""What a simulated NX-OS device shows about itself, in the forms that NAPALM parses."""

from __future__ import annotations

import json

from netops.lab.sim import facts
from netops.lab.sim.nxos import FLASH_BYTES, NxosDevice


def version(device: NxosDevice) -> str:
    spec = device.spec
    days, hours, minutes, seconds = facts.format_uptime(device.clock.now() - device.booted)
    return "\n".join(
        [
            "Cisco Nexus Operating System (NX-OS) Software",
            "",
            "Software",
            "  BIOS: version 05.45",
            f"  NXOS: version {spec.os_version}",
            "",
            "Hardware",
            f"  cisco {spec.model} Chassis",
            f"  Processor Board ID {spec.serial}",
            f"  Device name: {device.hostname}",
            "",
            f"Kernel uptime is {days} day(s), {hours} hour(s), {minutes} minute(s), {seconds} second(s)",
        ]
    )


def hosts(device: NxosDevice) -> str:
    line = next((node.line for node in device.running.children.values() if node.line.startswith("ip domain-name ")), "")
    default = f"\nDefault domain for vrf:default is {line.split()[2]}\n" if line else "\n"
    return f"DNS lookup {'disabled' if device.has_line('no ip domain-lookup') else 'enabled'}\n{default}"


def inventory(device: NxosDevice) -> str:
    spec = device.spec
    return f'NAME: "Chassis",  DESCR: "{spec.model} Chassis"\nPID: {spec.model} ,  VID: V01 ,  SN: {spec.serial}\n'


def inventory_json(device: NxosDevice) -> str:
    spec = device.spec
    row = {"name": "Chassis", "desc": f"{spec.model} Chassis", "productid": spec.model, "vendorid": "V01", "serialnum": spec.serial}
    return json.dumps({"TABLE_inv": {"ROW_inv": [row]}})


def status(device: NxosDevice) -> str:
    line = "-" * 80
    rows = [line, "Port          Name               Status    Vlan      Duplex  Speed   Type", line]
    for state in device.interfaces():
        word = "connected" if state.up else "notconnec" if state.enabled else "disabled"
        name = short_interface_name(state.name)
        rows.append(f"{name:<13} {state.description[:18] or '--':<18} {word:<9} {_vlan(device, state):<9} full    1000    --")
    return "\n".join(rows)


def _vlan(device: NxosDevice, state: facts.InterfaceState) -> str:
    lines = device.running.children[f"interface {state.name}"].children
    return "routed" if "no switchport" in lines or state.address else "trunk" if "switchport mode" in lines else "1"


def interfaces(device: NxosDevice) -> str:
    return "\n\n".join(_interface(state) for state in device.interfaces())


def _interface(state: facts.InterfaceState) -> str:
    mac = facts.dotted_mac(state.mac)
    reason = "" if state.up else " (Link not connected)" if state.enabled else " (Administratively down)"
    first = f"{state.name} is {'up' if state.up else 'down'}{reason}"
    if state.name.startswith("Vlan"):
        head = [f"{first}, line protocol is {'up' if state.up else 'down'}, autostate enabled"]
    else:
        head = [first, f"admin state is {'up' if state.enabled else 'down'}, Dedicated Interface"]
    description = [f"  Description: {state.description}"] if state.description else []
    hardware = [f"  Hardware: Ethernet, address: {mac} (bia {mac})"]
    return "\n".join([*head, *hardware, *description, f"  MTU {state.mtu} bytes, BW 1000000 Kbit , DLY 10 usec"])


def lldp_detail(device: NxosDevice) -> str:
    if not device.has_line("feature lldp"):
        return "% Invalid command at '^' marker."
    blocks = [
        f"Chassis id: {facts.dotted_mac(facts.stable_mac(n.device, ''))}\nPort id: {n.port}\n"
        f"Local Port id: {short_interface_name(n.interface)}\nPort Description: {n.port}\n"
        f"System Name: {n.device}\nSystem Description: netops lab\n"
        "Time remaining: 100 seconds\nSystem Capabilities: B, R\nEnabled Capabilities: B, R\nManagement Address: not advertised\n"
        for n in facts.lldp_neighbors(device.spec, device.interfaces())
    ]
    return "\n".join([*blocks, f"Total entries displayed: {len(blocks)}"])


def arp(device: NxosDevice) -> str:
    known = facts.arp_table(device.spec, device.interfaces())
    rows = [f"{one.address:<15} 00:05:00  {facts.dotted_mac(one.mac)}  {one.interface:<15}" for one in known]
    head = [f"Total number of entries: {len(rows)}", "Address         Age       MAC Address     Interface"]
    return "\n".join(["IP ARP Table for all contexts", *head, *rows])


def mac_table(device: NxosDevice) -> str:
    rows = [
        f"* {one.vlan:<8} {facts.dotted_mac(one.mac)}    dynamic  0         F      F    {short_interface_name(one.interface)}"
        for one in facts.mac_table(device.spec, device.interfaces())
    ]
    legend = "        * - primary entry, G - Gateway MAC, (R) - Routed MAC, O - Overlay MAC"
    head = ["Legend:", legend, "   VLAN     MAC Address      Type      age     Secure NTFY Ports"]
    return "\n".join([*head, "---------+-----------------+--------+---------+------+----+------------------", *rows])


def routes(device: NxosDevice) -> str:
    counted = facts.route_count(device.spec, device.text(device.running))
    rows = [f"  {'direct' if name == 'connected' else name:<15}: {number}" for name, number in counted.items()]
    return "\n".join(['IP Route Table for VRF "default"', "Best paths per protocol:      Backup paths per protocol:", *rows])


def short_interface_name(name: str) -> str:
    """The device's own abbreviation of an interface: Eth1/1, Po1, Lo0."""
    kinds = {"Ethernet": "Eth", "port-channel": "Po", "loopback": "Lo"}
    return next((f"{brief}{name.removeprefix(kind)}" for kind, brief in kinds.items() if name.startswith(kind)), name)


def rollback_log(device: NxosDevice) -> str:
    """`show rollback log exec`: the lines that the last rollback has executed, and what was wrong with them."""
    return "\n".join(["Executing Patch:", "-" * 16, "`config t `", *device.rollback_log])


def replace_status(device: NxosDevice) -> str:
    """`show config-replace status`: with the seconds that are left before a timer takes the replace back."""
    left = [] if device.pending is None else [f"  Commit timer: in progress, {round(device.pending.due - device.clock.now())} seconds left"]
    return "\n".join(["Last operation : Config-replace to user config", "Details:", "  Operation Status: Success", *left])


def directory(device: NxosDevice, path: str) -> str:
    """`dir`: the whole bootflash, or one file of it."""
    name = device.file(path)
    if name and name not in device.flash:
        return "No such file or directory"
    used = sum(map(len, device.flash.values()))
    rows = [f"{len(device.flash[file]):>11}    Nov 23 10:50:22 2026  {file}" for file in ([name] if name else sorted(device.flash))]
    usage = [f" {used} bytes used", f" {FLASH_BYTES - used} bytes free", f" {FLASH_BYTES} bytes total"]
    return "\n".join([*rows, "", "Usage for bootflash://sup-local", *usage])
