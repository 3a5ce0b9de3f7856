"""Lines of PIM that several platforms have, as data of the model."""

from __future__ import annotations

from netops.facts.filling import map_at_path
from netops.facts.table import Fields


def rp(fields: Fields, address: str, acl: str = "", groups: str = "") -> None:
    """Adds a rendezvous point; the same address with another network is one with both."""
    rows: list[Fields] = fields.setdefault("rps", [])
    last = rows[-1] if rows else {}
    if groups and last.get("address") == address and "groups" in last:
        last["groups"].append(groups)
        return
    rows.append({"address": address} | ({"acl": acl} if acl else {}) | ({"groups": [groups]} if groups else {}))


def of_vrf(fields: Fields, vrf: str = "") -> Fields:
    """What `multicast` has for a VRF, or for none."""
    return map_at_path(fields, "multicast", "vrfs", vrf) if vrf else map_at_path(fields, "multicast")


def ssm(fields: Fields, words: str) -> None:
    """Adds networks or a filter of groups with one source."""
    fields.setdefault("ssm", []).extend(words.split())
