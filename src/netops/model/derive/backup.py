"""How often a host is saved and how long the copies are kept: what its backup policy says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netops.model.derive.provenance import provenance_tagger
from netops.model.index import Place

if TYPE_CHECKING:
    from netops.model.company import Company

SHOWN = ("every_h", "keep_days")


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`backup.every_h keep_days` of the named policy; nothing for a host without a policy, or one that is not known (a rule reports it)."""
    name = view.get("backup", {}).get("policy")
    policy = company.objects.get("backup_policy", {}).get(str(name))
    if policy is None:
        return {}
    with_provenance = provenance_tagger(view, company)
    keys = [key for key in SHOWN if key in policy]
    return {
        "backup": {key: with_provenance(int(policy[key]), Place("backup_policy", str(name), (key,)), conditions=(name,)) for key in keys}
    }
