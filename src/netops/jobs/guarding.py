"""What guards need to decide about a plan, gathered from the settings, the inventory, git, the state and the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from netops import git, signing
from netops.graph.remembered import cached_value
from netops.graph.services import services_by_device
from netops.guards import (
    Decision,
    DeployRequest,
    GuardedTarget,
    Limits,
    Permissions,
    Place,
    PlanFile,
    Policy,
    Selected,
    Signature,
    Source,
    decide,
    freezes,
    load_guards,
    self_test,
    windows,
)
from netops.jobs.operation import Operation
from netops.jobs.policy import EarlierPolicy, earlier_policy, keys_that_count, policy_of, stricter_policy
from netops.model.company import Company, ConfigTarget
from netops.model.schedule import calendar_of
from netops.plan import Plan
from netops.plan.file import plan_digest
from netops.state import utc_now

GONE = "decommissioning"


def limits_of(settings: Mapping[str, Any]) -> Limits:
    """How much one deploy may change."""
    return Limits(**(settings.get("guards") or {}))


def deploy_request(
    operation: Operation,
    plan: Plan,
    permissions: Permissions,
    selected: Selected,
    *,
    file: PlanFile | None = None,
    rollback_of: str = "",
    strict: bool = False,
    now: datetime | None = None,
) -> DeployRequest:
    """A plan with what guards decide by. `rollback_of`: the run that it takes back. `strict`: a lab is treated as the real network."""
    company, known = operation.company, operation.state.devices()
    earlier = earlier_policy(operation)
    policy = stricter_policy(policy_of(company.settings), earlier)
    return DeployRequest(
        plan=plan,
        targets={name: _target_facts(company, company.target(name)) for name in plan.steps},
        now=now or utc_now(),
        limits=limits_of(company.settings),
        policy=policy,
        permissions=permissions,
        present={name: Place(*about) for name, about in present_devices(company).items()},
        known={name: Place(*about) for name, about in known.items()},
        selected=selected,
        since=f"run {rollback_of}" if rollback_of else "the last deploy",
        source=None if rollback_of else _source(operation, policy, earlier.changed or ()),
        file=file,
        lab=operation.selection.lab is not None and not strict,
    )


def check_guards(root: Path, request: DeployRequest) -> Decision:
    """What the guards refuse and permit, after each has been proved to refuse. Where nothing changes there is nothing to refuse."""
    if not request.plan.steps:
        return Decision(request, (), frozenset())
    known = load_guards(root)
    self_test(known, request)
    return decide(known, request)


def targets_outside_window(request: DeployRequest, names: Iterable[str], now: datetime) -> dict[str, str]:
    """The targets that may not be begun any more, since a window has closed or a freeze has begun meanwhile, with the reason."""
    known = {guard.CODE: guard for guard in (windows, freezes)}
    requests = {name: replace(request, plan=request.plan.only([name]), now=now) for name in names}
    refused = {name: decide(known, one).refused for name, one in requests.items()}
    return {name: f"{found[0].code}: {found[0].finding.message}" for name, found in refused.items() if found}


def present_devices(company: Company) -> dict[str, tuple[str, str]]:
    """The devices of the company with site and role, without those that go out of service."""
    return {name: (site, role) for name, (site, role, status) in placements_of_devices(company).items() if status != GONE}


def placements_of_devices(company: Company) -> Mapping[str, tuple[str, str, str]]:
    """By device its site, role and status."""
    found = cached_value(company, "places", lambda: {name: _place(device) for name, device in company.devices.items()})
    return {name: (site, role, status) for name, (site, role, status) in found.items()}


def _place(device: Mapping[str, Any]) -> list[str]:
    return [str(device["site"]), str(device.get("role", "")), str(device.get("status", ""))]


def _source(operation: Operation, policy: Policy, policy_files: tuple[str, ...]) -> Source:
    commit, root = operation.selection.commit, operation.company.project.root
    on_branch = not policy.branch or git.is_on_branch(root, policy.branch)
    return Source(commit, git.has_changes(commit), on_branch, git.is_repository(root), policy_files)


def _target_facts(company: Company, target: ConfigTarget) -> GuardedTarget:
    services = services_by_device(company).get(target.device, {})
    return GuardedTarget(target.device, target.site, company.platform(target.platform), calendar_of(company, target, services))


def signed_text(plan: Plan) -> str:
    """What a signer signs: which plan, and of which commit."""
    return f"netops plan\ndigest: {plan_digest(plan)}\ncommit: {plan.commit}\n"


def plan_file(operation: Operation, path: Path, plan: Plan) -> PlanFile:
    """The file of a plan, with the signatures that are beside it, checked."""
    company = operation.company
    earlier = earlier_policy(operation)
    keys = keys_that_count(company, earlier)
    paths = sorted(path.parent.glob(f"{_escaped(path.name)}.*sig"))
    authors = {plan.author.lower(), git.commit_author(company.project.root).lower()} - {""}
    own = {name for name in keys if not {*_emails(company, earlier, name)}.isdisjoint({*authors, ""})}
    signatures = tuple(_signature(keys, own, one, plan) for one in paths)
    return PlanFile(str(path), datetime.fromisoformat(plan.created).astimezone(UTC), plan.commit, signatures)


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _emails(company: Company, earlier: EarlierPolicy, name: str) -> tuple[str, str]:
    """The addresses of a contact, now and at the last deploy: a commit does not make somebody else of its author."""
    now = str(company.objects["contact"][name].get("email", "")).lower()
    return now, earlier.emails.get(name, now).lower()


def _signature(keys: Mapping[str, list[str]], own: Collection[str], path: Path, plan: Plan) -> Signature:
    signer = signing.signer_of(signed_text(plan), path.read_text(encoding="utf-8", errors="replace"), keys)
    if not signer:
        return Signature(path.name, fault="damaged" if signer is None else "unknown")
    return Signature(path.name, signer, own=signer in own)
