"""What a lab is told about a company, as plain data: per target its hardware, its neighbours, its configuration after onboarding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_interface
from typing import TYPE_CHECKING, Any

from netops.secrets import SecretRef

if TYPE_CHECKING:
    from netops.model.company import Company, Target

VIRTUAL = re.compile(r"^(vlan|loopback|port-channel|tunnel|vxlan|irb|lo|ae|st|vlan\.)[\d.]*$|\.\d+$", re.IGNORECASE)
"""Interfaces that exist by configuration alone."""

OS_VERSIONS = {
    "arista_eos": "4.30.1F",
    "cisco_ios": "17.9.4",
    "cisco_nxos": "10.2(3)",
    "cisco_xr": "7.3.2",
    "frr": "8.4.4",
    "juniper_junos": "22.4R1.10",
}
WITH_VIEW = ("linux", "cups", "printer")
"""Platforms whose simulator needs more than a text."""


@dataclass(frozen=True, slots=True)
class Onboarded:
    """What somebody typed on a new device so that netops can reach it."""

    hostname: str
    username: str
    interface: str
    address: str
    """With its length; empty when the model has none."""


def targets(company: Company, chosen: Iterable[Target], username: str) -> list[dict[str, Any]]:
    """One entry per target, in the form of `sim.frontend.TargetSpec` with `addresses` beside it."""
    return [_entry(company, target, username) for target in chosen]


def _entry(company: Company, target: Target, username: str) -> dict[str, Any]:
    view = company.view(target.name)
    interfaces: Mapping[str, Mapping[str, Any]] = view.get("interfaces", {})
    interface, address = _management(interfaces, str(target.address or ""))
    kind = _device_type(company, view)
    hostname = str(view.get("hostname", target.device))
    onboarded = Onboarded(hostname, username, interface, address)
    return {
        "name": target.name,
        "platform": target.platform,
        "hostname": hostname,
        "model": str(kind.get("model", target.platform)),
        "serial": str(view.get("serial") or f"LAB-{target.device}"),
        "os_version": OS_VERSIONS.get(target.platform, ""),
        "interfaces": [str(name) for name in interfaces if not VIRTUAL.search(name)],
        "neighbors": list(_neighbors(interfaces)),
        "initial": INITIAL[target.platform](onboarded) if target.platform in INITIAL else "",
        "view": plain(view) if target.platform in WITH_VIEW else {},
        "addresses": {str(name): [str(a) for a in data.get("addresses", ())] for name, data in interfaces.items() if data.get("addresses")},
        "manufacturer": str(kind.get("manufacturer", "")),
    }


def _device_type(company: Company, view: Mapping[str, Any]) -> Mapping[str, Any]:
    """The hardware of a target's device; nothing when the view does not tell."""
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


def plain(value: Any) -> Any:
    """A value of a view without its origins; secrets stand as placeholders."""
    if isinstance(value, SecretRef):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    return int(value) if isinstance(value, int) else float(value) if isinstance(value, float) else str(value)


def _eos(new: Onboarded) -> str:
    address = f"interface {new.interface}\n   ip address {new.address}\n" if new.address else ""
    return (
        f"username {new.username} privilege 15 role network-admin secret sha512 $6$onboarding\n"
        f"hostname {new.hostname}\n{address}management api http-commands\n   no shutdown\n"
    )


def _ios(new: Onboarded) -> str:
    at = ip_interface(new.address) if new.address else None
    routed = " no switchport\n" if at and not VIRTUAL.search(new.interface) and new.interface != "GigabitEthernet0/0" else ""
    address = f"interface {new.interface}\n{routed} ip address {at.ip} {at.netmask}\n" if at else ""
    return (
        f"hostname {new.hostname}\nusername {new.username} privilege 15 secret 9 $9$onboarding\nfile prompt quiet\n"
        f"archive\n path flash:archive\n{address}ip ssh version 2\nip scp server enable\n"
        "line vty 0 4\n login local\n transport input ssh\n"
    )


def _nxos(new: Onboarded) -> str:
    lines = f"interface {new.interface}\n" if new.address else ""
    if new.interface == "mgmt0":
        lines += "  vrf member management\n"
    elif new.interface.startswith("Ethernet") and new.address:
        lines += "  no switchport\n"
    address = f"{lines}  ip address {new.address}\n  no shutdown\n" if new.address else ""
    vlan = "feature interface-vlan\n" if new.interface.startswith("Vlan") else ""
    return (
        f"hostname {new.hostname}\n{vlan}feature scp-server\nusername {new.username} password 5 $5$onboarding role network-admin\n{address}"
    )


def _xr(new: Onboarded) -> str:
    at = ip_interface(new.address) if new.address else None
    address = f"interface {new.interface}\n ipv4 address {at.ip} {at.netmask}\n!\n" if at else ""
    return f"hostname {new.hostname}\nusername {new.username}\n group root-lr\n secret 10 $6$onboarding\n!\n{address}ssh server v2\n"


def _junos(new: Onboarded) -> str:
    name, _, unit = new.interface.partition(".")
    address = f"interfaces {{ {name} {{ unit {unit or 0} {{ family inet {{ address {new.address}; }} }} }} }}\n" if new.address else ""
    return (
        f"system {{ host-name {new.hostname}; login {{ user {new.username} {{ class super-user; "
        f'authentication {{ encrypted-password "$6$onboarding"; }} }} }} services {{ ssh; netconf {{ ssh; }} }} }}\n{address}'
    )


def _frr(new: Onboarded) -> str:
    address = f"interface {new.interface}\n ip address {new.address}\nexit\n!\n" if new.address else ""
    return f"frr defaults traditional\nhostname {new.hostname}\n!\n{address}"


INITIAL: Mapping[str, Callable[[Onboarded], str]] = {
    "arista_eos": _eos,
    "cisco_ios": _ios,
    "cisco_nxos": _nxos,
    "cisco_xr": _xr,
    "frr": _frr,
    "juniper_junos": _junos,
}
