"""Guards: what no deploy does without a permission. Each is a module with `CODE`, `find(request)` and `violate(request)`.

`find` yields a `Finding` for each reason to refuse a `DeployRequest`; `violate` makes a request of it that has such a reason, by which each
guard is proved at the start of each deploy. Modules are found in this package and in the company's `guards/` folder. They are pure: they
read no device, no file and no clock, and one that crashes refuses.
"""

from __future__ import annotations

from netops.guards._run import KIND, Decision, FindingOfGuard, decide, load_guards, permitting_options, raise_if_refused, self_test
from netops.guards.record import (
    DeployRequest,
    Finding,
    GuardedTarget,
    Limits,
    Permissions,
    Place,
    PlanFile,
    Policy,
    Selected,
    Signature,
    Source,
)

__all__ = [
    "KIND",
    "Decision",
    "DeployRequest",
    "Finding",
    "FindingOfGuard",
    "GuardedTarget",
    "Limits",
    "Permissions",
    "Place",
    "PlanFile",
    "Policy",
    "Selected",
    "Signature",
    "Source",
    "decide",
    "load_guards",
    "permitting_options",
    "raise_if_refused",
    "self_test",
]
