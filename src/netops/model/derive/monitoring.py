"""What the monitoring server watches: everything of ours that has an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import ProvenanceTagger, primary_address, primary_interface, provenance_tagger
from netops.model.index import Place
from netops.model.target import CONFIGURED

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`monitoring.targets`: [{name, address, kind, site, role, platform}] by name."""
    server = view.get("monitoring")
    if server is None:
        return {}
    with_provenance = provenance_tagger(view, company)
    sites = set(map(str, server.get("sites", ())))
    watched = (t for t in company.targets.values() if t.name == t.device and t.address and t.status in CONFIGURED)
    chosen = (t for t in sorted(watched, key=lambda t: t.name) if not sites or t.site in sites)
    return {"monitoring": {"targets": [_target(t, company, with_provenance) for t in chosen]}}


def _target(target: Any, company: Company, with_provenance: ProvenanceTagger) -> dict[str, Any]:
    facts = {key: str(getattr(target, key)) for key in ("name", "address", "kind", "site", "role", "platform")}
    address, chosen = primary_address(target.device, company), primary_interface(target.device, company)
    watched = (Place("device", target.device, ("status",)), *address, *chosen)
    shown = {key: address if key == "address" else (Place("device", target.device, (key,)),) for key in facts}
    return {key: with_provenance(value, *shown[key], conditions=watched) for key, value in facts.items()}
