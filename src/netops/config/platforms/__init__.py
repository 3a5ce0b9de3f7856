"""One file per platform: `PLATFORM`, its rules as data. A new file here, or in a company's `platforms/`, is a new platform."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from netops import registry
from netops.config.rules import Platform

KIND = registry.Kind("platform", "netops.config.platforms", "platforms", ("PLATFORM",))


@lru_cache(maxsize=64)
def get(name: str) -> Platform:
    """The rules of a platform. UsageError when there is none of that name."""
    return cast(Platform, registry.load(KIND, name).PLATFORM)
