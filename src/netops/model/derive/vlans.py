"""VLAN numbers for names, the VLANs of a trunk that lists none, and the VLANs that a device needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import ALL_VLANS, Place, Vlan, listed_vlans, svi_vid
from netops.model.target import is_configured
from netops.source.trace import Origins, TracedDict, origins_of

if TYPE_CHECKING:
    from netops.model.company import Company

NUMBERS = (("untagged_vlan", "vid"), ("voice_vlan", "voice_vid"), ("access_vlan", "access_vid"))
Uses = Mapping[str, Origins]
"""The places where VLANs are used, as causes, by name."""

SHOWN = ("name", "vid", "description", "trunk_groups")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].vid voice_vid access_vid tagged_vlans tagged_vids`, and `vlans`: [{name, vid, description}] by number."""
    with_provenance, site = provenance_tagger(view, company), str(view["device"]["site"])
    known, carried = company.index.vlans.get(site, {}), company.index.carried.get(site, ())
    uses = with_provenance.of_site(site, lambda: _uses(site, company, with_provenance)) if isinstance(view, TracedDict) else {}
    interfaces = view.get("interfaces", {})
    trunk = _on_trunks((known[name] for name in carried), with_provenance, uses) if any(map(_lists_no_vlans, interfaces.values())) else {}
    more = {name: _numbers(port, known, trunk, with_provenance) for name, port in interfaces.items()}
    if "vlan_database" in view:
        needed = {known[str(name)].vid: known[str(name)] for name in view["vlan_database"] if str(name) in known}
    else:
        used = _used(interfaces, more, known, carried)
        needed = {vlan.vid: vlan for vlan in (*used, *_own(interfaces, company.index.vids.get(site, {})))}
    shown = view.get("vlan_names", {})
    return {
        "interfaces": {name: found for name, found in more.items() if found},
        "vlans": [_vlan(needed[vid], shown, with_provenance, uses) for vid in sorted(needed)],
    }


def _uses(site: str, company: Company, with_provenance: ProvenanceTagger) -> Uses:
    """Where the interfaces of a site use each VLAN."""
    found: dict[str, list[Place]] = {}
    for device in (name for name, entry in company.files.devices.items() if entry.site == site):
        for name, port in company.devices[device].get("interfaces", {}).items():
            here = Place("device", device, ("interfaces", name))
            for path, vlan in _named(port, svi_vid(name), company.index.vids.get(site, {})):
                found.setdefault(vlan, []).extend(replace(here, path=(*here.path, *step)) for step in (path, ("enabled",)))
    return {vlan: origins_of(with_provenance(vlan, conditions=places)) for vlan, places in found.items()}


def _named(port: Mapping[str, Any], number: int | None, by_number: Mapping[int, Vlan]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The VLANs that an interface uses, each with the path in it that says so."""
    yield from (((key,), str(port[key])) for key, _ in NUMBERS if key in port)
    yield from ((("tagged_vlans", index), str(name)) for index, name in enumerate(listed_vlans(port)))
    if number is not None and number in by_number:
        yield (), by_number[number].name


def _numbers(
    port: Mapping[str, Any], known: Mapping[str, Vlan], trunk: Mapping[str, tuple[Any, Any]], with_provenance: ProvenanceTagger
) -> dict[str, Any]:
    found = {to: _number(port[of], known, with_provenance) for of, to in NUMBERS if str(port.get(of)) in known}
    if _lists_no_vlans(port):
        untagged = str(port.get("untagged_vlan", ""))
        others = [row for name, row in trunk.items() if name != untagged]
        found |= {"tagged_vlans": [name for name, _ in others], "tagged_vids": sorted(number for _, number in others)}
    elif port.get("mode") == "tagged" and port["tagged_vlans"] != ALL_VLANS:
        found |= _listed(port["tagged_vlans"], known, with_provenance)
    return found


def _lists_no_vlans(port: Mapping[str, Any]) -> bool:
    return port.get("mode") == "tagged" and "tagged_vlans" not in port


def _listed(names: Iterable[Any], known: Mapping[str, Vlan], with_provenance: ProvenanceTagger) -> dict[str, Any]:
    return {"tagged_vids": sorted(_number(name, known, with_provenance) for name in names if str(name) in known)}


def _on_trunks(vlans: Iterable[Vlan], with_provenance: ProvenanceTagger, uses: Uses) -> dict[str, tuple[Any, Any]]:
    """Name and number of each VLAN that a trunk without a list carries, by name."""
    rows = [(vlan, (vlan.place("name"), *uses.get(vlan.name, ()))) for vlan in vlans if is_configured(vlan.data)]
    return {
        vlan.name: (
            with_provenance(vlan.name, vlan.place("name"), conditions=causes),
            with_provenance(vlan.vid, vlan.place("vid"), conditions=causes),
        )
        for vlan, causes in rows
    }


def _number(name: Any, known: Mapping[str, Vlan], with_provenance: ProvenanceTagger) -> Any:
    vlan = known[str(name)]
    return with_provenance(vlan.vid, name, vlan.place("vid"), conditions=(vlan.place("name"),))


def _used(interfaces: Mapping[str, Any], more: Mapping[str, Any], known: Mapping[str, Vlan], carried: Iterable[str]) -> Iterator[Vlan]:
    for name, port in interfaces.items():
        tagged = carried if port.get("tagged_vlans") == ALL_VLANS else port.get("tagged_vlans", more[name].get("tagged_vlans", ()))
        names = [*(port.get(key) for key, _ in NUMBERS), *tagged]
        yield from (known[str(vlan)] for vlan in names if str(vlan) in known)


def _own(interfaces: Iterable[str], by_number: Mapping[int, Vlan]) -> Iterator[Vlan]:
    yield from (by_number[vid] for name in interfaces if (vid := svi_vid(name)) in by_number and vid is not None)


def _vlan(vlan: Vlan, shown: Mapping[str, Any], with_provenance: ProvenanceTagger, uses: Uses) -> dict[str, Any]:
    """What a device has of a VLAN. `shown`: the names that this device has for VLANs."""
    causes = (vlan.place("name"), vlan.place("vid"), *uses.get(vlan.name, ()))
    found = {key: with_provenance(vlan.data[key], vlan.place(key), conditions=causes) for key in SHOWN if key in vlan.data}
    if vlan.name in shown:
        found["name"] = with_provenance(shown[vlan.name], shown[vlan.name], conditions=causes)
    elif "shown_as" in vlan.data:
        found["name"] = with_provenance(vlan.data["shown_as"], vlan.place("shown_as"), conditions=causes)
    return found
