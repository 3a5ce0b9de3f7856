"""What a lab gets of a company, as plain data: per target its hardware, its neighbours, its configuration after onboarding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netops.lab.manager import ManagementHost
from netops.lab.sim.frontend import Onboarded
from netops.lab.simulators import simulator_of
from netops.lab.stations import arp_tables, mac_tables
from netops.secrets import SecretRef

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

VIRTUAL = re.compile(r"^(vlan|loopback|port-channel|tunnel|vxlan|irb|lo|ae|st|vlan\.)[\d.]*$|\.\d+$", re.IGNORECASE)
"""Interfaces that exist by configuration alone."""


def target_entries(company: Company, chosen: Iterable[ConfigTarget]) -> list[dict[str, Any]]:
    """One entry per target, in the form of `sim.frontend.TargetSpec` with `addresses` beside it."""
    manager, targets = ManagementHost(company), list(chosen)
    interfaces = {target.device: company.view(target.device).get("interfaces", {}) for target in targets}
    arp, macs = arp_tables(interfaces), mac_tables(interfaces)
    return [_entry(company, one, manager) | {"arp": arp[one.device], "macs": macs.get(one.device, [])} for one in targets]


def _entry(company: Company, target: ConfigTarget, manager: ManagementHost) -> dict[str, Any]:
    view = company.view(target.name)
    interfaces: Mapping[str, Mapping[str, Any]] = view.get("interfaces", {})
    interface, address = _management(interfaces, str(target.address or ""))
    kind = _device_type(company, view)
    hostname = str(view.get("hostname", target.device))
    simulator = simulator_of(target.platform)
    onboarded = Onboarded(hostname, manager.username(target), interface, bool(VIRTUAL.search(interface)), address)
    return {
        "name": target.name,
        "platform": target.platform,
        "hostname": hostname,
        "model": str(kind.get("model", target.platform)),
        "serial": str(view.get("serial") or f"LAB-{target.device}"),
        "os_version": simulator.os_version if simulator else "",
        "interfaces": [str(name) for name in interfaces if not VIRTUAL.search(name)],
        "neighbors": list(_neighbors(interfaces)),
        "initial": simulator.initial(onboarded) if simulator and simulator.initial else "",
        "management": manager.entry(target, tuple(_cabled(interfaces))),
        "view": plain_data(view) if simulator and not simulator.is_network_device else {},
        "addresses": {str(name): [str(a) for a in data.get("addresses", ())] for name, data in interfaces.items() if data.get("addresses")},
        "manufacturer": str(kind.get("manufacturer", "")),
    }


def _device_type(company: Company, view: Mapping[str, Any]) -> Mapping[str, Any]:
    """The hardware of a target's device; nothing when the view has none."""
    slug = view.get("device_type") or view["device"].get("device_type", "")
    found: Mapping[str, Any] = company.objects.get("device_type", {}).get(str(slug), {})
    return found


def _management(interfaces: Mapping[str, Mapping[str, Any]], address: str) -> tuple[str, str]:
    """The interface with the target's address, and the address with its length."""
    bare = address.partition("/")[0]
    for name, data in interfaces.items():
        for text in data.get("addresses", ()):
            if str(text).partition("/")[0] == bare:
                return str(name), str(text)
    return "", ""


def _neighbors(interfaces: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for name, data in interfaces.items():
        other = data.get("neighbor")
        if other and data.get("enabled", True):
            yield {"interface": str(name), "device": str(other["device"]), "port": str(other["interface"])}


def _cabled(interfaces: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The ports with a cable, shut ones too."""
    return (str(name) for name, data in interfaces.items() if data.get("neighbor") or data.get("circuit"))


def plain_data(value: Any) -> Any:
    """A value of a view without its origins; secrets are placeholders."""
    if isinstance(value, SecretRef):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain_data(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else float(value) if isinstance(value, float) else str(value)
