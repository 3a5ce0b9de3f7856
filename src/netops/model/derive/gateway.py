"""The first router of a host: the gateway of the network of its primary address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`default_gateway` {ipv4, ipv6}: of the first interface whose network has one, never the device's own address."""
    gateways: dict[str, Any] = {}
    for family, gateway in _gateways(view, company):
        gateways.setdefault(family, gateway)
    return {"default_gateway": gateways} if gateways else {}


def _gateways(view: Mapping[str, Any], company: Company) -> Iterator[tuple[str, Any]]:
    assigned = company.index.assigned.get(str(view["device"]["name"]), ())
    own = {str(one.value.ip) for one in assigned} | {str(i["vrrp"]["address"]) for i in view.get("interfaces", {}).values() if "vrrp" in i}
    prefixes = company.objects.get("prefix", {})
    for one in assigned:
        table = company.index.tables.get(one.vrf)
        name = next(table.holding(one.value.ip), None) if table else None
        gateway = prefixes[name].get("gateway") if name is not None else None
        if gateway is not None and str(gateway) not in own:
            yield f"ipv{one.value.version}", derived(str(gateway), gateway)
