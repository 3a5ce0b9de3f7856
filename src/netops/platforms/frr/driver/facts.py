"""FRR's and lldpd's JSON in the shapes that NAPALM defines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_FAMILIES = {"ipv4Unicast": "ipv4", "ipv6Unicast": "ipv6", "ipv4Vpn": "vpnv4", "ipv6Vpn": "vpnv6", "l2VpnEvpn": "l2vpn"}
_RELEASE = re.compile(r"FRRouting (?P<version>\S+) \((?P<hostname>[^)]*)\)")


def parse_json(text: str) -> dict[str, Any]:
    """The JSON object in an output; an empty one when FRR has nothing to show and prints nothing, or something that is no object."""
    start = text.find("{")
    data = json.loads(text[start:]) if start >= 0 else {}
    return data if isinstance(data, dict) else {}


def router_facts(version: str, uptime: str, interfaces: Mapping[str, Any]) -> dict[str, Any]:
    """From `show version`, /proc/uptime and `show interface json`."""
    release = _RELEASE.search(version)
    hostname = release["hostname"] if release else ""
    return {
        "vendor": "FRRouting",
        "model": "FRR",
        "os_version": release["version"] if release else "",
        "serial_number": "",
        "hostname": hostname,
        "fqdn": hostname,
        "uptime": float(uptime.split()[0]) if uptime.strip() else -1.0,
        "interface_list": sorted(interfaces),
    }


def parse_interfaces(shown: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """From `show interface json`. FRR gives speed in Mbit/s; it does not know when a link last changed."""
    return {name: _interface(data) for name, data in sorted(shown.items())}


def _interface(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "is_up": data.get("operationalStatus") == "up",
        "is_enabled": data.get("administrativeStatus") == "up",
        "description": data.get("description", ""),
        "last_flapped": -1.0,
        "speed": float(data.get("speed") or -1.0),
        "mtu": int(data.get("mtu", 0)),
        "mac_address": data.get("hardwareAddress", ""),
    }


def bgp_neighbors(summary: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """From `show bgp summary json`: one instance, with the address families of each peer together."""
    router_id, peers = "", dict[str, dict[str, Any]]()
    for key, family in _FAMILIES.items():
        data = summary.get(key, {})
        router_id = data.get("routerId", router_id)
        for address, peer in data.get("peers", {}).items():
            known = peers.setdefault(address, _peer(peer, data.get("as", 0)))
            known["address_family"][family] = _prefixes(peer)
    return {"global": {"router_id": router_id, "peers": peers}} if peers else {}


def _peer(peer: Mapping[str, Any], local_as: int) -> dict[str, Any]:
    return {
        "local_as": int(peer.get("localAs", local_as)),
        "remote_as": int(peer.get("remoteAs", 0)),
        "remote_id": "",
        "is_up": peer.get("state") == "Established",
        "is_enabled": not str(peer.get("state", "")).startswith("Idle (Admin"),
        "description": peer.get("desc", ""),
        "uptime": int(peer.get("peerUptimeMsec", -1000)) // 1000,
        "address_family": {},
    }


def _prefixes(peer: Mapping[str, Any]) -> dict[str, int]:
    received = int(peer.get("pfxRcd", -1))
    return {"received_prefixes": received, "accepted_prefixes": received, "sent_prefixes": int(peer.get("pfxSnt", -1))}


def ospf_neighbors(shown: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """From `show ip ospf vrf all neighbor json`. Two routers that are both no designated ones stay in 2-Way (RFC 2328, 10.4)."""
    for vrf in shown.values():
        for neighbor, adjacencies in vrf.get("neighbors", {}).items():
            for one in adjacencies:
                state = str(one.get("nbrState") or one.get("state"))
                due = one.get("routerDeadIntervalTimerDueMsec", one.get("deadTimeMsecs"))
                yield {
                    "neighbor": neighbor,
                    "interface": str(one.get("ifaceName", "")).partition(":")[0],
                    "is_up": state.startswith("Full") or state.lower() == "2-way/drother",
                    "hold_s": None if due is None else due / 1000,
                }


def isis_neighbors(shown: Any) -> Iterator[dict[str, Any]]:
    """From `show isis vrf all neighbor json`: circuits, in areas, in VRFs. Releases differ in what is around them."""
    if isinstance(shown, dict) and "adj" in shown:
        inner = shown["interface"] if isinstance(shown.get("interface"), dict) else {}
        name, state = inner.get("name", shown.get("interface")), inner.get("state", shown.get("state"))
        yield {"neighbor": str(shown["adj"]), "interface": str(name), "is_up": str(state).lower() == "up", "hold_s": _seconds(shown, inner)}
        return
    for part in shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ():
        yield from isis_neighbors(part)


def _seconds(*shown: Mapping[str, Any]) -> float | None:
    words = re.match(r"\d+", next((str(one["expires-in"]) for one in shown if "expires-in" in one), ""))
    return float(words[0]) if words else None


def route_counts(*summaries: Mapping[str, Any]) -> dict[str, int]:
    """From `show ip route summary json`: routes by protocol, those of BGP together."""
    found: dict[str, int] = {}
    for one in (route for summary in summaries for route in summary.get("routes", [])):
        protocol = {"ebgp": "bgp", "ibgp": "bgp", "ospf6": "ospf"}.get(one["type"], one["type"])
        found[protocol] = found.get(protocol, 0) + int(one["rib"])
    return found


def lldp_neighbors(shown: Mapping[str, Any]) -> dict[str, list[Mapping[str, str]]]:
    """From `lldpcli -f json0 show neighbors`, whose values are always lists."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for one in (interface for part in shown.get("lldp", []) for interface in part.get("interface", [])):
        neighbor = {"hostname": _first(one, "chassis", "name"), "port": _first(one, "port", "id")}
        found.setdefault(one["name"], []).append(neighbor)
    return found


def _first(data: Mapping[str, Any], part: str, key: str) -> str:
    values = [value for entry in data.get(part, []) for value in entry.get(key, [])]
    return str(values[0].get("value", "")) if values else ""


_LOSS = re.compile(r"(\d+) packets transmitted, (\d+) received")
_TIMES = re.compile(r"= ([\d.]+)/([\d.]+)/([\d.]+)/([\d.]+) ms")
_REPLY = re.compile(r"from ([^\s:]+(?::[^\s]+)?):? .*time=([\d.]+) ms")


def parse_ping(output: str) -> dict[str, Any]:
    """From iputils' `ping`."""
    counted = _LOSS.search(output)
    if counted is None:
        return {"error": output.strip()}
    low, mean, high, deviation = map(float, times.groups()) if (times := _TIMES.search(output)) else (0.0,) * 4
    return {
        "success": {
            "probes_sent": int(counted[1]),
            "packet_loss": int(counted[1]) - int(counted[2]),
            "rtt_min": low,
            "rtt_avg": mean,
            "rtt_max": high,
            "rtt_stddev": deviation,
            "results": [{"ip_address": reply[1].rstrip(":"), "rtt": float(reply[2])} for reply in _REPLY.finditer(output)],
        }
    }
