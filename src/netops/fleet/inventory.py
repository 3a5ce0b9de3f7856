"""The nornir inventory plug-in: hosts are targets; groups are their platforms, roles and sites.

InitNornir(inventory={"plugin": "NetopsInventory", "options": {"path": "."}})
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nornir.core.inventory import ConnectionOptions, Defaults, Group, Groups, Host, Hosts, Inventory, ParentGroups

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

NAME = "netops"
_GROUPED_BY = ("platform", "role", "site")
_SHOWN = ("name", "device", "platform", "site", "role", "kind", "status")


class NetopsInventory:
    """Every target of the company at `path`, or those that `limit` selects."""

    def __init__(self, path: str = ".", limit: str = "") -> None:
        self._path = path
        self._limit = limit

    def load(self) -> Inventory:
        from netops import load
        from netops.model.select import select_targets

        company = load(self._path)
        return make_inventory(company, select_targets(company, self._limit, True))


def make_inventory(company: Company, targets: Iterable[ConfigTarget]) -> Inventory:
    """Targets as nornir hosts. `host.data` has one key, `netops`, with plain data; no secret is in it."""
    chosen = sorted(targets, key=lambda target: target.name)
    groups = Groups({name: Group(name=name) for target in chosen for name in _groups(target)})
    root = str(company.project.root)
    return Inventory(hosts=Hosts({target.name: _host(target, root, groups) for target in chosen}), groups=groups, defaults=Defaults())


def _groups(target: ConfigTarget) -> list[str]:
    return [f"{kind}={getattr(target, kind)}" for kind in _GROUPED_BY if getattr(target, kind)]


def _host(target: ConfigTarget, root: str, groups: Groups) -> Host:
    return Host(
        name=target.name,
        hostname=str(target.address or "") or None,
        platform=target.platform,
        groups=ParentGroups(groups[name] for name in _groups(target)),
        data={NAME: {"project": root} | {field: getattr(target, field) for field in _SHOWN}},
        connection_options={NAME: ConnectionOptions(extras={"target": target.name, "project": root})},
    )
