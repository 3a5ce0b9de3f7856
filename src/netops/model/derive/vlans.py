"""VLAN numbers for names, the VLANs of a trunk that lists none, and the VLANs that a device needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netops.model.derive._told import Teller, teller
from netops.model.index import Place, Vlan, svi_vid
from netops.model.target import is_configured
from netops.source.trace import TracedDict

if TYPE_CHECKING:
    from netops.model.company import Company

NUMBERS = (("untagged_vlan", "vid"), ("voice_vlan", "voice_vid"))
Uses = Mapping[str, str]
"""The names of VLANs with the places where they are used, by name."""

TOLD = ("name", "vid", "description")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].vid voice_vid tagged_vlans tagged_vids`, and `vlans`: [{name, vid, description}] of the device by number."""
    told, site = teller(view, company), str(view["device"]["site"])
    known, carried = company.index.vlans.get(site, {}), company.index.carried.get(site, ())
    uses = _uses(site, company, told) if isinstance(view, TracedDict) else {}
    interfaces = view.get("interfaces", {})
    more = {name: _numbers(port, known, carried, told, uses) for name, port in interfaces.items()}
    needed = {vlan.vid: vlan for vlan in (*_used(interfaces, more, known), *_own(interfaces, company.index.vids.get(site, {})))}
    return {
        "interfaces": {name: found for name, found in more.items() if found},
        "vlans": [_vlan(needed[vid], told, uses) for vid in sorted(needed)],
    }


def _uses(site: str, company: Company, told: Teller) -> Uses:
    """Where the interfaces of a site use each VLAN."""
    found: dict[str, list[Place]] = {}
    for device in (name for name, entry in company.files.devices.items() if entry.site == site):
        for name, port in company.devices[device].get("interfaces", {}).items():
            here = Place("device", device, ("interfaces", name))
            for path, vlan in _named(port, svi_vid(name), company.index.vids.get(site, {})):
                found.setdefault(vlan, []).extend(replace(here, path=(*here.path, *step)) for step in (path, ("enabled",)))
    return {vlan: told(vlan, when=places) for vlan, places in found.items()}


def _named(port: Mapping[str, Any], number: int | None, by_number: Mapping[int, Vlan]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The VLANs that an interface uses, each with the path in it that says so."""
    yield from (((key,), str(port[key])) for key, _ in NUMBERS if key in port)
    yield from ((("tagged_vlans", index), str(name)) for index, name in enumerate(port.get("tagged_vlans", ())))
    if number is not None and number in by_number:
        yield (), by_number[number].name


def _numbers(port: Mapping[str, Any], known: Mapping[str, Vlan], carried: Iterable[str], told: Teller, uses: Uses) -> dict[str, Any]:
    found = {to: _number(port[of], known, told) for of, to in NUMBERS if str(port.get(of)) in known}
    if port.get("mode") == "tagged":
        untagged = str(port.get("untagged_vlan", ""))
        typed, others = (
            port.get("tagged_vlans", ()),
            [known[name] for name in carried if name != untagged and is_configured(known[name].data)],
        )
        found |= _listed(typed, known, told) if "tagged_vlans" in port else _carried(others, told, uses)
    return found


def _listed(names: Iterable[Any], known: Mapping[str, Vlan], told: Teller) -> dict[str, Any]:
    return {"tagged_vids": sorted(_number(name, known, told) for name in names if str(name) in known)}


def _carried(vlans: Iterable[Vlan], told: Teller, uses: Uses) -> dict[str, Any]:
    """What a trunk without a list carries, by name and by number."""
    rows = [(vlan, (vlan.place("name"), uses.get(vlan.name))) for vlan in vlans]
    names = [told(vlan.name, vlan.place("name"), when=when) for vlan, when in rows]
    return {"tagged_vlans": names, "tagged_vids": sorted(told(vlan.vid, vlan.place("vid"), when=when) for vlan, when in rows)}


def _number(name: Any, known: Mapping[str, Vlan], told: Teller) -> Any:
    vlan = known[str(name)]
    return told(vlan.vid, name, vlan.place("vid"), when=(vlan.place("name"),))


def _used(interfaces: Mapping[str, Any], more: Mapping[str, Any], known: Mapping[str, Vlan]) -> Iterator[Vlan]:
    for name, port in interfaces.items():
        names = [port.get("untagged_vlan"), port.get("voice_vlan"), *more[name].get("tagged_vlans", ())]
        yield from (known[str(vlan)] for vlan in names if str(vlan) in known)


def _own(interfaces: Iterable[str], by_number: Mapping[int, Vlan]) -> Iterator[Vlan]:
    yield from (by_number[vid] for name in interfaces if (vid := svi_vid(name)) in by_number and vid is not None)


def _vlan(vlan: Vlan, told: Teller, uses: Uses) -> dict[str, Any]:
    when = (vlan.place("name"), vlan.place("vid"), uses.get(vlan.name))
    return {key: told(vlan.data[key], vlan.place(key), when=when) for key in TOLD if key in vlan.data}
