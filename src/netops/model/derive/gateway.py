"""The first router of a device that does not route itself: the gateway of the network that its first address is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive import AbsentValue, is_derived
from netops.model.derive.provenance import provenance_tagger
from netops.model.index import Place
from netops.model.target import is_configured

if TYPE_CHECKING:
    from netops.model.company import Company

ROUTING = ("ospf", "bgp")
DEFAULT_ROUTES = {4: "0.0.0.0/0", 6: "::/0"}


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`default_gateway` {ipv4, ipv6}, for a device without a routing protocol and without a default route of its own."""
    if any(protocol in view for protocol in ROUTING) or not is_derived(view, "default_gateway"):
        return {}
    gateways: dict[str, Any] = {}
    for family, gateway in _gateways(view, company):
        gateways.setdefault(family, gateway)
    typed = [route for route in _global(view) if str(route["prefix"]) in DEFAULT_ROUTES.values()]
    return {"default_gateway": gateways or AbsentValue(typed)}


def _global(view: Mapping[str, Any]) -> list[Any]:
    """The static routes of the global table."""
    return [route for route in view.get("static_routes", ()) if "vrf" not in route]


def _gateways(view: Mapping[str, Any], company: Company) -> Iterator[tuple[str, Any]]:
    with_provenance = provenance_tagger(view, company)
    assigned = company.index.assigned.get(str(view["device"]["name"]), ())
    own = {str(one.value.ip) for one in assigned} | {str(i["vrrp"]["address"]) for i in view.get("interfaces", {}).values() if "vrrp" in i}
    typed = {str(route["prefix"]) for route in _global(view)}
    prefixes = company.objects.get("prefix", {})
    for one in assigned:
        table = company.index.tables.get(one.vrf)
        name = next(table.holding(one.value.ip), "") if table else ""
        gateway = prefixes[name].get("gateway") if name and is_configured(prefixes[name]) else None
        if gateway is not None and str(gateway) not in own and DEFAULT_ROUTES[one.value.version] not in typed:
            causes = (one.place, Place("prefix", name, ("prefix",)))
            yield f"ipv{one.value.version}", with_provenance(str(gateway), Place("prefix", name, ("gateway",)), conditions=causes)
