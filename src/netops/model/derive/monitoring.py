"""What the monitoring server watches: everything of ours that has an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive._told import Teller, teller
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company

WATCHED = ("active", "staged")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`monitoring.targets`: [{name, address, kind, site, role, platform}] by name."""
    server = view.get("monitoring")
    if server is None:
        return {}
    told = teller(view, company)
    sites = set(map(str, server.get("sites", ())))
    watched = (t for t in company.targets.values() if t.name == t.device and t.address and t.status in WATCHED)
    return {"monitoring": {"targets": [_target(t, told) for t in sorted(watched, key=lambda t: t.name) if not sites or t.site in sites]}}


def _target(target: Any, told: Teller) -> dict[str, Any]:
    facts = {key: str(getattr(target, key)) for key in ("name", "address", "kind", "site", "role", "platform")}
    return {key: told(value, Place("device", target.device, ("interfaces",) if key == "address" else ())) for key, value in facts.items()}
