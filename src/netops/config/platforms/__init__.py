"""One file per platform: `PLATFORM`, its rules as data. A new file here, or an entry point `netops.platform`, is a new platform."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from netops import registry
from netops.config.rules import Platform
from netops.errors import ConfigError

KIND = registry.Kind("platform", "netops.config.platforms", "platforms", ("PLATFORM",))


@lru_cache(maxsize=64)
def get(name: str) -> Platform:
    """The rules of a platform. UsageError when there is none of that name."""
    return cast(Platform, registry.load(KIND, name).PLATFORM)


@lru_cache(maxsize=1)
def _every_feature() -> frozenset[str]:
    return frozenset(name for module in registry.load_all(KIND).values() for name in cast(Platform, module.PLATFORM).features)


def check_features(platform: Platform, managed: str | Iterable[str]) -> tuple[str, ...]:
    """The names of features; one name may stand alone. ConfigError for one that no platform has."""
    names = (managed,) if isinstance(managed, str) else tuple(managed)
    own = ", ".join(sorted(platform.features))
    for name in names:
        if name not in platform.features and name not in _every_feature():
            raise ConfigError(f"no platform has a feature called {name!r}", hint=f"{platform.name} has: {own}")
    return names
