"""All guards over one request: what they refuse, what was permitted or overridden, and the proof that each of them still refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Literal

from netops import registry
from netops.errors import GuardBroken, Refused, UsageError
from netops.guards.record import DEVICE, DeployRequest, Finding, Permissions, Removal
from netops.messages import pluralize

KIND = registry.PluginKind("guard", "netops.guards", "guards", ("CODE", "find", "violate"), helpers=("record",))

Guards = Mapping[str, ModuleType]


def load_guards(root: Path | None = None) -> Guards:
    """The guards by code: netops' own, installed ones, the company's. UsageError where one would take another one's place."""
    own = registry.load_all(KIND)
    found = {str(module.CODE): module for module in own.values()}
    for name, module in registry.load_all(KIND, root).items():
        if own.get(name) is module:
            continue
        if name in own or module.CODE in found:
            raise UsageError(
                f"{module.__file__}: takes the place of the guard {module.CODE}",
                hint="a company adds guards, each with a file name and a code of its own; what they let pass is in netops.yaml",
            )
        found[str(module.CODE)] = module
    return dict(sorted(found.items()))


Permitted = Literal["", "number", "risky", "emergency", "lab"]
"""What permits a finding: an exact number, --allow-risky, --emergency, that nobody works with a lab, or nothing."""


@dataclass(frozen=True, slots=True)
class FindingOfGuard:
    """A finding of the guard with a code, and what permits it."""

    code: str
    finding: Finding
    permitted: Permitted = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the guards find in a request. `removals`: all that goes by the findings."""

    request: DeployRequest
    found: tuple[FindingOfGuard, ...]
    removals: frozenset[Removal]

    def permitted(self, by: Permitted) -> tuple[FindingOfGuard, ...]:
        """What was found and is permitted by this."""
        return tuple(one for one in self.found if one.permitted == by)

    @property
    def refused(self) -> tuple[FindingOfGuard, ...]:
        return self.permitted("")


def decide(known: Guards, request: DeployRequest) -> Decision:
    """What the guards refuse and what was permitted. A guard that crashes refuses."""
    found = [(code, finding) for code, guard in known.items() for finding in _findings(guard, request)]
    removals = frozenset[Removal]().union(*(finding.removals for _, finding in found))
    each = tuple(FindingOfGuard(code, finding, _permission(finding, request, len(removals))) for code, finding in found)
    return Decision(request, each, removals)


def _findings(guard: ModuleType, request: DeployRequest) -> list[Finding]:
    try:
        return list(guard.find(request))
    except Exception as error:
        message = f"the guard has crashed: {type(error).__name__}: {error}"
        return [Finding(message, "a guard that gives no answer refuses; report this with the plan file")]


def _permission(finding: Finding, request: DeployRequest, removals: int) -> Permitted:
    given = request.permissions
    if finding.outside_lab and request.lab:
        return "lab"
    if (finding.removals and given.removals == removals) or (finding.devices and given.devices == len(request.devices)):
        return "number"
    if finding.risky and given.risky:
        return "risky"
    overrides = finding.emergency in request.policy.emergency and given.emergency.strip()
    return "emergency" if overrides else ""


def raise_if_refused(decision: Decision) -> None:
    """Refused with everything that is in the way, when something is."""
    if not (refused := decision.refused):
        return
    if len(refused) == 1:
        one = refused[0]
        ways = [one.finding.way, *permitting_options(decision)]
        raise Refused(f"nothing was sent, refused by {one.code}: {one.finding.message}", hint="; ".join(filter(None, ways)))
    each = "".join(_listed(one) for one in refused)
    raise Refused(f"nothing was sent, refused for {len(refused)} reasons:{each}", hint="; ".join(permitting_options(decision)))


def _listed(one: FindingOfGuard) -> str:
    """One of several reasons, with what to do instead."""
    way = f"\n    way on: {one.finding.way}" if one.finding.way else ""
    return f"\n{one.code}: {one.finding.message}{way}"


def permitting_options(decision: Decision) -> list[str]:
    """The options that permit what is refused and can be permitted, with their exact numbers."""
    findings = [one.finding for one in decision.refused]
    found = []
    if any(finding.devices for finding in findings):
        number = len(decision.request.devices)
        found.append(f"to change all {number}: --allow-devices {number}")
    if any(finding.removals for finding in findings):
        found.append(f"to let {_removals_text(decision.removals)} go: --allow-removals {len(decision.removals)}")
    if any(finding.risky for finding in findings):
        found.append("to take the risk: --allow-risky")
    if names := sorted({finding.emergency for finding in findings} & set(decision.request.policy.emergency)):
        found.append(f"in an emergency, for {', '.join(names)}: --emergency REASON")
    return found


def _removals_text(removals: frozenset[Removal]) -> str:
    devices = sum(at == DEVICE for _, at in removals)
    lines = len(removals) - devices
    parts = [pluralize(devices, "device")] if devices else []
    return " and ".join([*parts, pluralize(lines, "line")] if lines else parts)


def self_test(known: Guards, request: DeployRequest) -> None:
    """Nothing, when each guard refuses a bad plan that is made of this one. GuardBroken names the first that lets it pass."""
    strict = replace(request, permissions=Permissions())
    for code, guard in known.items():
        try:
            is_refused = bool(decide({code: guard}, guard.violate(strict)).refused)
        except Exception as error:
            raise GuardBroken(f"guard {code} cannot be proved: {type(error).__name__}: {error}; nothing was sent", hint=REPORT) from error
        if not is_refused:
            raise GuardBroken(f"guard {code} lets a bad plan pass, nothing was sent", hint=REPORT)


REPORT = "this is a bug in netops or in the company's guards/: report it"
