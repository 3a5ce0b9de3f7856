"""VLAN numbers for names, the VLANs of a trunk that lists none, and the VLANs that a device needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive._told import Teller, teller
from netops.model.index import Vlan, svi_vid

if TYPE_CHECKING:
    from netops.model.company import Company

NUMBERS = (("untagged_vlan", "vid"), ("voice_vlan", "voice_vid"))
TOLD = ("name", "vid", "description")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].vid voice_vid tagged_vlans tagged_vids`, and `vlans`: [{name, vid, description}] of the device by number."""
    told, site = teller(view, company), str(view["device"]["site"])
    known, carried = company.index.vlans.get(site, {}), company.index.carried.get(site, ())
    interfaces = view.get("interfaces", {})
    more = {name: _numbers(port, known, carried, told) for name, port in interfaces.items()}
    needed = {vlan.vid: vlan for vlan in (*_used(interfaces, more, known), *_own(interfaces, company.index.vids.get(site, {})))}
    return {
        "interfaces": {name: found for name, found in more.items() if found},
        "vlans": [_vlan(needed[vid], told) for vid in sorted(needed)],
    }


def _numbers(port: Mapping[str, Any], known: Mapping[str, Vlan], carried: Iterable[str], told: Teller) -> dict[str, Any]:
    found = {to: _number(port[of], known, told) for of, to in NUMBERS if str(port.get(of)) in known}
    if port.get("mode") == "tagged":
        untagged = str(port.get("untagged_vlan", ""))
        names = list(port["tagged_vlans"]) if "tagged_vlans" in port else [name for name in carried if name != untagged]
        found |= {"tagged_vlans": names, "tagged_vids": sorted(_number(name, known, told) for name in names if str(name) in known)}
    return found


def _number(name: Any, known: Mapping[str, Vlan], told: Teller) -> Any:
    vlan = known[str(name)]
    return told(vlan.vid, name, vlan.place("vid"))


def _used(interfaces: Mapping[str, Any], more: Mapping[str, Any], known: Mapping[str, Vlan]) -> Iterator[Vlan]:
    for name, port in interfaces.items():
        names = [port.get("untagged_vlan"), port.get("voice_vlan"), *more[name].get("tagged_vlans", ())]
        yield from (known[str(vlan)] for vlan in names if str(vlan) in known)


def _own(interfaces: Iterable[str], by_number: Mapping[int, Vlan]) -> Iterator[Vlan]:
    yield from (by_number[vid] for name in interfaces if (vid := svi_vid(name)) in by_number and vid is not None)


def _vlan(vlan: Vlan, told: Teller) -> dict[str, Any]:
    return {key: told(vlan.data[key], vlan.place(key)) for key in TOLD if key in vlan.data}
