"""The health checks of a project: netops' own, installed ones, the company's."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from netops import registry
from netops.errors import UsageError
from netops.health._records import APPLIES, IS_REMOVED, TOUCHES, HealthCheck
from netops.messages import did_you_mean

KIND = registry.PluginKind(name="health", package="netops.health", folder="health", requires=("TITLE", "read"))


def load_checks(root: Path | None = None, skip: Collection[str] = ()) -> tuple[HealthCheck, ...]:
    """All checks by name, without those to `skip`. UsageError for a name to skip that no check has."""
    known = registry.names(KIND, root)
    for name in skip:
        if name not in known:
            raise UsageError(f"no health check called {name!r}", hint=did_you_mean(name, known, f"there are: {', '.join(known)}"))
    return tuple(_check(name, root) for name in known if name not in skip)


def _check(name: str, root: Path | None) -> HealthCheck:
    module = registry.load(KIND, name, root)
    return HealthCheck(
        name,
        module.TITLE,
        module.read,
        getattr(module, "applies", APPLIES),
        getattr(module, "is_removed", IS_REMOVED),
        getattr(module, "touches", TOUCHES),
        getattr(module, "NEEDS_SOME", False),
    )
