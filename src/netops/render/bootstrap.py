"""A day-0 config: the lines of a target's intended config by which it can be reached, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from netops.config import ParsedConfig
from netops.errors import UsageError
from netops.model.index import svi_vid
from netops.platforms import Platform

ROUTE = frozenset({"prefix", "network", "mask"})
"""Words of a part that is there for each static route."""
ACLS = ("acls", "prefix_lists")
"""What lines of a day-0 config may name: a filter that is not there refuses everything on some platforms, and the commit on others."""


def bootstrap_text(platform: Platform, text: str, view: Mapping[str, Any], address: str, attached: str = "") -> str:
    """The day-0 part of a rendered text, with its placeholders. `address`: what netops connects to; `attached`: the port that it is at.

    UsageError where the platform has none, or no interface has the address.
    """
    if not platform.bootstrap:
        raise UsageError(
            f"{platform.name} has no day-0 config", hint="what netops manages of it is deployed over a login that it has already"
        )
    management = _management(view, address)
    if management is None:
        raise UsageError(
            f"no interface of the device has the address {address or 'that netops connects to'}", hint="write primary_interface"
        )
    parts = tuple(dict.fromkeys(part for port in _ways_in(view, management, attached) for part in _parts(platform, view, port)))
    chosen = _chosen(platform, text, parts)
    names = {str(name) for name in view.get("acls") or ()}
    if names & set(re.findall(r"[^\s;]+", chosen)):
        return _chosen(platform, text, (*parts, *(one for one in ACLS if one in _features(platform))))
    return chosen


def _chosen(platform: Platform, text: str, parts: tuple[str, ...]) -> str:
    return ParsedConfig(platform, "").candidate(ParsedConfig(platform, text), parts).text


def _features(platform: Platform) -> Mapping[str, Any]:
    return platform.grammar.features if platform.grammar else {}


def _management(view: Mapping[str, Any], address: str) -> str | None:
    """The interface that has an address."""
    for name, port in view.get("interfaces", {}).items():
        if address and address in (str(one).split("/")[0] for one in port.get("addresses", ())):
            return str(name)
    return None


def _ways_in(view: Mapping[str, Any], management: str, attached: str) -> Iterator[str]:
    """The management interface; where netops is at a port of the device itself, also that port and the gateway of its VLAN."""
    ports: Mapping[str, Mapping[str, Any]] = view["interfaces"]
    yield management
    if attached in ports:
        yield attached
        vid = ports[attached].get("vid")
        yield from (name for name in ports if vid is not None and svi_vid(name) == vid)


def _parts(platform: Platform, view: Mapping[str, Any], management: str) -> Iterator[str]:
    """The parts of the platform's record that fit: those of a VRF or a VLAN only where the management interface is in one."""
    ports = view["interfaces"]
    words = {"vrf": str(ports[management].get("vrf") or ""), "vlan": "", "vlan_name": ""}
    vlan = _vlan(view, management)
    if vlan:
        words |= {"vlan": str(vlan["vid"]), "vlan_name": str(vlan["name"])}
    yield f"interface: {management}"
    yield from (f"interface: {name}" for name in (_carriers(ports, int(vlan["vid"])) if vlan else ()))
    for part in platform.bootstrap:
        needed = set(re.findall(r"\{(\w+)\}", part))
        for route in _routes(view, words["vrf"]) if needed & ROUTE else ({},):
            known = {**words, **route}
            if all(known[name] for name in needed):
                yield part.format(**known)


def _routes(view: Mapping[str, Any], vrf: str) -> Iterator[dict[str, str]]:
    """The static routes of a VRF: one of them may be the way back to netops."""
    for route in view.get("static_routes", ()):
        if str(route.get("vrf") or "") == vrf:
            network = ip_network(str(route["prefix"]), strict=False)
            yield {"prefix": str(network), "network": str(network.network_address), "mask": str(network.netmask)}


def _vlan(view: Mapping[str, Any], management: str) -> Mapping[str, Any] | None:
    """The VLAN of a virtual interface: the one of the number at the end of its name."""
    if view["interfaces"][management].get("type") or not (number := re.search(r"\d+$", management)):
        return None
    return next((vlan for vlan in view.get("vlans", ()) if str(vlan["vid"]) == number[0]), None)


def _carriers(ports: Mapping[str, Mapping[str, Any]], vid: int) -> list[str]:
    """The ports that carry a VLAN to another device, those without a cable left out, and the members of link aggregations among them."""
    carrying = [
        name for name, port in ports.items() if vid in port.get("tagged_vids", ()) or (port.get("vid") == vid and "neighbor" in port)
    ]
    return [*carrying, *(name for name, port in ports.items() if port.get("lag") in carrying)]
