"""The main job on a company: render, read what runs, plan, deploy, look for drift and compliance. Commands show the results."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netops.jobs.checking import dry_run_plan
    from netops.jobs.complying import find_compliance
    from netops.jobs.deploying import apply_plan, deploy_target
    from netops.jobs.drifting import drift_of_target, find_drift
    from netops.jobs.intended import IntendedConfigs
    from netops.jobs.offline import ConfigFolder
    from netops.jobs.operation import DeviceFleet, Operation
    from netops.jobs.planning import make_plan, rollback_plan, still_intended, target_step
    from netops.jobs.reading import Reading, read_target, read_targets
    from netops.jobs.recomputing import recompute_plan
    from netops.jobs.selection import Selection

__all__ = [
    "ConfigFolder",
    "DeviceFleet",
    "IntendedConfigs",
    "Operation",
    "Reading",
    "Selection",
    "apply_plan",
    "deploy_target",
    "drift_of_target",
    "dry_run_plan",
    "find_compliance",
    "find_drift",
    "make_plan",
    "read_target",
    "read_targets",
    "recompute_plan",
    "rollback_plan",
    "still_intended",
    "target_step",
]

_HOMES = {
    "checking": ("dry_run_plan",),
    "complying": ("find_compliance",),
    "deploying": ("apply_plan", "deploy_target"),
    "drifting": ("drift_of_target", "find_drift"),
    "intended": ("IntendedConfigs",),
    "offline": ("ConfigFolder",),
    "operation": ("DeviceFleet", "Operation"),
    "planning": ("make_plan", "rollback_plan", "still_intended", "target_step"),
    "reading": ("Reading", "read_target", "read_targets"),
    "recomputing": ("recompute_plan",),
    "selection": ("Selection",),
}
"""The modules of the names, loaded when first used: what only reads files does not need SSH."""


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(name)
