"""The commands of a simulated EOS device that NAPALM and people use, as a table."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from netops.lab.sim import facts
from netops.lab.sim.core import Refused
from netops.lab.sim.eos import CommandFailed, error_message

if TYPE_CHECKING:
    from netops.lab.sim.eos_shell import EosShell

Output = dict[str, Any] | str
"""What a command gives: structured where EOS has a model for it, else text."""


def _session(shell: EosShell, match: re.Match[str]) -> Output:
    shell.edit(shell.device.session(match["name"]).config, match["name"])
    return {}


def _commit(shell: EosShell, match: re.Match[str]) -> Output:
    timer = match["timer"]
    hours, minutes, seconds = map(int, timer.split(":")) if timer else (0, 0, 0)
    shell.device.commit(match["name"], hours * 3600 + minutes * 60 + seconds if timer else None)
    return {}


def _abort(shell: EosShell, match: re.Match[str]) -> Output:
    shell.device.abort(match["name"])
    return {}


def _diffs(shell: EosShell, match: re.Match[str]) -> Output:
    old, new = (shell.device.text(root).splitlines() for root in (shell.device.running, shell.device.session(match["name"]).config))
    names = ("system:/running-config", f"session:/{match['name']}-session-config")
    return "\n".join(difflib.unified_diff(old, new, *names, lineterm=""))


def _show_session(shell: EosShell, match: re.Match[str]) -> Output:
    return shell.device.shown(shell.device.session(match["name"]).config, f"show session-configuration named {match['name']}")


def _sessions(shell: EosShell, match: re.Match[str]) -> Output:
    device = shell.device
    by = {"commitBy": device.pending.due - device.booted} if device.pending else {}
    shown = {}
    for name, session in device.sessions.items():
        timed = by if match["detail"] and session.state == "pendingCommitTimer" else {}
        shown[name] = {"state": session.state, "description": "", "instances": {}, **timed}
    return {"sessions": shown, "maxSavedSessions": 1, "maxOpenSessions": 5}


def _running(shell: EosShell, match: re.Match[str]) -> Output:
    return shell.device.shown(shell.device.running, "show running-config")


def _startup(shell: EosShell, match: re.Match[str]) -> Output:
    return shell.device.shown(shell.device.startup, "show startup-config")


def _save(shell: EosShell, match: re.Match[str]) -> Output:
    shell.device.save()
    return "Copy completed successfully."


def _copy(shell: EosShell, match: re.Match[str]) -> Output:
    source = shell.device.running if match["source"].startswith("run") else shell.device.startup
    shell.device.flash[match["file"]] = shell.device.text(source).encode()
    return "Copy completed successfully."


def _delete(shell: EosShell, match: re.Match[str]) -> Output:
    if shell.device.flash.pop(match["file"], None) is None:
        raise CommandFailed(f"Error deleting {match['file']}: No such file or directory")
    return ""


def _replace(shell: EosShell, match: re.Match[str]) -> Output:
    device = shell.device
    held = device.text(device.startup).encode() if match["file"] == "startup-config" else device.flash.get(match["file"])
    if held is None:
        raise CommandFailed(f"Error opening {match['file']}: No such file or directory")
    try:
        device.install(device.parse(held.decode()))
    except Refused as error:
        raise CommandFailed(error_message(error.refused[0])) from error
    return ""


def _version(shell: EosShell, match: re.Match[str]) -> Output:
    spec, device = shell.device.spec, shell.device
    return {
        "mfgName": "Arista",
        "modelName": spec.model,
        "serialNumber": spec.serial,
        "version": spec.os_version,
        "internalVersion": f"{spec.os_version}-1",
        "systemMacAddress": facts.stable_mac(spec.name, ""),
        "bootupTimestamp": device.booted,
        "uptime": device.clock.now() - device.booted,
    }


def _hostname(shell: EosShell, match: re.Match[str]) -> Output:
    domain = shell.device.running.children.get("dns domain")
    name = shell.device.hostname
    return {"hostname": name, "fqdn": f"{name}.{domain.line.split()[2]}" if domain else name}


def _interfaces(shell: EosShell, match: re.Match[str]) -> Output:
    return {"interfaces": {state.name: _interface(state) for state in shell.device.interfaces()}}


def _interface(state: facts.InterfaceState) -> dict[str, Any]:
    return {
        "name": state.name,
        "lineProtocolStatus": "up" if state.up else "down",
        "interfaceStatus": "connected" if state.up else "notconnect" if state.enabled else "disabled",
        "description": state.description,
        "hardware": "ethernet",
        "mtu": state.mtu,
        "bandwidth": 10_000_000_000,
        "physicalAddress": state.mac,
    }


def _lldp(shell: EosShell, match: re.Match[str]) -> Output:
    if "no lldp run" in shell.device.running.children:
        return {"lldpNeighbors": []}
    neighbors = facts.lldp_neighbors(shell.device.spec, shell.device.interfaces())
    return {"lldpNeighbors": [{"port": n.interface, "neighborDevice": n.device, "neighborPort": n.port, "ttl": 120} for n in neighbors]}


def _arp(shell: EosShell, match: re.Match[str]) -> Output:
    found = facts.arp_table(shell.device.spec, shell.device.interfaces())
    rows = [{"address": one.address, "hwAddress": facts.dotted_mac(one.mac), "interface": one.interface, "age": 60} for one in found]
    return {"vrfs": {"default": {"ipV4Neighbors": rows}}}


def _macs(shell: EosShell, match: re.Match[str]) -> Output:
    found = facts.mac_table(shell.device.spec, shell.device.interfaces())
    rows = [{"vlanId": one.vlan, "macAddress": one.mac, "interface": one.interface, "entryType": "dynamic"} for one in found]
    return {"unicastTable": {"tableEntries": rows}, "multicastTable": {"tableEntries": []}}


def _routes(shell: EosShell, match: re.Match[str]) -> Output:
    device = shell.device
    counted = facts.route_count(device.spec, device.text(device.running))
    rows = [f"   {name:<38} {number:>21}" for name, number in counted.items()]
    return "\n".join(["VRF: default", "   Route Source                                Number Of Routes", *rows])


def _no_sessions(shell: EosShell, match: re.Match[str]) -> Output:
    return {"vrfs": {}}


def _no_neighbors(shell: EosShell, match: re.Match[str]) -> Output:
    return ""


def _enter(shell: EosShell, match: re.Match[str]) -> Output:
    shell.edit(shell.device.running)
    return {}


def _nothing(shell: EosShell, match: re.Match[str]) -> Output:
    return {}


Handler = Callable[["EosShell", re.Match[str]], Output]
COMMANDS: Sequence[tuple[re.Pattern[str], Handler]] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"en(able)?|terminal .*|disable", _nothing),
        (r"conf(igure)?( t(erminal)?)?", _enter),
        (r"configure session (?P<name>\S+)", _session),
        (r"configure session (?P<name>\S+) commit( timer (?P<timer>\d+:\d+:\d+))?", _commit),
        (r"configure session (?P<name>\S+) abort", _abort),
        (r"configure replace (?P<file>\S+)", _replace),
        (r"sh(ow)? session-config(uration)? named (?P<name>\S+) diffs", _diffs),
        (r"sh(ow)? session-config(uration)? named (?P<name>\S+)", _show_session),
        (r"sh(ow)? configuration sessions(?P<detail> detail)?", _sessions),
        (r"sh(ow)? run(ning-config)?( all)?( sanitized)?", _running),
        (r"sh(ow)? start(up-config)?", _startup),
        (r"wr(ite)?( mem(ory)?)?|copy run(ning-config)? start(up-config)?", _save),
        (r"copy (?P<source>(running|startup)-config) (?P<file>\S+:\S+)", _copy),
        (r"delete (?P<file>\S+:\S+)", _delete),
        (r"sh(ow)? ver(sion)?", _version),
        (r"sh(ow)? hostname", _hostname),
        (r"sh(ow)? int(erfaces)?", _interfaces),
        (r"sh(ow)? lldp neighbors", _lldp),
        (r"sh(ow)? arp( vrf all)?", _arp),
        (r"sh(ow)? mac address-table", _macs),
        (r"sh(ow)? ip route summary", _routes),
        (r"sh(ow)? (ip ospf neighbor|isis neighbors)", _no_neighbors),
        (r"sh(ow)? (ip|ipv6) bgp (summary|neighbors|peers) vrf all", _no_sessions),
    )
)


def as_text(output: Output) -> str:
    """Structured output for the eye: one line per value."""
    return output if isinstance(output, str) else "\n".join(_rows(output))


def _rows(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [row for key, inner in value.items() for row in _rows(inner, f"{path}.{key}" if path else str(key))]
    if isinstance(value, list):
        return [row for index, inner in enumerate(value) for row in _rows(inner, f"{path}.{index}")]
    return [f"{path}: {value}"]
