"""Subnets of a DHCP server: every prefix that has `dhcp`, of the sites it serves."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import Place
from netops.model.target import is_configured

if TYPE_CHECKING:
    from netops.model.company import Company

DEFAULT_LEASE_S = 43_200


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`dhcp_server.subnets`: [{id, subnet, start, end, gateway, lease_s, site, vlan}] by address.

    An id is the network's address as a number, so it stays when other subnets come and go; in a VRF it is a checksum of VRF and network.
    A prefix that is not in service yet, or not any more, is left out.
    """
    server = view.get("dhcp_server")
    if server is None:
        return {}
    sites = set(map(str, server.get("sites", ())))
    networks = company.index.networks
    served = [
        name
        for name, p in company.objects.get("prefix", {}).items()
        if "dhcp" in p and is_configured(p) and name in networks and (not sites or str(p["site"]) in sites)
    ]
    served.sort(key=lambda name: int(networks[name].network_address))
    with_provenance = provenance_tagger(view, company)
    ids = _ids(company)
    return {"dhcp_server": {"subnets": [_subnet(company, name, ids[name], server, with_provenance) for name in served]}}


def _ids(company: Company) -> dict[str, int]:
    """The id of each network of the company, no two alike: those of the global table first, then by VRF."""
    prefixes, found, taken = company.objects.get("prefix", {}), dict[str, int](), set[int]()
    for name in sorted(company.index.networks, key=lambda name: (str(prefixes[name].get("vrf", "")), name)):
        vrf, network = str(prefixes[name].get("vrf", "")), company.index.networks[name]
        number = zlib.crc32(f"{prefixes[name]['site']} {vrf} {network}".encode()) if vrf else int(network.network_address)
        while vrf and number in taken:
            number += 1
        found[name] = number
        taken.add(number)
    return found


def _subnet(company: Company, name: str, number: int, server: Mapping[str, Any], with_provenance: ProvenanceTagger) -> dict[str, Any]:
    prefix = company.objects["prefix"][name]
    subnet = {
        "id": with_provenance(number, Place("prefix", name, ("prefix",))),
        "subnet": with_provenance(str(prefix["prefix"]), Place("prefix", name, ("prefix",))),
        "lease_s": server.get("lease_s", DEFAULT_LEASE_S),
        **{key: with_provenance(value, Place("prefix", name, ("dhcp", key))) for key, value in prefix["dhcp"].items()},
    }
    return subnet | {
        key: with_provenance(prefix[key], Place("prefix", name, (key,))) for key in ("gateway", "site", "vlan") if key in prefix
    }
