"""The names that a selector may hold."""

from __future__ import annotations

from netops import platforms
from netops.checks.scopes import Scope


def selector_names(scope: Scope) -> dict[str, frozenset[str]]:
    """The names that a selector may hold, by its key; those of a status are left to what targets have."""
    devices = scope.devices.values()
    extra = {f"{name}:{platform}" for name, data in scope.devices.items() for platform in data.get("extra_platforms", ())}
    return {
        "name": frozenset(scope.devices) | extra,
        "site": frozenset(scope.of("site")),
        "role": frozenset(str(data["role"]) for data in devices) | scope.layers,
        "platform": frozenset(platforms.names(scope.root)) | scope.platforms,
        "region": frozenset(scope.of("region")),
        "tag": frozenset(scope.of("tag")) | {str(tag) for data in devices for tag in data.get("tags", ())},
    }
