"""Subnets of a DHCP server: every prefix that has `dhcp`, of the sites it serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company

DEFAULT_LEASE_S = 43_200


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`dhcp_server.subnets`: [{id, subnet, start, end, gateway, lease_s, site, vlan}] by address.

    An id is the network's address as a number, so it stays when other subnets come and go.
    """
    server = view.get("dhcp_server")
    if server is None:
        return {}
    sites = set(map(str, server.get("sites", ())))
    networks = company.index.networks
    served = [
        name
        for name, p in company.objects.get("prefix", {}).items()
        if "dhcp" in p and name in networks and (not sites or str(p["site"]) in sites)
    ]
    served.sort(key=lambda name: int(networks[name].network_address))
    with_provenance = provenance_tagger(view, company)
    return {"dhcp_server": {"subnets": [_subnet(company, name, server, with_provenance) for name in served]}}


def _subnet(company: Company, name: str, server: Mapping[str, Any], with_provenance: ProvenanceTagger) -> dict[str, Any]:
    prefix = company.objects["prefix"][name]
    subnet = {
        "id": with_provenance(int(company.index.networks[name].network_address), Place("prefix", name, ("prefix",))),
        "subnet": with_provenance(str(prefix["prefix"]), Place("prefix", name, ("prefix",))),
        "lease_s": server.get("lease_s", DEFAULT_LEASE_S),
        **{key: with_provenance(value, Place("prefix", name, ("dhcp", key))) for key, value in prefix["dhcp"].items()},
    }
    return subnet | {
        key: with_provenance(prefix[key], Place("prefix", name, (key,))) for key in ("gateway", "site", "vlan") if key in prefix
    }
