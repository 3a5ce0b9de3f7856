"""What is behind a port: the far end of its cable, and from it a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.index import Index, Port
from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`interfaces[*].neighbor` {device, interface, kind, address} and, where none is typed, `interfaces[*].description`."""
    device = str(view["device"]["name"])
    found = {name: _behind(Port(device, name), company) for name in view.get("interfaces", {})}
    return {"interfaces": {name: more for name, more in found.items() if more}}


def _behind(port: Port, company: Company) -> dict[str, Any]:
    far = company.index.far_end(port)
    if far is None or str(far["device"]) not in company.devices:
        return {}
    device, interface = far["device"], far["interface"]
    neighbor = {"device": device, "interface": interface, "kind": company.devices[str(device)]["kind"]}
    address = shared_address(company.index, port, Port(str(device), str(interface)))
    if address:
        neighbor["address"] = derived(address, device, interface)
    return {"neighbor": neighbor, "description": derived(f"to {device} {interface}", device, interface)}


def shared_address(index: Index, near: Port, far: Port) -> str:
    """The far port's address in a network that the near one is in too; '' when they share none."""
    ours = {one.value.network for one in index.assigned.get(near.device, ()) if one.port == near}
    theirs = (one for one in index.assigned.get(far.device, ()) if one.port == far)
    return next((str(one.value.ip) for one in theirs if one.value.network in ours), "")
