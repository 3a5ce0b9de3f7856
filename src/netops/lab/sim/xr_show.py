"""What a simulated IOS XR device shows about itself, in the device's forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.lab.sim import facts
from netops.lab.sim.tree import Node
from netops.lab.sim.xr import Session, XrDevice
from netops.lab.sim.xr_text import format_time


def running_config_part(device: XrDevice, line: str) -> str:
    """`show running-config LINE`: the lines that begin so, with what is below them."""
    matching = Node("")
    matching.children = {
        key: node for key, node in device.running.children.items() if node.line == line or node.line.startswith(f"{line} ")
    }
    return device.text(matching).removesuffix("end\n") if matching.children else "% No such configuration item(s)"


def version(device: XrDevice) -> str:
    days, hours, minutes, _ = facts.format_uptime(device.clock.now() - device.booted)
    return (
        f"Cisco IOS XR Software, Version {device.spec.os_version}\nCopyright (c) 2013-2021 by Cisco Systems, Inc.\n\n"
        f"cisco {device.spec.model} () processor\nSystem uptime is {days} days {hours} hours {minutes} minutes\n"
    )


def inventory(device: XrDevice) -> str:
    model, serial = device.spec.model, device.spec.serial
    return (
        f'NAME: "0/RP0", DESCR: "{model} Route Processor"\nPID: {model}-RP       , VID: V01, SN: {serial}RP\n\n'
        f'NAME: "Rack 0", DESCR: "{model} chassis"\nPID: {model}          , VID: V01, SN: {serial}\n'
    )


def _states(device: XrDevice) -> Iterator[facts.InterfaceState]:
    """The interfaces that are configured, and the ports that are not, which are up as soon as they are cabled."""
    known = {state.name for state in device.interfaces()}
    yield from device.interfaces()
    for name in device.spec.interfaces:
        if name not in known:
            up = facts.is_up(device.spec, name, True)
            yield facts.InterfaceState(name, True, up, "", 1514, "", facts.stable_mac(device.spec.name, name))


def interfaces(device: XrDevice) -> str:
    return "\n\n".join(_interface(replace(state, mtu=1514 if state.mtu == 1500 else state.mtu)) for state in _states(device))


def _interface(state: facts.InterfaceState) -> str:
    mac = facts.dotted_mac(state.mac)
    status = "up" if state.up else "down"
    words = (status, status) if state.enabled else ("administratively down", "administratively down")
    lines = [f"{state.name} is {words[0]}, line protocol is {words[1]} ", "  Interface state transitions: 1"]
    lines += [f"  Hardware is GigabitEthernet, address is {mac} (bia {mac})"]
    lines += [f"  Description: {state.description}"] if state.description else []
    return "\n".join([*lines, "  Internet address is Unknown", f"  MTU {state.mtu} bytes, BW 1000000 Kbit (Max: 1000000 Kbit)"])


def lldp_detail(device: XrDevice) -> str:
    if "lldp" not in device.running.children:
        return "% LLDP is not enabled"
    blocks = [
        f"------------------------------------------------\nLocal Interface: {neighbor.interface}\nParent Interface: -\n"
        f"Chassis id: 0242.ac11.0002\nPort id: {neighbor.port}\nPort Description: - not advertised\nSystem Name: {neighbor.device}\n"
        for neighbor in facts.lldp_neighbors(device.spec, _states(device))
    ]
    return "\n".join([*blocks, f"Total entries displayed: {len(blocks)}"])


def arp(device: XrDevice) -> str:
    rows = [
        f"{one.address:<15} 00:05:00   {facts.dotted_mac(one.mac)}  Dynamic    ARPA  {one.interface}"
        for one in facts.arp_table(device.spec, device.interfaces())
    ]
    line = "-" * 79
    return "\n".join([line, "0/RP0/CPU0", line, "Address         Age        Hardware Addr   State      Type  Interface", *rows])


def routes(device: XrDevice) -> str:
    counted = facts.route_count(device.spec, device.text(device.running))
    rows = [f"{name:<32} {number:<10} 0          0           {number * 160}" for name, number in counted.items()]
    return "\n".join(["Route Source                     Routes     Backup     Deleted     Memory(bytes)", *rows])


def sessions(device: XrDevice) -> str:
    head = "Current Configuration Session  Line       User     Date                     Lock"
    rows = [f"{s.name}     {s.line:<10} {s.user:<8} {format_time(s.began)} {'*' if s.exclusive else ''}" for s in _sessions(device)]
    return "\n".join([head, *rows]) if rows else ""


def sessions_detail(device: XrDevice) -> str:
    return "\n".join(
        f"  {number}) Session: {s.name}  {format_time(s.began)}\n     Line: {s.line:<30} Lock: {'Reserved' if s.exclusive else 'None'}\n"
        f"     User: {s.user:<30} Client: {client}\n"
        for number, (s, client) in enumerate(((s, _client(device, s)) for s in _sessions(device)), 1)
    )


def _sessions(device: XrDevice) -> list[Session]:
    """The open sessions; a timed commit that waits has one of its own."""
    if device.pending is None or device.trial is None:
        return device.sessions
    own = replace(device.trial, name=device.trial.name.replace("00001000", "00001001"), exclusive=False)
    return [*device.sessions, own]


def _client(device: XrDevice, session: Session) -> str:
    return "CLI" if session in device.sessions else "commit-confirm"


def commits(device: XrDevice, most: int) -> str:
    head = (
        "SNo. Label/ID              User      Line                Client      Time Stamp\n"
        "~~~~ ~~~~~~~~              ~~~~      ~~~~                ~~~~~~      ~~~~~~~~~~"
    )
    rows = [
        f"{number:<4} {commit.name:<21} {commit.user:<9} vty0:node0_RP0_CPU  {commit.client:<11} {format_time(commit.time)}"
        for number, commit in enumerate(device.commits[:most], 1)
    ]
    return "\n".join([head, *rows])
