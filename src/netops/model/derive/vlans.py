"""VLAN numbers for names, the VLANs of a trunk that lists none, and the VLANs that a device needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netops.model.index import Object, svi_vid
from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company

NUMBERS = (("untagged_vlan", "vid"), ("voice_vlan", "voice_vid"))


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].vid voice_vid tagged_vlans tagged_vids`, and `vlans`: [{name, vid, description}] of the device by number."""
    site = str(view["device"]["site"])
    known, by_number = company.index.vlans.get(site, {}), company.index.vids.get(site, {})
    carried = company.index.carried.get(site, ())
    ports = {name: _numbers(port, known, carried) for name, port in view.get("interfaces", {}).items()}
    own = (by_number[vid] for name in ports if (vid := svi_vid(name)) in by_number)
    needed = {int(v["vid"]): v for v in (*_named(view.get("interfaces", {}), ports, known), *own)}
    return {"interfaces": {name: more for name, more in ports.items() if more}, "vlans": [_told(needed[vid]) for vid in sorted(needed)]}


def _numbers(port: Mapping[str, Any], known: Mapping[str, Object], carried: Iterable[str]) -> dict[str, Any]:
    more = {to: _number(port[of], known) for of, to in NUMBERS if str(port.get(of)) in known}
    if port.get("mode") == "tagged":
        untagged = str(port.get("untagged_vlan", ""))
        names = port["tagged_vlans"] if "tagged_vlans" in port else [known[name]["name"] for name in carried if name != untagged]
        more |= {"tagged_vlans": list(names), "tagged_vids": sorted(_number(name, known) for name in names if str(name) in known)}
    return more


def _number(name: Any, known: Mapping[str, Object]) -> Any:
    vid = known[str(name)]["vid"]
    return derived(int(vid), name, vid)


def _named(interfaces: Mapping[str, Any], ports: Mapping[str, Any], known: Mapping[str, Object]) -> Iterator[Object]:
    for name, port in interfaces.items():
        used = [port.get("untagged_vlan"), port.get("voice_vlan"), *ports[name].get("tagged_vlans", ())]
        yield from (known[str(vlan)] for vlan in used if str(vlan) in known)


def _told(vlan: Object) -> dict[str, Any]:
    return {key: vlan[key] for key in ("name", "vid", "description") if key in vlan}
